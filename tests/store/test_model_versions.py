"""store.model_versions: rows of versions, by each of their names, on each engine."""

from collections.abc import Callable
from typing import NamedTuple

import pytest
import semver
from hypothesis import given
from hypothesis import strategies as st

from modelstead import limits
from modelstead.domain.logged_model import Registration
from modelstead.domain.model_version import ModelVersion, Stage
from modelstead.domain.registered_model import RegisteredModel
from modelstead.domain.semantic_version import Range
from modelstead.domain.tag import Tag
from modelstead.store import model_versions as rows
from modelstead.store import registered_models as model_rows
from modelstead.store import registry_tags
from modelstead.store.database import Database
from modelstead.store.registry_tags import Tagged
from modelstead.store.transaction import Transaction
from tests import factories
from tests.properties import on_database
from tests.store.registry import add_model, add_version, set_stage, try_version


class Home(NamedTuple):
    """A project, and a model of it."""

    project_id: int
    model: RegisteredModel


@pytest.fixture
def home(database: Database) -> Home:
    return database.write_now(_home)


def _home(tx: Transaction, path: str = factories.PATH) -> Home:
    project_id = factories.member(tx, path).project.id
    return Home(project_id, add_model(tx, project_id, "churn"))


def test_a_version_is_read_as_it_was_stored(database: Database, home: Home) -> None:
    long = "𝄞" * limits.VERSION_SOURCE_LENGTH
    row_id = database.write_now(
        add_version, *home, "1.0.0-rc.1+b", description="ü", source=long, run_link="x", logged_model_id="m-1", now=9
    )
    database.write_now(registry_tags.put, Tagged.VERSION, row_id, {"k": "v"})
    database.write_now(model_rows.set_alias, home.model.id, "champion", row_id)
    expected = ModelVersion(
        id=row_id,
        iid=1,
        model_id=home.model.id,
        name="churn",
        is_prompt=False,
        number=1,
        semantic_version="1.0.0-rc.1+b",
        stage=Stage.NONE,
        description="ü",
        source=long,
        run_link="x",
        run_id="",
        logged_model_id="m-1",
        files_sha256=database.read_now(rows.by_rows, [row_id])[0].files_sha256,
        user="",
        created_at=9,
        updated_at=9,
        tags=(Tag("k", "v"),),
        aliases=("champion",),
    )
    finds: list[tuple[Callable[..., ModelVersion | None], int, object]] = [
        (rows.by_number, home.model.id, 1),
        (rows.by_semantic, home.model.id, "1.0.0-rc.1+b"),
        (rows.by_alias, home.model.id, "champion"),
        (rows.by_iid, home.project_id, 1),
    ]
    for find, whose, name in finds:
        assert database.read_now(find, whose, name) == expected
    assert database.read_now(rows.by_row, row_id) == expected


def test_nothing_is_found_by_other_names_or_in_another_model(database: Database, home: Home) -> None:
    other = database.write_now(_home, "other/project")
    row_id = database.write_now(add_version, *home, "1.0.0")
    database.write_now(model_rows.set_alias, home.model.id, "a", row_id)
    for model_id in (other.model.id, 999):
        assert database.read_now(rows.by_number, model_id, 1) is None
        assert database.read_now(rows.by_semantic, model_id, "1.0.0") is None
        assert database.read_now(rows.by_alias, model_id, "a") is None
        assert database.read_now(rows.highest, model_id) is None
        assert database.read_now(rows.highest_semantic, model_id) is None
    assert database.read_now(rows.by_iid, other.project_id, 1) is None
    for number in (0, 2, -1, limits.INT64_MAX):
        assert database.read_now(rows.by_number, home.model.id, number) is None
    for text in ("1.0.0+b", "1.0", "A"):
        assert database.read_now(rows.by_semantic, home.model.id, text) is None
        assert database.read_now(rows.by_alias, home.model.id, text) is None


def test_a_semantic_version_is_taken_once_among_those_not_in_the_trash(database: Database, home: Home) -> None:
    first = database.write_now(add_version, *home, "1.0.0")
    assert database.write_now(try_version, *home, "1.0.0") is None
    assert database.write_now(try_version, *home, "1.0.0+build") is not None
    other = database.write_now(add_model, home.project_id, "other")
    assert database.write_now(try_version, home.project_id, other, "1.0.0") is not None
    database.write_now(rows.set_deleted, first, 5, 5)
    assert database.write_now(try_version, *home, "1.0.0") is not None


CORES = st.sampled_from(["0.0.1", "1.0.0", "1.2.0", "1.2.3", "1.10.0", "2.0.0", "10.0.0"])
ENDS = st.sampled_from(["", "", "-a", "-a.1", "-1", "-2", "-10", "-a.10", "-rc.9", "-rc.10"])


@on_database
@given(st.lists(st.builds("".join, st.tuples(CORES, ENDS)), min_size=1, max_size=8, unique=True))
def test_the_highest_is_the_highest_release_or_else_the_highest_of_all(database: Database, texts: list[str]) -> None:
    def example(tx: Transaction) -> None:
        row = tx.one("SELECT project_id FROM registered_models")
        project_id = row[0] if row else _home(tx).project_id
        name = ",".join(texts)
        held = model_rows.by_name(tx, project_id, name)
        if held is not None:
            return
        model = add_model(tx, project_id, name)
        for text in texts:
            add_version(tx, project_id, model, text)
        parsed = sorted(map(semver.Version.parse, texts))
        assert rows.highest_semantic(tx, model.id) == str(parsed[-1])
        for within in (None, Range.parse("1"), Range.parse("1.2"), Range.parse("1.1"), Range.parse("0")):
            numbers = [] if within is None else [int(part) for part in within.text.split(".")]
            inside = [each for each in parsed if [*each.to_tuple()][: len(numbers)] == numbers]
            releases = [each for each in inside if each.prerelease is None]
            found = rows.highest(tx, model.id, within)
            assert (found and found.semantic_version) == (str((releases or inside)[-1]) if inside else None)

    database.write_now(example)


def test_of_equal_precedence_the_newest_is_the_highest(database: Database, home: Home) -> None:
    for text in ("1.0.0+c", "1.0.0+a", "1.0.0+b"):
        database.write_now(add_version, *home, text)
    found = database.read_now(rows.highest, home.model.id)
    assert found is not None
    assert found.semantic_version == "1.0.0+b"


def test_the_highest_of_a_stage(database: Database, home: Home) -> None:
    made = [database.write_now(add_version, *home, text) for text in ("1.0.0", "1.2.0", "1.1.0")]
    for row_id in (made[0], made[2]):
        database.write_now(set_stage, row_id, Stage.STAGING)
    found = database.read_now(rows.highest, home.model.id, stage=Stage.STAGING)
    assert found is not None
    assert (found.semantic_version, found.stage) == ("1.1.0", Stage.STAGING)
    assert database.read_now(rows.highest, home.model.id, stage=Stage.ARCHIVED) is None


def test_archiving_moves_those_of_a_stage_but_one(database: Database, home: Home) -> None:
    made = [database.write_now(add_version, *home, f"1.0.{number}") for number in range(4)]
    for row_id in made[:3]:
        database.write_now(set_stage, row_id, Stage.STAGING)
    database.write_now(rows.archive, home.model.id, Stage.STAGING, 8, but=made[1])
    found = database.read_now(rows.by_rows, made)
    assert [(each.stage.label, each.updated_at) for each in found] == [
        ("Archived", 8),
        ("Staging", 1),
        ("Archived", 8),
        ("None", 1),
    ]


def test_the_trash_hides_a_version_and_takes_its_aliases(database: Database, home: Home) -> None:
    row_id = database.write_now(add_version, *home, "1.0.0")
    database.write_now(model_rows.set_alias, home.model.id, "a", row_id)
    database.write_now(rows.set_deleted, row_id, 5, 5)
    assert database.read_now(rows.by_number, home.model.id, 1) is None
    assert database.read_now(rows.by_iid, home.project_id, 1) is None
    assert database.read_now(rows.highest, home.model.id) is None
    assert database.read_now(rows.highest_semantic, home.model.id) is None
    found = database.read_now(rows.deleted_by_number, home.model.id, 1)
    assert found is not None
    assert (found.id, found.deleted_at) == (row_id, 5)
    database.write_now(rows.set_deleted, row_id, None, 6)
    back = database.read_now(rows.by_number, home.model.id, 1)
    assert back is not None
    assert (back.aliases, back.updated_at) == ((), 6)
    assert database.read_now(rows.deleted_by_number, home.model.id, 1) is None


def test_a_version_goes_with_its_model_and_is_not_in_the_trash_by_itself(database: Database, home: Home) -> None:
    database.write_now(add_version, *home, "1.0.0")
    database.write_now(model_rows.set_deleted, home.model.id, 5, 5)
    assert database.read_now(rows.by_iid, home.project_id, 1) is None
    assert database.read_now(rows.deleted_by_number, home.model.id, 1) is None


def test_a_logged_model_knows_its_versions(database: Database, home: Home) -> None:
    other = database.write_now(add_model, home.project_id, "a")
    database.write_now(add_version, home.project_id, other, "1.0.0", logged_model_id="m-1")
    for semantic, logged in (("1.0.0", "m-1"), ("1.0.1", None), ("1.0.2", "m-1")):
        database.write_now(add_version, *home, semantic, logged_model_id=logged)
    gone = database.write_now(add_version, *home, "9.0.0", logged_model_id="m-1")
    database.write_now(rows.set_deleted, gone, 5, 5)
    expected = [Registration("a", 1), Registration("churn", 1), Registration("churn", 3)]
    assert database.read_now(rows.of_logged_models, ["m-1", "m-2"]) == {"m-1": expected}
