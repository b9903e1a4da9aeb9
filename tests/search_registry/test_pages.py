"""Pages of a search of the registry: a token goes on behind the last one found, in its own search alone."""

import pytest

from modelstead.errors import InvalidParameter
from modelstead.services import registry_search
from modelstead.store.transaction import Transaction
from tests.search_registry.cases import Case, by
from tests.search_registry.loading import Loaded
from tests.search_registry.searching import SEARCHES

BY_NAME = by("by name", "name")


@pytest.mark.parametrize("kind", SEARCHES)
@pytest.mark.parametrize(
    "other",
    [by("another order", "name DESC"), by("another filter", "name", among="name != 'x'")],
    ids=lambda each: each.id,
)
def test_the_token_of_another_search_is_refused(loaded: Loaded, kind: str, other: Case) -> None:
    def search(tx: Transaction) -> None:
        token = SEARCHES[kind](tx, loaded.access, BY_NAME, 1).token
        with pytest.raises(InvalidParameter, match="another query"):
            SEARCHES[kind](tx, loaded.access, other, 1, token)

    loaded.database.read_now(search)


def test_the_token_of_models_is_none_of_versions(loaded: Loaded) -> None:
    def search(tx: Transaction) -> None:
        token = SEARCHES["models"](tx, loaded.access, BY_NAME, 1).token
        with pytest.raises(InvalidParameter, match="another query"):
            SEARCHES["versions"](tx, loaded.access, BY_NAME, 1, token)

    loaded.database.read_now(search)


@pytest.mark.parametrize("kind", SEARCHES)
def test_a_text_that_is_no_token_is_refused(loaded: Loaded, kind: str) -> None:
    with pytest.raises(InvalidParameter, match="Invalid page token"):
        loaded.database.read_now(SEARCHES[kind], loaded.access, BY_NAME, 1, "eyJvZmZzZXQiOiAxfQ==")


def test_a_page_stays_where_it_was_while_models_before_it_go(loaded: Loaded) -> None:
    def search(tx: Transaction) -> list[str]:
        names, token = SEARCHES["models"](tx, loaded.access, BY_NAME, 3)
        marks = (loaded.access.project.id, names[0])
        tx.execute("UPDATE registered_models SET deleted_at = 1 WHERE project_id = ? AND name = ?", marks)
        found = SEARCHES["models"](tx, loaded.access, BY_NAME, 2, token).names
        tx.execute("UPDATE registered_models SET deleted_at = NULL WHERE project_id = ? AND name = ?", marks)
        return found

    assert loaded.database.write_now(search) == ["axb", "bärchen"]


def test_what_is_found_comes_with_what_belongs_to_it(loaded: Loaded) -> None:
    def search(tx: Transaction) -> None:
        (model,), _ = registry_search.search_models(tx, loaded.access, filter_text="name = 'tree'")
        assert {tag.key: tag.value for tag in model.tags} == {"team": "vision", "tier": "gold"}
        (version,), _ = registry_search.search_versions(
            tx, loaded.access, filter_text="name = 'tree' AND version_number = 3"
        )
        assert {tag.key: tag.value for tag in version.tags} == {"mood": "bad", "size": "10"}
        assert (version.name, version.number, version.semantic_version) == ("tree", 3, "1.9.0")

    loaded.database.read_now(search)
