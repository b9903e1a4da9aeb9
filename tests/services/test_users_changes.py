"""services.users: changes, blocks and deletion; on each engine."""

from collections.abc import Callable

import pytest

from modelstead import clock, ids
from modelstead.domain.actor import Actor, ServerAccess
from modelstead.domain.project import Visibility
from modelstead.domain.role import Role
from modelstead.domain.user import User, UserState
from modelstead.errors import AlreadyExists, InvalidParameter, InvalidState, PermissionDenied, Unauthenticated
from modelstead.services import access, access_tokens, projects, users
from modelstead.services.users import Change
from modelstead.store import members
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from tests import factories
from tests.factories import API, MADE_WITH
from tests.store import facts


@pytest.fixture
def ada(database: Database) -> User:
    return database.write_now(users.create, "ada", email="ada@example.com")


def change(database: Database, user: User, **fields: object) -> User:
    return database.write_now(users.update, user, Change(**fields))  # type: ignore[arg-type]


def set_state(database: Database, user: User, state: UserState, **more: object) -> User:
    return database.write_now(users.set_state, user, state, **more)  # type: ignore[arg-type]


def actions(database: Database) -> list[str]:
    return [row[0] for row in database.read_now(facts.rows, "SELECT action FROM audit_events ORDER BY id")]


def session(tx: Transaction, user: User) -> None:
    tx.execute(
        "INSERT INTO sessions (user_id, digest, address, user_agent, created_at, seen_at, expires_at) "
        "VALUES (?, ?, '', '', 1, 1, 2)",
        (user.id, b"s"),
    )


def sessions_left(database: Database) -> int:
    rows = database.read_now(facts.rows, "SELECT COUNT(*) FROM sessions WHERE revoked_at IS NULL")
    return int(rows[0][0])


def test_what_is_named_changes_and_the_rest_stays(database: Database, ada: User) -> None:
    assert change(database, ada) == ada
    changed = change(database, ada, username="ada-l", name="Ada L.")
    assert (changed.username, changed.name, changed.email) == ("ada-l", "Ada L.", "ada@example.com")
    assert database.read_now(users.find, ada.id) == changed
    assert actions(database) == ["user.create", "user.update"]


def test_a_change_to_what_is_taken_or_wrong_is_refused(database: Database, ada: User) -> None:
    database.write_now(users.create, "eve", email="eve@example.com")
    for fields in ({"username": "EVE"}, {"email": "eve@example.com"}):
        with pytest.raises(AlreadyExists, match="is taken"):
            change(database, ada, **fields)
    for fields in ({"username": "a b"}, {"email": "x"}, {"name": " "}, {"name": "n" * 256}):
        with pytest.raises(InvalidParameter):
            change(database, ada, **fields)
    assert database.read_now(users.find, ada.id) == ada
    assert change(database, ada, username="Ada").username == "Ada"


def test_a_name_that_differs_by_case_alone_is_taken(database: Database, ada: User) -> None:
    with pytest.raises(AlreadyExists):
        database.write_now(users.create, ada.username.upper())


def test_a_new_password_ends_sessions(database: Database, ada: User) -> None:
    database.write_now(session, ada)
    change(database, ada, password_hash="hash")
    assert sessions_left(database) == 0
    assert actions(database)[-1] == "user.set_password"


def test_a_blocked_user_is_refused_until_unblocked(database: Database, ada: User) -> None:
    token = database.write_now(access_tokens.create, MADE_WITH, ada, name="n", scopes=API)
    digest = ids.digest(MADE_WITH.key, token.secret)
    database.write_now(session, ada)
    heard: list[None] = []
    database.subscribe(access.TOPIC, lambda: heard.append(None))
    blocked = set_state(database, ada, UserState.BLOCKED)
    assert (blocked.state, len(heard), sessions_left(database)) == (UserState.BLOCKED, 1, 0)
    with pytest.raises(Unauthenticated):
        database.read_now(access.identify, digest, clock.now_ms())
    assert set_state(database, blocked, UserState.BLOCKED) == blocked
    assert set_state(database, blocked, UserState.ACTIVE, undoes=UserState.BLOCKED) == ada
    assert database.read_now(access.identify, digest, clock.now_ms())[0].user_id == ada.id
    assert actions(database)[-2:] == ["user.block", "user.unblock"]


def test_each_state_is_undone_by_its_own_word(database: Database, ada: User) -> None:
    blocked = set_state(database, ada, UserState.BLOCKED)
    with pytest.raises(PermissionDenied, match=r"^The user is blocked, not deactivated\.$"):
        set_state(database, blocked, UserState.ACTIVE, undoes=UserState.DEACTIVATED)
    with pytest.raises(PermissionDenied, match="Unblock them first"):
        set_state(database, blocked, UserState.DEACTIVATED)
    active = set_state(database, blocked, UserState.ACTIVE, undoes=UserState.BLOCKED)
    resting = set_state(database, active, UserState.DEACTIVATED)
    with pytest.raises(PermissionDenied, match=r"^The user is deactivated, not blocked\.$"):
        set_state(database, resting, UserState.ACTIVE, undoes=UserState.BLOCKED)
    assert set_state(database, resting, UserState.BLOCKED).state is UserState.BLOCKED


def test_nobody_shuts_themselves_out(database: Database) -> None:
    root, _ = (database.write_now(users.create, name, is_admin=True) for name in ("root", "other"))
    by = ServerAccess(Actor(root.id, root.username, is_admin=True, scopes=API))
    with pytest.raises(PermissionDenied, match="You cannot shut yourself out"):
        set_state(database, root, UserState.BLOCKED, by=by)


def test_a_deleted_user_is_gone_and_what_they_made_stays(database: Database, ada: User) -> None:
    access_ = database.write_now(factories.member)
    user = database.read_now(users.find, access_.actor.user_id or 0)
    database.write_now(factories.run_id, access_)
    token = database.write_now(access_tokens.create, MADE_WITH, user, name="n", scopes=API)
    database.write_now(session, user)
    database.write_now(users.delete, user)
    assert database.read_now(members.role, access_.project.id, user.id, clock.now_ms()) is None
    assert database.read_now(access_tokens.get, token.id).revoked_at is not None
    assert sessions_left(database) == 0
    assert database.read_now(facts.rows, "SELECT created_by FROM runs") == [(user.id,)]
    assert actions(database)[-1] == "user.delete"
    assert database.write_now(users.create, user.username).id != user.id
    assert database.read_now(users.find, ada.id) == ada


@pytest.mark.parametrize("end", ["delete", "block", "deactivate", "demote"])
def test_the_last_administrator_stays(database: Database, ada: User, end: str) -> None:
    def ends(user: User) -> Callable[[], object]:
        return {
            "delete": lambda: database.write_now(users.delete, user),
            "block": lambda: set_state(database, user, UserState.BLOCKED),
            "deactivate": lambda: set_state(database, user, UserState.DEACTIVATED),
            "demote": lambda: change(database, user, is_admin=False),
        }[end]

    root = database.write_now(users.create, "root", is_admin=True)
    with pytest.raises(InvalidState, match="That is the last administrator"):
        ends(root)()
    assert database.read_now(users.find, root.id) == root
    change(database, ada, is_admin=True)
    ends(root)()
    assert "user.set_administrator" in actions(database)


def test_the_only_owner_of_a_group_stays(database: Database, ada: User) -> None:
    database.write_now(projects.create, "team/project", Visibility.PRIVATE, owner=ada)
    with pytest.raises(InvalidState, match=r"^The user is the only owner of team\. Give each another owner first\.$"):
        database.write_now(users.delete, ada)
    eve = database.write_now(users.create, "eve")
    group = database.read_now(access.find_group, "team")
    assert group is not None
    database.write_now(members.set_group_role, group.id, eve.id, Role.OWNER, clock.now_ms())
    database.write_now(users.delete, ada)


def test_the_bot_of_a_token_cannot_be_changed(database: Database) -> None:
    project = database.write_now(projects.create, "team/project", Visibility.PRIVATE)
    made = database.write_now(access_tokens.create_for_project, MADE_WITH, project, Role.GUEST, name="ci", scopes=API)
    bot = database.read_now(users.find, database.read_now(access_tokens.get, made.id).user_id)
    with pytest.raises(InvalidState, match="the bot of an access token"):
        change(database, bot, is_admin=True)
    with pytest.raises(InvalidState, match="it has no password"):
        database.write_now(users.setup_link, MADE_WITH.key, bot)
    database.write_now(users.delete, bot)
    assert database.read_now(access_tokens.get, made.id).revoked_at is not None


def test_a_new_set_up_link_ends_those_before(database: Database, ada: User) -> None:
    first, second = (database.write_now(users.setup_link, MADE_WITH.key, ada) for _ in range(2))
    digests = [ids.digest(MADE_WITH.key, secret) for secret in (first, second)]
    assert database.read_now(users.of_setup_link, digests[0]) is None
    assert database.read_now(users.of_setup_link, digests[1]) == ada
