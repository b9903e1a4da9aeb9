"""services.access_tokens: rotation, and the families that it makes; on each engine."""

import datetime

import pytest

from modelstead import clock, ids
from modelstead.domain.project import Visibility
from modelstead.domain.role import Role
from modelstead.domain.user import User
from modelstead.errors import InvalidParameter, InvalidState, NotFound, Unauthenticated
from modelstead.services import access, access_tokens, projects, users
from modelstead.services.access import RotatedTokenUsed
from modelstead.services.access_tokens import NewToken
from modelstead.store import members
from modelstead.store.database import Database
from tests.factories import API, MADE_WITH
from tests.store import facts

NOON = int(datetime.datetime(2027, 3, 1, 12, tzinfo=datetime.UTC).timestamp() * 1000)


@pytest.fixture(autouse=True)
def _noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now_ms", lambda: NOON)


@pytest.fixture
def ada(database: Database) -> User:
    return database.write_now(users.create, "ada")


def new(database: Database, user: User) -> NewToken:
    return database.write_now(access_tokens.create, MADE_WITH, user, name="laptop", scopes=API, description="for work")


def rotated(database: Database, token: NewToken, expires: str | None = None) -> NewToken:
    return database.write_now(access_tokens.rotate, MADE_WITH, token.id, expires=expires)


def identify(database: Database, token: NewToken, at: int = NOON) -> int | None:
    return database.read_now(access.identify, ids.digest(MADE_WITH.key, token.secret), at)[0].token_id


def audited(database: Database) -> list[tuple[str, str]]:
    rows = database.read_now(facts.rows, "SELECT action, subject FROM audit_events ORDER BY id")
    return [(row[0], row[1]) for row in rows if row[0].startswith("access_token.")]


def test_rotation_gives_another_token_and_ends_the_old_one(database: Database, ada: User) -> None:
    old = new(database, ada)
    token = rotated(database, old)
    assert token.secret != old.secret
    assert identify(database, token) == token.id
    with pytest.raises(RotatedTokenUsed) as caught:
        identify(database, old)
    assert caught.value.token_id == old.id
    found = database.read_now(access_tokens.get, token.id)
    assert (found.user_id, found.name, found.description, found.scopes) == (ada.id, "laptop", "for work", API)
    assert found.family_id == old.id
    before = database.read_now(access_tokens.get, old.id)
    assert (before.family_id, before.revoked_at, before.rotated_at) == (old.id, NOON, NOON)


def test_a_rotated_token_is_good_for_a_week_or_until_asked(database: Database, ada: User) -> None:
    token = rotated(database, new(database, ada))
    assert token.expires_at == int(datetime.datetime(2027, 3, 8, tzinfo=datetime.UTC).timestamp() * 1000)
    later = rotated(database, token, "2027-05-01")
    assert later.expires_at == int(datetime.datetime(2027, 5, 1, tzinfo=datetime.UTC).timestamp() * 1000)
    with pytest.raises(InvalidParameter, match="A token expires between tomorrow and 2028-02-29"):
        rotated(database, later, "2028-03-01")
    assert identify(database, later) == later.id


def test_what_is_no_good_cannot_be_rotated(database: Database, ada: User, monkeypatch: pytest.MonkeyPatch) -> None:
    old = new(database, ada)
    token = rotated(database, old)
    with pytest.raises(InvalidState, match="is revoked or expired, so it cannot be rotated"):
        rotated(database, old)
    monkeypatch.setattr(clock, "now_ms", lambda: token.expires_at)
    with pytest.raises(InvalidState):
        rotated(database, token)
    with pytest.raises(NotFound, match=r"^There is no access token 999\.$"):
        database.write_now(access_tokens.rotate, MADE_WITH, 999)


def test_use_of_a_rotated_token_ends_what_is_left_of_its_family(database: Database, ada: User) -> None:
    first, other = new(database, ada), new(database, ada)
    second = rotated(database, first)
    third = rotated(database, second)
    heard: list[None] = []
    database.subscribe(access.TOPIC, lambda: heard.append(None))
    assert database.write_now(access_tokens.revoke_family, first.id)
    assert len(heard) == 1
    with pytest.raises(Unauthenticated) as caught:
        identify(database, third)
    assert not isinstance(caught.value, RotatedTokenUsed)
    assert identify(database, other) == other.id
    assert not database.write_now(access_tokens.revoke_family, second.id)
    assert len(heard) == 1
    assert audited(database)[-1] == ("access_token.revoke_family", "laptop")
    assert [action for action, _ in audited(database)].count("access_token.revoke_family") == 1


def test_a_token_that_was_never_rotated_has_no_family_to_end(database: Database, ada: User) -> None:
    token = new(database, ada)
    assert not database.write_now(access_tokens.revoke_family, token.id)
    assert identify(database, token) == token.id


def test_each_step_of_a_tokens_life_is_audited_without_its_secret(database: Database, ada: User) -> None:
    token = new(database, ada)
    token = rotated(database, token)
    for _ in range(2):
        database.write_now(access_tokens.revoke, token.id)
    steps = ["access_token.create", "access_token.rotate", "access_token.revoke"]
    assert audited(database) == [(step, "laptop") for step in steps]
    assert token.secret not in repr(database.read_now(facts.rows, "SELECT * FROM audit_events"))


def test_a_bot_stays_a_member_while_it_has_a_token(database: Database) -> None:
    project = database.write_now(projects.create, "team/churn", Visibility.PRIVATE)
    made = database.write_now(
        access_tokens.create_for_project, MADE_WITH, project, Role.REPORTER, name="ci", scopes=API
    )
    made = rotated(database, made)
    bot = database.read_now(access_tokens.get, made.id).user_id
    assert database.read_now(members.role, project.id, bot, NOON) is Role.REPORTER
    database.write_now(access_tokens.revoke, made.id)
    assert database.read_now(members.role, project.id, bot, NOON) is None
    token = database.read_now(access_tokens.get, made.id)
    assert (token.project_id, token.role) == (project.id, None)
    assert token.username.startswith(f"project_{project.id}_bot_")
    rows = database.read_now(facts.rows, "SELECT action, project_id FROM audit_events WHERE action LIKE 'access%'")
    assert {row[1] for row in rows} == {project.id}


def test_a_bot_whose_family_is_ended_is_a_member_no_more(database: Database) -> None:
    project = database.write_now(projects.create, "team/churn", Visibility.PRIVATE)
    made = database.write_now(
        access_tokens.create_for_project, MADE_WITH, project, Role.REPORTER, name="ci", scopes=API
    )
    rotated(database, made)
    database.write_now(access_tokens.revoke_family, made.id)
    assert database.read_now(facts.rows, "SELECT COUNT(*) FROM project_members") == [(0,)]
