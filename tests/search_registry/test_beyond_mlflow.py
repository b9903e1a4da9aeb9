"""What MLflow's own server refuses in a search of the registry, and this one takes."""

import pytest

from modelstead.store.transaction import Transaction
from tests.search_registry.cases import TAG, Case, by
from tests.search_registry.data import T, run_id
from tests.search_registry.loading import Loaded
from tests.search_registry.searching import SEARCHES

Cases = list[tuple[Case, list[str]]]

ALL = ["Forest", "a b", "a_b", "axb", "bärchen", "denial", "doubt", "forest", "mixture", "relict"]
ALL += ['say "hi"', "shout", "tree"]

MODELS: Cases = [
    (Case("nothing but spaces", "  "), ALL),
    (Case("a name with its entity", "attributes.name = 'tree'"), ["tree"]),
    (Case("a name in backticks", "attribute.`name` = 'tree'"), ["tree"]),
    (Case("either of two", "name = 'tree' OR tags.tier = 'silver'"), ["axb", "tree"]),
    (Case("neither of two", "NOT (name LIKE '%e%' OR name LIKE '%a%')"), ["doubt", "shout"]),
    (Case("a tag in a list", "tags.team IN ('vision', 'nlp')"), ["forest", "tree"]),
    (Case("a tag in no list is there", "tags.team NOT IN ('vision', 'nlp')"), ["Forest", "a_b", "bärchen"]),
    (Case("a tag is there", "tags.tier IS NOT NULL"), ["a b", "axb", "bärchen", "tree"]),
    (Case("a tag is not there", "tags.tier IS NULL AND name LIKE 'f%'"), ["forest"]),
    (Case("a creation time", f"creation_timestamp < {T + 1}"), ["bärchen", "tree"]),
    (Case("a time of the last change", f"last_updated_timestamp = {T + 5}"), ["Forest", "bärchen", "forest"]),
    (Case("a time of the last change by its short name", f"timestamp >= {T + 9}"), ["relict", "tree"]),
    (
        by("by creation", "creation_timestamp", among="timestamp < 1700000000006"),
        ["bärchen", "forest", "Forest", "a_b", "axb"],
    ),
    (by("by a field with its entity", "attributes.name DESC", among="tags.tier LIKE 'gold'"), ["tree", "bärchen"]),
    (Case("prompts in a list of values", f"{TAG} IN ('True', 'yes')"), ["shout"]),
    (Case("models by a list of values", f"{TAG} IN ('false')"), ALL),
    (
        Case("whatever has the tag", f"{TAG} IS NOT NULL"),
        ["apology", "denial", "doubt", "greeting", "reformed", "shout"],
    ),
    (Case("models without the tag", f"{TAG} IS NULL"), ALL),
    (Case("no prompts, by NOT", f"NOT {TAG} = 'true'"), ALL),
    (Case("prompts or a model", f"{TAG} = 'true' OR name = 'tree'"), ["apology", "greeting", "reformed", "tree"]),
    (Case("no prompts, whatever their name", f"{TAG} != 'true' OR name = 'greeting'"), ALL),
]

VERSIONS: Cases = [
    (Case("a semantic version", "semantic_version = '1.10.0'"), ["tree/2"]),
    (Case("a semantic version with a build", "semantic_version LIKE '%+%'"), ["axb/1"]),
    (Case("semantic versions", "semantic_version IN ('1.9.0', '0.1.0')"), ["Forest/1", "tree/3"]),
    (Case("no semantic version of these", "name = 'tree' AND NOT semantic_version LIKE '1.%'"), ["tree/5"]),
    (Case("a stage", "stage = 'Production'"), ["Forest/2", "tree/2"]),
    (Case("another stage", "stage != 'None'"), ["tree/1", "Forest/2", "tree/3", "tree/2"]),
    (Case("a stage in another case", "stage = 'production'"), []),
    (Case("a stage whatever the case", "stage ILIKE 'st%'"), ["tree/3"]),
    (Case("a stage in a list", "stage IN ('Staging', 'Archived')"), ["tree/1", "tree/3"]),
    (Case("without a run", f"{TAG} = 'true' AND run_id IS NULL"), ["greeting/2", "apology/1", "greeting/1"]),
    (Case("with a run", f"{TAG} = 'true' AND run_id IS NOT NULL"), ["mixture/2"]),
    (
        Case("of no run, or another", f"NOT run_id = '{run_id(9)}' AND {TAG} = 'true'"),
        ["greeting/2", "apology/1", "greeting/1"],
    ),
    (Case("a source in a list", "source_path IN ('axb', 'a%b')"), ["axb/1", "a_b/1"]),
    (Case("a source in no list", "name = 'tree' AND source_path NOT IN ('s3://bucket/tree')"), ["tree/5", "tree/3"]),
    (Case("a creation time", f"creation_timestamp <= {T}"), ["tree/1", "bärchen/1"]),
    (Case("a time of the last change", f"last_updated_timestamp > {T + 7}"), ["tree/5", "tree/1"]),
    (Case("a number between two", "version_number = 1.5"), []),
    (Case("a tag is not there", "tags.mood IS NULL AND name = 'tree'"), ["tree/5"]),
    (by("by semantic version", "semantic_version", among="name = 'tree'"), ["tree/1", "tree/3", "tree/2", "tree/5"]),
    (
        by("by semantic version downwards", "semantic_version DESC", among="name ILIKE '_ree' OR name = 'axb'"),
        ["tree/5", "tree/2", "tree/3", "axb/1", "tree/1"],
    ),
    (by("by stage", "stage DESC", "name", among="stage != 'None'"), ["tree/1", "Forest/2", "tree/2", "tree/3"]),
    (by("by source", "source_path", among="name = 'tree'"), ["tree/5", "tree/3", "tree/2", "tree/1"]),
    (
        by("by run, those without one last", "run_id", among=f"{TAG} != 'false' AND version_number = 1"),
        [*(["shout/1", "doubt/1"] if run_id(8) < run_id(9) else ["doubt/1", "shout/1"]), "apology/1", "greeting/1"],
    ),
    (
        by("by run downwards, those without one last", "run_id DESC", among=f"{TAG} != 'false' AND version_number = 1"),
        [*(["shout/1", "doubt/1"] if run_id(8) > run_id(9) else ["doubt/1", "shout/1"]), "apology/1", "greeting/1"],
    ),
]

EACH = [
    pytest.param(kind, case, expected, id=f"{kind}: {case.id}")
    for kind, held in (("models", MODELS), ("versions", VERSIONS))
    for case, expected in held
]


@pytest.mark.parametrize(("kind", "case", "expected"), EACH)
@pytest.mark.parametrize("size", [1, 3, 100])
def test_what_it_says_is_found(loaded: Loaded, kind: str, case: Case, expected: list[str], size: int) -> None:
    def search(tx: Transaction) -> list[str]:
        found, token = SEARCHES[kind](tx, loaded.access, case, size)
        while token is not None:
            page, token = SEARCHES[kind](tx, loaded.access, case, size, token)
            found += page
        return found

    assert loaded.database.read_now(search) == expected
