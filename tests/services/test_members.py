"""services.members: who may give and take which role, and that an owner stays; on each engine."""

import itertools

import pytest

from modelstead.domain.actor import Access, GroupAccess
from modelstead.domain.permission import MANAGE_GROUP_MEMBERS, MANAGE_MEMBERS
from modelstead.domain.project import Visibility
from modelstead.domain.role import Role
from modelstead.domain.user import User
from modelstead.errors import AlreadyExists, InvalidParameter, NotFound, PermissionDenied
from modelstead.services import access as standing
from modelstead.services import members, operating, projects, users
from modelstead.store.database import Database
from modelstead.store.member_search import WantedMembers
from modelstead.store.transaction import Transaction
from tests import factories
from tests.services.test_one_winner import at_once
from tests.store import facts

PROJECT, GROUP = "a/b/p", "a"


def settle(tx: Transaction) -> dict[str, User]:
    """Create the project a/b/p and people; boss owns the group a."""
    projects.create(tx, PROJECT, Visibility.PRIVATE)
    people = {name: users.create(tx, name) for name in ("boss", "ada", "bob", "eve")}
    members.add(tx, operating.in_group(tx, GROUP), people["boss"], Role.OWNER)
    return people


def at(tx: Transaction, user: User, path: str) -> Access | GroupAccess:
    """Return a user's standing, which they must have."""
    actor = factories.actor(user)
    found = standing.enter(tx, actor, path, 0) or standing.enter_group(tx, actor, path, 0)
    assert found is not None
    return found


@pytest.mark.parametrize(("mine", "given"), list(itertools.product(Role, Role)), ids=lambda role: role.label)
def test_nobody_gives_changes_or_takes_what_is_above_them(database: Database, mine: Role, given: Role) -> None:
    people = database.write_now(settle)
    ada, bob, eve = people["ada"], people["bob"], people["eve"]

    def give(tx: Transaction) -> None:
        place = operating.in_project(tx, PROJECT)
        members.add(tx, place, ada, mine)
        members.add(tx, place, bob, given)

    database.write_now(give)
    attempts = [
        lambda tx: members.add(tx, at(tx, ada, PROJECT), eve, given),
        lambda tx: members.change(tx, at(tx, ada, PROJECT), bob.id, Role.GUEST, expires=None),
        lambda tx: members.change(tx, at(tx, ada, PROJECT), ada.id, given, expires=None),
    ]
    for attempt in attempts:
        if given > mine:
            with pytest.raises(PermissionDenied, match=f"The role {given.label} is above yours"):
                database.write_now(attempt)
        else:
            database.write_now(attempt)
    rights = MANAGE_MEMBERS if given <= mine and mine >= Role.MAINTAINER else None
    if rights is None and given > mine:
        with pytest.raises(PermissionDenied):
            database.write_now(lambda tx: members.remove(tx, at(tx, ada, PROJECT), bob.id))


def test_a_role_in_a_group_counts_below_and_a_member_of_the_project_does_not_count_above(database: Database) -> None:
    people = database.write_now(settle)
    database.write_now(lambda tx: members.add(tx, operating.in_group(tx, "a/b"), people["ada"], Role.MAINTAINER))
    database.write_now(lambda tx: members.add(tx, operating.in_project(tx, PROJECT), people["bob"], Role.OWNER))

    def roles(tx: Transaction, path: str) -> dict[str, Role]:
        wanted = WantedMembers(inherited=True, limit=100)
        return {each.username: each.role for each in members.page(tx, operating.at(tx, path), wanted)[0]}

    assert database.read_now(roles, PROJECT) == {"boss": Role.OWNER, "ada": Role.MAINTAINER, "bob": Role.OWNER}
    assert database.read_now(roles, "a/b") == {"boss": Role.OWNER, "ada": Role.MAINTAINER}
    assert database.read_now(roles, "a") == {"boss": Role.OWNER}


def test_a_maintainer_of_a_group_does_not_manage_its_members(database: Database) -> None:
    people = database.write_now(settle)
    database.write_now(lambda tx: members.add(tx, operating.in_group(tx, GROUP), people["ada"], Role.MAINTAINER))
    access = database.read_now(at, people["ada"], GROUP)
    assert not access.allows(MANAGE_GROUP_MEMBERS)
    assert database.read_now(at, people["ada"], PROJECT).allows(MANAGE_MEMBERS)


def test_of_two_owners_who_remove_each_other_at_once_one_stays(database: Database) -> None:
    people = database.write_now(settle)
    database.write_now(lambda tx: members.add(tx, operating.in_group(tx, GROUP), people["ada"], Role.OWNER))
    pair = (people["boss"], people["ada"])

    def remove(number: int) -> object:
        me, other = pair[number], pair[1 - number]
        access = GroupAccess(factories.actor(me), operating_group, Role.OWNER)
        try:
            database.write_now(members.remove, access, other.id)
        except InvalidParameter:
            return "refused"
        return "done"

    operating_group = database.read_now(operating.in_group, GROUP).group
    assert sorted(map(str, at_once(2, remove))) == ["done", "refused"]
    ((left,),) = database.read_now(facts.rows, "SELECT COUNT(*) FROM group_members")
    assert left == 1


def test_a_blocked_owner_or_a_bot_is_no_other_owner(database: Database) -> None:
    people = database.write_now(settle)
    database.write_now(lambda tx: members.add(tx, operating.in_group(tx, GROUP), people["ada"], Role.OWNER))
    database.write_now(facts.run, "UPDATE users SET is_active = 0 WHERE username = 'ada'")
    with pytest.raises(InvalidParameter, match="'boss' is the last owner"):
        database.write_now(lambda tx: members.remove(tx, operating.in_group(tx, GROUP), people["boss"].id))


def test_who_is_a_member_already_is_not_added_but_changed(database: Database) -> None:
    people = database.write_now(settle)
    eve = people["eve"]
    database.write_now(lambda tx: members.add(tx, operating.in_project(tx, PROJECT), eve, Role.GUEST))
    with pytest.raises(AlreadyExists, match="Member already exists"):
        database.write_now(lambda tx: members.add(tx, operating.in_project(tx, PROJECT), eve, Role.GUEST))
    database.write_now(facts.run, "UPDATE project_members SET expires_at = 1")
    with pytest.raises(NotFound):
        database.write_now(
            lambda tx: members.change(tx, operating.in_project(tx, PROJECT), eve.id, Role.GUEST, expires=None)
        )
    made = database.write_now(lambda tx: members.add(tx, operating.in_project(tx, PROJECT), eve, Role.DEVELOPER))
    assert (made.role, made.expires_at) == (Role.DEVELOPER, None)


def test_what_is_done_to_members_is_noted_and_announced(database: Database) -> None:
    people = database.write_now(settle)
    heard: list[None] = []
    database.subscribe(standing.TOPIC, lambda: heard.append(None))
    eve = people["eve"]
    database.write_now(lambda tx: members.add(tx, operating.in_project(tx, PROJECT), eve, Role.GUEST))
    database.write_now(
        lambda tx: members.change(tx, operating.in_project(tx, PROJECT), eve.id, Role.OWNER, expires=None)
    )
    database.write_now(lambda tx: members.remove(tx, operating.in_project(tx, PROJECT), eve.id))
    assert len(heard) == 3
    noted = database.read_now(
        facts.rows,
        "SELECT action, subject, details FROM audit_events "
        "WHERE subject = 'eve' AND action LIKE 'member.%' ORDER BY id",
    )
    assert [row[0] for row in noted] == ["member.add", "member.change", "member.remove"]
    assert [row[2] for row in noted] == ['{"role":"guest"}', '{"role":"owner"}', '{"role":"owner"}']
