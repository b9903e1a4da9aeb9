"""services.access_tokens: tokens of people and of projects; on each engine."""

import datetime

import pytest

from modelstead import clock, ids
from modelstead.domain.permission import Scope
from modelstead.domain.project import Visibility
from modelstead.domain.role import Role
from modelstead.errors import InvalidParameter, NotFound
from modelstead.services import access, access_tokens, projects, users
from modelstead.services.access_tokens import Secrets
from modelstead.store import members
from modelstead.store import users as user_rows
from modelstead.store.database import Database
from tests.factories import API, MADE_WITH
from tests.store import facts

# 2027-03-01, a minute before midnight UTC.
LATE = int(datetime.datetime(2027, 3, 1, 23, 59, tzinfo=datetime.UTC).timestamp() * 1000)


def midnight(date: str) -> int:
    return int(datetime.datetime.fromisoformat(f"{date}T00:00:00+00:00").timestamp() * 1000)


@pytest.fixture(autouse=True)
def _late(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now_ms", lambda: LATE)


def test_only_a_digest_of_the_secret_is_stored(database: Database) -> None:
    ada = database.write_now(users.create, "ada")
    token = database.write_now(access_tokens.create, MADE_WITH, ada, name="laptop", scopes=API)
    assert ids.is_access_token(token.secret)
    ((digest,),) = database.read_now(facts.rows, "SELECT digest FROM access_tokens")
    assert bytes(digest) == ids.digest(MADE_WITH.key, token.secret)
    assert token.secret not in repr(database.read_now(facts.rows, "SELECT * FROM access_tokens"))


def test_a_token_ends_at_midnight_utc_in_a_year_or_when_asked(database: Database) -> None:
    ada = database.write_now(users.create, "ada")

    def ends(expires: str | None) -> int:
        return database.write_now(
            access_tokens.create, MADE_WITH, ada, name="n", scopes=API, expires=expires
        ).expires_at

    assert ends(None) == midnight("2028-02-29")
    assert ends("2027-03-02") == midnight("2027-03-02")
    with pytest.raises(InvalidParameter, match="2027-03-01 is outside"):
        ends("2027-03-01")
    assert [each.expires_at for each in database.read_now(access_tokens.every)] == [
        midnight("2028-02-29"),
        midnight("2027-03-02"),
    ]


def test_a_prefix_of_ones_own_is_used(database: Database) -> None:
    ada = database.write_now(users.create, "ada")
    token = database.write_now(access_tokens.create, Secrets(b"k" * 32, "acme-"), ada, name="n", scopes=API)
    assert ids.is_access_token(token.secret, "acme-")


def test_a_name_at_the_limit_is_accepted_and_one_longer_is_not(database: Database) -> None:
    ada = database.write_now(users.create, "ada")
    database.write_now(access_tokens.create, MADE_WITH, ada, name="n" * 255, scopes=API)
    with pytest.raises(InvalidParameter, match="'name' exceeds the maximum length of 255 characters; it has 256"):
        database.write_now(access_tokens.create, MADE_WITH, ada, name="n" * 256, scopes=API)


def test_a_projects_token_is_a_bot_with_a_role_there(database: Database) -> None:
    project = database.write_now(projects.create, "team/churn", Visibility.PRIVATE)
    other = database.write_now(projects.create, "team/other", Visibility.PRIVATE)
    both = frozenset({Scope.API, Scope.READ_API})
    token = database.write_now(
        access_tokens.create_for_project, MADE_WITH, project, Role.REPORTER, name="ci", scopes=both
    )
    actor, _ = database.read_now(access.identify, ids.digest(MADE_WITH.key, token.secret), LATE)
    assert actor.user_id is not None
    assert actor.scopes == both
    bot = database.read_now(user_rows.by_id, actor.user_id)
    assert bot is not None
    assert (bot.kind.value, bot.name, bot.is_admin, bot.email) == ("project_bot", "ci", False, None)
    assert bot.username.startswith(f"project_{project.id}_bot_")
    assert database.read_now(members.role, project.id, bot.id, LATE) is Role.REPORTER
    assert database.read_now(members.role, other.id, bot.id, LATE) is None


def test_a_revoked_token_stays_revoked_and_the_change_is_announced(database: Database) -> None:
    heard: list[None] = []
    ada = database.write_now(users.create, "ada")
    token = database.write_now(access_tokens.create, MADE_WITH, ada, name="n", scopes=API)
    database.subscribe(access.TOPIC, lambda: heard.append(None))
    for count in (1, 2):
        revoked = database.write_now(access_tokens.revoke, token.id)
        assert (revoked.id, revoked.revoked_at) == (token.id, LATE)
        assert len(heard) == count
    with pytest.raises(NotFound, match=r"^There is no access token 999\.$"):
        database.write_now(access_tokens.revoke, 999)
