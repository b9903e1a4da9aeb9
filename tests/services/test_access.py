"""services.access: who a credential stands for, and what they see; on each engine."""

import pytest

from modelstead.domain.actor import ANONYMOUS, Access, Actor
from modelstead.domain.permission import Scope
from modelstead.domain.project import Visibility
from modelstead.domain.role import Role
from modelstead.domain.user import User
from modelstead.errors import Unauthenticated
from modelstead.ids import digest
from modelstead.services import access, access_tokens, projects, users
from modelstead.services.access_tokens import NewToken
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from tests import factories
from tests.factories import MADE_WITH
from tests.store import facts

NOW = 10**12


def tokened(tx: Transaction) -> tuple[User, NewToken]:
    ada = users.create(tx, "ada")
    return ada, access_tokens.create(tx, MADE_WITH, ada, name="laptop", scopes=frozenset({Scope.READ_API}))


def test_no_credential_is_the_anonymous_actor(database: Database) -> None:
    assert database.read_now(access.identify, None, NOW) == (ANONYMOUS, None)


def test_a_token_stands_for_its_user_with_its_scopes(database: Database) -> None:
    ada, token = database.write_now(tokened)
    secret = digest(MADE_WITH.key, token.secret)
    wanted = Actor(ada.id, "ada", is_admin=False, scopes=frozenset({Scope.READ_API}), token_id=token.id)
    actor, last_used = database.read_now(access.identify, secret, NOW)
    assert (actor.user_id, actor.username, actor.is_admin) == (wanted.user_id, wanted.username, wanted.is_admin)
    assert (actor.scopes, actor.token_id, actor.expires_at) == (wanted.scopes, token.id, token.expires_at)
    assert last_used is None
    database.write_now(access.note_use, token.id, NOW)
    assert database.read_now(access.identify, secret, NOW)[1] == NOW


@pytest.mark.parametrize("reason", ["unknown", "expired", "revoked", "blocked", "made with another key"])
def test_whatever_is_wrong_is_refused_in_the_same_words(database: Database, reason: str) -> None:
    _, token = database.write_now(tokened)
    secret, now = digest(MADE_WITH.key, token.secret), NOW
    if reason == "unknown":
        secret = digest(MADE_WITH.key, "glpat-" + "0" * 36)
    elif reason == "expired":
        now = token.expires_at
    elif reason == "revoked":
        database.write_now(access_tokens.revoke, token.id)
    elif reason == "blocked":
        database.write_now(facts.run, "UPDATE users SET is_active = 0")
    else:
        secret = digest(b"another key", token.secret)
    with pytest.raises(Unauthenticated) as refusal:
        database.read_now(access.identify, secret, now)
    assert str(refusal.value) == (
        "The access token is not valid: it is unknown, expired or revoked. Create another one."
    )


def test_a_project_is_named_by_id_or_path(database: Database) -> None:
    project = database.write_now(projects.create, "team/churn", Visibility.PRIVATE)
    for reference in (str(project.id), "team/churn", f"000{project.id}"):
        assert database.read_now(access.find_project, reference) == project
    for reference in ("", "churn", "team/other", "Team/churn", "0", "-1", "²", "9" * 18, "9" * 19, "9" * 5_000):
        assert database.read_now(access.find_project, reference) is None


def test_who_sees_a_project_enters_with_their_role_and_others_do_not(database: Database) -> None:
    def settle(tx: Transaction) -> dict[str, Actor]:
        project = projects.create(tx, "team/churn", Visibility.PRIVATE)
        actors = {name: users.create(tx, name, is_admin=name == "root") for name in ("ada", "eve", "root")}
        projects.set_member(tx, project, actors["ada"], Role.REPORTER)
        return {name: factories.actor(user) for name, user in actors.items()}

    actors = database.write_now(settle) | {"": ANONYMOUS}

    def roles(visibility: Visibility) -> dict[str, Access | None]:
        database.write_now(facts.run, "UPDATE projects SET visibility = ?", visibility.value)
        return {name: database.read_now(access.enter, actor, "team/churn", NOW) for name, actor in actors.items()}

    private, internal, public = (roles(visibility) for visibility in Visibility)
    assert {name: each.role for name, each in private.items() if each} == {"ada": Role.REPORTER, "root": None}
    assert {name for name, each in internal.items() if each} == {"ada", "eve", "root"}
    assert {name for name, each in public.items() if each} == {"ada", "eve", "root", ""}
    assert database.read_now(access.enter, actors["root"], "team/missing", NOW) is None
