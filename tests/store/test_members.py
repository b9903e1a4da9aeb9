"""store.members: the highest of a user's roles in a project and the groups above it, on each engine."""

import itertools

import pytest

from modelstead.domain.project import Visibility
from modelstead.domain.role import Role
from modelstead.domain.user import UserKind
from modelstead.store import groups, members, projects, users
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from tests.store import facts

NOW = 1_000
PLACES = ("a", "a/b", "a/b/c", "project")


def settle(tx: Transaction) -> dict[str, int]:
    """Create user ada, the project a/b/c/p, and return the ids of all of them by name."""
    ada = users.insert(tx, username="ada", name="", email=None, kind=UserKind.HUMAN, is_admin=False, now=0)
    ids = {path: groups.ensure(tx, path, 0)[0] for path in ("a/b/c", "a/b", "a", "x")}
    project = projects.insert(tx, group_id=ids["a/b/c"], path="a/b/c/p", visibility=Visibility.PRIVATE, now=0)
    assert ada is not None
    assert project is not None
    return ids | {"ada": ada.id, "project": project.id}


def give(tx: Transaction, ids: dict[str, int], place: str, role: Role) -> None:
    if place == "project":
        members.set_project_role(tx, ids["project"], ids["ada"], role, 0)
    else:
        members.set_group_role(tx, ids[place], ids["ada"], role, 0)


def test_without_a_membership_there_is_no_role(database: Database) -> None:
    ids = database.write_now(settle)
    assert database.read_now(members.role, ids["project"], ids["ada"], NOW) is None
    assert database.read_now(members.role, ids["project"], 999, NOW) is None
    assert database.read_now(members.role, 999, ids["ada"], NOW) is None


def test_a_role_in_any_group_above_reaches_the_project(database: Database) -> None:
    ids = database.write_now(settle)

    def alone(tx: Transaction, place: str) -> Role | None:
        tx.execute("DELETE FROM project_members")
        tx.execute("DELETE FROM group_members")
        give(tx, ids, place, Role.REPORTER)
        return members.role(tx, ids["project"], ids["ada"], NOW)

    assert [database.write_now(alone, place) for place in PLACES] == [Role.REPORTER] * 4


def test_the_highest_role_counts_wherever_it_is(database: Database) -> None:
    ids = database.write_now(settle)

    def all_at_once(tx: Transaction, roles: tuple[Role, ...]) -> Role | None:
        for place, role in zip(PLACES, roles, strict=True):
            give(tx, ids, place, role)
        return members.role(tx, ids["project"], ids["ada"], NOW)

    for roles in itertools.permutations([Role.GUEST, Role.PLANNER, Role.MAINTAINER, Role.OWNER]):
        assert database.write_now(all_at_once, roles) is Role.OWNER


def test_a_role_beside_or_of_another_user_does_not_reach(database: Database) -> None:
    ids = database.write_now(settle)
    database.write_now(give, ids, "x", Role.OWNER)
    assert database.read_now(members.role, ids["project"], ids["ada"], NOW) is None
    other = database.write_now(
        users.insert, username="eve", name="", email=None, kind=UserKind.HUMAN, is_admin=True, now=0
    )
    assert other is not None
    database.write_now(give, ids, "a", Role.OWNER)
    assert database.read_now(members.role, ids["project"], other.id, NOW) is None


def test_a_role_can_be_lowered(database: Database) -> None:
    ids = database.write_now(settle)
    for place in PLACES:
        database.write_now(give, ids, place, Role.OWNER)
        database.write_now(give, ids, place, Role.GUEST)
    assert database.read_now(members.role, ids["project"], ids["ada"], NOW) is Role.GUEST


@pytest.mark.parametrize("table", ["project_members", "group_members"])
def test_a_membership_ends_at_its_expiry(database: Database, table: str) -> None:
    ids = database.write_now(settle)
    database.write_now(give, ids, "project" if table == "project_members" else "a", Role.OWNER)
    database.write_now(give, ids, "a/b" if table == "project_members" else "project", Role.GUEST)
    database.write_now(facts.run, f"UPDATE {table} SET expires_at = ? WHERE role = 50", NOW)
    assert database.read_now(members.role, ids["project"], ids["ada"], NOW - 1) is Role.OWNER
    assert database.read_now(members.role, ids["project"], ids["ada"], NOW) is Role.GUEST
