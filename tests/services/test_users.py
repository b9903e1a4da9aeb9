"""services.users: people, passwords, set-up links; on each engine."""

import argon2
import pytest

from modelstead import clock, ids
from modelstead.domain.project import Visibility
from modelstead.domain.user import UserKind
from modelstead.errors import AlreadyExists, InvalidParameter, NotFound
from modelstead.services import access, groups, operating, projects, users
from modelstead.services.users import Change
from modelstead.store import one_time_links
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from tests.store import facts

DIGEST = ids.digest(b"key", "secret")
PASSWORD = "correct horse battery"


def test_a_person_is_found_by_name(database: Database) -> None:
    ada = database.write_now(users.create, "ada", email="ada@example.com", is_admin=True)
    assert (ada.kind, ada.name, ada.is_admin, ada.is_active) == (UserKind.HUMAN, "ada", True, True)
    assert database.read_now(users.get, "ada") == ada
    assert database.read_now(users.every) == [ada]
    with pytest.raises(NotFound, match=r"^There is no user 'eve'\.$"):
        database.read_now(users.get, "eve")


def test_a_taken_name_or_address_is_refused(database: Database) -> None:
    database.write_now(users.create, "ada", email="ada@example.com")
    with pytest.raises(AlreadyExists, match=r"^The username 'ada' or the email address is taken\.$"):
        database.write_now(users.create, "ada")
    with pytest.raises(AlreadyExists):
        database.write_now(users.create, "eve", email="ada@example.com")
    assert len(database.read_now(users.every)) == 1


def test_the_name_of_a_group_at_the_top_is_refused(database: Database) -> None:
    database.write_now(projects.create, "Vision/cats", Visibility.PRIVATE)
    for taken in ("Vision", "vision"):
        with pytest.raises(AlreadyExists, match="is taken"):
            database.write_now(users.create, taken)
    ada = database.write_now(users.create, "ada")
    with pytest.raises(AlreadyExists, match="is taken"):
        database.write_now(users.update, ada, Change(username="VISION"))
    assert database.read_now(users.every) == [ada]
    database.write_now(users.create, "cats")


def test_the_name_of_a_group_in_the_trash_is_free(database: Database) -> None:
    def deleted(tx: Transaction) -> None:
        projects.create(tx, "vision/cats", Visibility.PRIVATE)
        groups.delete(tx, operating.in_group(tx, "vision"))

    database.write_now(deleted)
    assert database.write_now(users.create, "vision").username == "vision"


def test_a_person_may_have_a_group_of_their_own_name(database: Database) -> None:
    ada = database.write_now(users.create, "ada")
    project = database.write_now(projects.create, "ada/first", Visibility.PRIVATE, owner=ada)
    assert project.path == "ada/first"
    assert database.write_now(users.update, ada, Change(name="Ada L.")).name == "Ada L."


def test_bad_names_addresses_and_passwords_are_refused(database: Database) -> None:
    with pytest.raises(InvalidParameter, match="username"):
        database.write_now(users.create, "a b")
    with pytest.raises(InvalidParameter, match="is not an email address"):
        database.write_now(users.create, "ada", email="ada")
    with pytest.raises(InvalidParameter, match="A password has 12 to 1024 characters"):
        database.write_now(users.create, "ada", password="short")
    assert database.read_now(users.every) == []


def test_a_password_is_stored_as_its_argon2id_hash(database: Database) -> None:
    database.write_now(users.create, "ada", password=PASSWORD)
    database.write_now(users.create, "eve")
    (stored,), (absent,) = database.read_now(facts.rows, "SELECT password_hash FROM users ORDER BY username")
    assert absent is None
    assert argon2.PasswordHasher().verify(stored, PASSWORD)
    found = argon2.extract_parameters(stored)
    assert (found.type, found.memory_cost, found.time_cost, found.parallelism) == (argon2.Type.ID, 19 * 1024, 2, 1)


def test_a_hash_is_salted_and_of_this_password_alone() -> None:
    hashed = users.hash_password(PASSWORD)
    assert hashed != users.hash_password(PASSWORD)
    with pytest.raises(argon2.exceptions.VerifyMismatchError):
        argon2.PasswordHasher().verify(hashed, PASSWORD + "!")


def linked(tx: Transaction) -> int:
    """Create a person with a set-up link that works before the millisecond 1,000."""
    ada = users.create(tx, "ada")
    one_time_links.insert(tx, digest=DIGEST, purpose=users.SETUP, user_id=ada.id, expires_at=1_000, now=0)
    return ada.id


def test_a_set_up_link_sets_the_password_once(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[None] = []
    database.subscribe(access.TOPIC, lambda: heard.append(None))
    ada = database.write_now(linked)
    monkeypatch.setattr(clock, "now_ms", lambda: 999)
    found = database.read_now(users.of_setup_link, DIGEST)
    assert found is not None
    assert found.id == ada
    assert database.write_now(users.set_up, DIGEST, "hash") == found
    assert len(heard) == 1
    assert database.read_now(facts.rows, "SELECT password_hash FROM users") == [("hash",)]
    assert database.read_now(users.of_setup_link, DIGEST) is None
    with pytest.raises(NotFound, match="was used already, or is more than a day old"):
        database.write_now(users.set_up, DIGEST, "another hash")
    assert database.read_now(facts.rows, "SELECT password_hash FROM users") == [("hash",)]


def test_a_set_up_link_expires(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    database.write_now(linked)
    monkeypatch.setattr(clock, "now_ms", lambda: 1_000)
    assert database.read_now(users.of_setup_link, DIGEST) is None
    with pytest.raises(NotFound):
        database.write_now(users.set_up, DIGEST, "hash")
    assert database.read_now(facts.rows, "SELECT password_hash FROM users") == [(None,)]


def test_another_secret_opens_nothing(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    database.write_now(linked)
    monkeypatch.setattr(clock, "now_ms", lambda: 1)
    assert database.read_now(users.of_setup_link, ids.digest(b"key", "guess")) is None
    assert database.read_now(users.of_setup_link, ids.digest(b"guess", "secret")) is None
