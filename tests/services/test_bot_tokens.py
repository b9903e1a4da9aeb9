"""services.bot_tokens: tokens of a project or group, never above who makes them; on each engine."""

import pytest

from modelstead import clock, ids
from modelstead.domain.actor import Access, Actor, GroupAccess
from modelstead.domain.permission import Scope
from modelstead.domain.project import Visibility
from modelstead.domain.role import Role
from modelstead.errors import NotFound, PermissionDenied, Unauthenticated
from modelstead.services import access, access_tokens, bot_tokens, projects
from modelstead.services.access_tokens import NewToken, Wish
from modelstead.services.bot_tokens import Place
from modelstead.store import groups, members
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from tests import factories
from tests.factories import API, MADE_WITH


def wish(scopes: frozenset[Scope] = API) -> Wish:
    return Wish(name="ci", description="", scopes=scopes, expires=None)


@pytest.fixture
def maintainer(database: Database) -> Access:
    return database.write_now(factories.member, role=Role.MAINTAINER)


def group_owner(tx: Transaction) -> GroupAccess:
    project = projects.create(tx, "top/below/project", Visibility.PRIVATE)
    group = groups.by_path(tx, "top")
    assert group is not None
    assert project.path.startswith(group.path)
    return GroupAccess(Actor(None, "owner", is_admin=False, scopes=API), group, Role.OWNER)


def make(database: Database, place: Place, role: Role, scopes: frozenset[Scope] = API) -> NewToken:
    return database.write_now(bot_tokens.create, MADE_WITH, place, role, wish(scopes))


def test_a_bot_has_at_most_the_role_of_who_makes_it(database: Database, maintainer: Access) -> None:
    for role in (Role.GUEST, Role.PLANNER, Role.REPORTER, Role.DEVELOPER, Role.MAINTAINER):
        made = make(database, maintainer, role)
        assert database.read_now(access_tokens.get, made.id).role is role
    with pytest.raises(PermissionDenied, match="The role owner is above yours"):
        make(database, maintainer, Role.OWNER)


def test_an_administrator_may_give_every_role(database: Database, maintainer: Access) -> None:
    root = Access(Actor(None, "root", is_admin=True, scopes=API), maintainer.project, None)
    made = make(database, root, Role.OWNER)
    with pytest.raises(PermissionDenied, match="The role owner is above yours"):
        database.write_now(bot_tokens.rotate, MADE_WITH, maintainer, made.id, None)
    with pytest.raises(PermissionDenied, match="The role owner is above yours"):
        database.write_now(bot_tokens.revoke, maintainer, made.id)
    assert database.read_now(access_tokens.get, made.id).revoked_at is None


def test_a_bot_is_good_for_no_more_than_the_token_that_makes_it(database: Database, maintainer: Access) -> None:
    read_api = frozenset({Scope.READ_API})
    weak = Access(Actor(maintainer.actor.user_id, "m", False, read_api), maintainer.project, Role.MAINTAINER)  # noqa: FBT003 - is_admin
    with pytest.raises(PermissionDenied, match="good for more than itself"):
        make(database, weak, Role.GUEST, API)
    strong = make(database, maintainer, Role.GUEST, API)
    with pytest.raises(PermissionDenied, match="good for more than itself"):
        database.write_now(bot_tokens.rotate, MADE_WITH, weak, strong.id, None)


def test_a_bot_manages_no_token_but_its_own(database: Database, maintainer: Access) -> None:
    mine, other = make(database, maintainer, Role.MAINTAINER), make(database, maintainer, Role.GUEST)
    token = database.read_now(access_tokens.get, mine.id)
    actor = Actor(token.user_id, token.username, False, API, token.id, None, True)  # noqa: FBT003 - is_admin, is_bot
    bot = Access(actor, maintainer.project, Role.MAINTAINER)
    for attempt in (
        lambda: make(database, bot, Role.GUEST),
        lambda: database.write_now(bot_tokens.rotate, MADE_WITH, bot, other.id, None),
        lambda: database.write_now(bot_tokens.revoke, bot, other.id),
    ):
        with pytest.raises(PermissionDenied, match="manages no tokens but itself"):
            attempt()
    again = database.write_now(bot_tokens.rotate, MADE_WITH, bot, mine.id, None)
    assert database.read_now(access_tokens.get, again.id).role is Role.MAINTAINER


def test_a_token_of_another_place_does_not_exist(database: Database, maintainer: Access) -> None:
    other = database.write_now(factories.member, "team/other", role=Role.OWNER)
    group = database.write_now(group_owner)
    tokens = {place: make(database, place, Role.GUEST) for place in (maintainer, other, group)}
    for place in tokens:
        for home, token in tokens.items():
            if home is place:
                assert database.read_now(bot_tokens.find, place, token.id).id == token.id
                continue
            with pytest.raises(NotFound):
                database.read_now(bot_tokens.find, place, token.id)
            with pytest.raises(NotFound):
                database.write_now(bot_tokens.rotate, MADE_WITH, place, token.id, None)
            with pytest.raises(NotFound):
                database.write_now(bot_tokens.revoke, place, token.id)
    mine, total = database.read_now(access_tokens.page, bot_tokens.of(maintainer))
    assert ([token.id for token in mine], total) == ([tokens[maintainer].id], 1)


def test_a_bot_goes_with_its_project_or_group(database: Database, maintainer: Access) -> None:
    group = database.write_now(group_owner)
    tokens = [make(database, place, Role.GUEST) for place in (maintainer, group)]

    def delete(tx: Transaction) -> None:
        tx.execute("UPDATE projects SET deleted_at = 1 WHERE id = ?", (maintainer.project.id,))
        tx.execute("UPDATE groups SET deleted_at = 1 WHERE id = ?", (group.group.id,))

    def identify(token: NewToken) -> Actor:
        return database.read_now(access.identify, ids.digest(MADE_WITH.key, token.secret), clock.now_ms())[0]

    assert [identify(token).is_bot for token in tokens] == [True, True]
    database.write_now(delete)
    for token in tokens:
        with pytest.raises(Unauthenticated):
            identify(token)


def test_a_groups_bot_has_its_role_in_all_below(database: Database) -> None:
    group = database.write_now(group_owner)
    made = make(database, group, Role.DEVELOPER)
    token = database.read_now(access_tokens.get, made.id)
    assert token.username.startswith(f"group_{group.group.id}_bot_")
    assert (token.project_id, token.group_id, token.role) == (None, group.group.id, Role.DEVELOPER)
    project = database.read_now(access.find_project, "top/below/project")
    assert project is not None
    now = clock.now_ms()
    assert database.read_now(members.role, project.id, token.user_id, now) is Role.DEVELOPER
    database.write_now(bot_tokens.revoke, group, made.id)
    assert database.read_now(members.role, project.id, token.user_id, now) is None
