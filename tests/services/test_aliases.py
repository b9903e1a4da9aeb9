"""Aliases: set, moved, deleted, followed."""

import pytest

from modelstead.domain.actor import Access
from modelstead.domain.registered_model import Alias
from modelstead.errors import InvalidParameter, NotFound
from modelstead.services import aliases, model_versions, registered_models
from modelstead.store.database import Database
from tests.registering import NAME, model, versions


def held(database: Database, access: Access) -> tuple[Alias, ...]:
    return database.read_now(registered_models.get, access, NAME).aliases


def test_an_alias_leads_to_a_version_and_moves(database: Database, access: Access) -> None:
    database.write_now(versions, access, "", "", "")
    for version, expected in (("1", 1), ("1.0.1", 2), ("latest", 3), ("champion", 3), ("1", 1)):
        database.write_now(aliases.put, access, NAME, "champion", version)
        assert database.read_now(aliases.follow, access, NAME, "champion").number == expected
        assert held(database, access) == (Alias("champion", expected),)


def test_a_version_has_several_aliases_and_a_model_many(database: Database, access: Access) -> None:
    database.write_now(versions, access, "", "")
    for alias, version in (("b", "1"), ("a", "1"), ("B", "2"), ("冠軍", "2")):
        database.write_now(aliases.put, access, NAME, alias, version)
    assert held(database, access) == (Alias("B", 2), Alias("a", 1), Alias("b", 1), Alias("冠軍", 2))
    assert database.read_now(model_versions.get, access, NAME, "1").aliases == ("a", "b")


def test_an_alias_is_of_one_model(database: Database, access: Access, elsewhere: Access) -> None:
    database.write_now(versions, access, "")
    database.write_now(versions, access, "", name="other")
    database.write_now(versions, elsewhere, "")
    database.write_now(aliases.put, access, NAME, "a", "1")
    for whose, name in ((access, "other"), (elsewhere, NAME)):
        with pytest.raises(InvalidParameter, match=r"^Registered model alias a not found"):
            database.read_now(aliases.follow, whose, name, "a")


def test_deleting_takes_the_alias_and_leaves_the_version(database: Database, access: Access) -> None:
    database.write_now(versions, access, "")
    database.write_now(aliases.put, access, NAME, "a", "1")
    for _ in range(2):
        database.write_now(aliases.delete, access, NAME, "a")
        assert held(database, access) == ()
    assert database.read_now(model_versions.get, access, NAME, "1").aliases == ()


@pytest.mark.parametrize("alias", ["latest", "Latest", "v1", "1", "1.2", "1.0.0", "a b", "", "x" * 256])
def test_a_reserved_or_illegal_alias_is_not_set(database: Database, access: Access, alias: str) -> None:
    database.write_now(versions, access, "")
    with pytest.raises(InvalidParameter, match="alias"):
        database.write_now(aliases.put, access, NAME, alias, "1")
    assert held(database, access) == ()


def test_deleting_what_can_be_no_alias_is_fine(database: Database, access: Access) -> None:
    database.write_now(versions, access, "")
    for alias in ("latest", "1.0.0", "a b", "x" * 9_999):
        database.write_now(aliases.delete, access, NAME, alias)
    assert database.read_now(model_versions.get, access, NAME, "latest").number == 1


def test_an_alias_of_a_version_that_is_not_there_is_not_set(database: Database, access: Access) -> None:
    database.write_now(versions, access, "", "")
    database.write_now(model_versions.delete, access, NAME, "2")
    for version in ("2", "3", "1.0.1", "nobody"):
        with pytest.raises(NotFound, match=rf"version={version}\) not found"):
            database.write_now(aliases.put, access, NAME, "a", version)
    assert held(database, access) == ()


def test_a_model_that_is_not_there_has_no_aliases(database: Database, access: Access, elsewhere: Access) -> None:
    database.write_now(model, elsewhere)
    for work, more in ((aliases.put, ("1",)), (aliases.delete, ()), (aliases.follow, ())):
        with pytest.raises(NotFound, match="Registered Model with name=churn not found"):
            database.write_now(work, access, NAME, "a", *more)
