"""store.users, on each engine."""

from modelstead.domain.user import User, UserKind
from modelstead.store import users
from modelstead.store.database import Database


def add(database: Database, username: str, email: str | None = None, *, is_admin: bool = False) -> User | None:
    return database.write_now(
        users.insert, username=username, name="Ada L.", email=email, kind=UserKind.HUMAN, is_admin=is_admin, now=7
    )


def test_a_user_is_found_as_they_were_stored(database: Database) -> None:
    ada = add(database, "ada", "ada@example.com", is_admin=True)
    assert ada is not None
    assert ada == User(ada.id, "ada", "Ada L.", "ada@example.com", UserKind.HUMAN, True, True, 7)  # noqa: FBT003 - a row
    assert database.read_now(users.by_id, ada.id) == ada
    assert database.read_now(users.by_username, "ada") == ada
    assert database.read_now(users.every) == [ada]


def test_a_taken_name_or_address_is_not_stored(database: Database) -> None:
    assert add(database, "ada", "ada@example.com") is not None
    assert add(database, "ada") is None
    assert add(database, "eve", "ada@example.com") is None
    assert add(database, "bot") is not None
    assert add(database, "other") is not None  # without an address there is nothing to be taken
    assert [user.username for user in database.read_now(users.every)] == ["ada", "bot", "other"]


def test_a_stranger_is_not_found(database: Database) -> None:
    assert database.read_now(users.by_id, 1) is None
    assert database.read_now(users.by_username, "ada") is None


def test_a_password_hash_is_kept_and_never_part_of_a_user(database: Database) -> None:
    ada = add(database, "ada")
    assert ada is not None
    database.write_now(users.set_password_hash, ada.id, "$argon2id$…")
    assert "argon2" not in repr(database.read_now(users.by_id, ada.id))
