"""store.users: lists, changes and deletion; on each engine."""

import msgspec
import pytest

from modelstead.domain.user import User, UserState
from modelstead.store import users
from modelstead.store.database import Database
from modelstead.store.users import Order, Wanted
from tests.store import facts
from tests.store.test_users import add


@pytest.fixture
def ada(database: Database) -> User:
    """Store ada, an administrator; Bob, blocked; and cyd, deactivated."""
    ada = add(database, "ada", "ada@example.com", is_admin=True)
    bob, cyd = add(database, "Bob", "b@example.org"), add(database, "c_d")
    assert ada
    assert bob
    assert cyd
    database.write_now(users.update, msgspec.structs.replace(bob, is_active=False, name="Robert"))
    database.write_now(users.update, msgspec.structs.replace(cyd, is_active=False, deactivated_at=9))
    return ada


def names(database: Database, **fields: object) -> list[str]:
    found, total = database.read_now(users.page, Wanted(**{"descending": False, **fields}))  # type: ignore[arg-type]
    assert total == len(found)
    return [user.username for user in found]


@pytest.mark.usefixtures("ada")
def test_users_are_listed_by_what_is_asked_for(database: Database) -> None:
    assert names(database) == ["ada", "Bob", "c_d"]
    assert names(database, descending=True) == ["c_d", "Bob", "ada"]
    assert names(database, username="bob") == ["Bob"]
    assert names(database, username="bo") == []
    assert names(database, search="OBER") == ["Bob"]
    assert names(database, search="_") == ["c_d"]
    assert names(database, search="example") == []
    assert names(database, search="example", with_emails=True) == ["ada", "Bob"]
    assert names(database, state=UserState.ACTIVE) == ["ada"]
    assert names(database, state=UserState.BLOCKED) == ["Bob"]
    assert names(database, state=UserState.DEACTIVATED) == ["c_d"]
    assert names(database, is_human=True) == ["ada", "Bob", "c_d"]
    assert names(database, is_human=False) == []
    assert names(database, is_admin=True) == ["ada"]
    assert names(database, order=Order.USERNAME) == ["Bob", "ada", "c_d"]
    assert names(database, order=Order.NAME, descending=True) == ["Bob", "c_d", "ada"]


@pytest.mark.usefixtures("ada")
def test_a_page_knows_how_many_there_are(database: Database) -> None:
    found, total = database.read_now(users.page, Wanted(limit=1, offset=1))
    assert ([user.username for user in found], total) == (["Bob"], 3)


def test_a_name_that_differs_by_case_is_like_another(database: Database, ada: User) -> None:
    assert database.read_now(users.is_like_another, "ADA")
    assert not database.read_now(users.is_like_another, "ADA", ada.id)
    assert not database.read_now(users.is_like_another, "adam")


def test_a_deleted_user_frees_name_and_address_and_keeps_the_row(database: Database, ada: User) -> None:
    database.write_now(users.set_password_hash, ada.id, "hash")
    database.write_now(users.delete, ada, 70)
    row = (f"deleted user {ada.id}", "Deleted user", None, None, 0, 0, 70)
    columns = "username, name, email, password_hash, is_admin, is_active, deleted_at"
    assert row in database.read_now(facts.rows, f"SELECT {columns} FROM users")
    assert database.read_now(users.by_id, ada.id) is None
    assert names(database) == ["Bob", "c_d"]
    again = add(database, "ada", "ada@example.com")
    assert again is not None
    assert again.id != ada.id


def test_administrators_are_those_who_can_act(database: Database, ada: User) -> None:
    other = add(database, "other", is_admin=True)
    assert other is not None
    assert database.read_now(users.administrators) == [ada.id, other.id]
    database.write_now(users.update, msgspec.structs.replace(ada, is_active=False))
    assert database.read_now(users.administrators) == [other.id]
    database.write_now(users.delete, other, 70)
    assert database.read_now(users.administrators) == []
