"""services.places: the projects and groups that somebody sees; on each engine."""

import itertools
from typing import Any

import pytest

from modelstead.domain.actor import ANONYMOUS, Actor
from modelstead.domain.project import Visibility
from modelstead.domain.role import Role
from modelstead.services import access as standing
from modelstead.services import members, operating, places, projects, users
from modelstead.store.database import Database
from modelstead.store.group_search import GroupOrder, WantedGroups
from modelstead.store.project_search import ProjectOrder, WantedProjects
from modelstead.store.transaction import Transaction
from tests import factories

NOW = 10**12


def settle(tx: Transaction) -> dict[str, Actor]:
    """Create projects of each visibility in groups of each, and people with roles here and there."""
    people = {name: users.create(tx, name, is_admin=name == "root") for name in ("ada", "bob", "eve", "root")}
    for index, visibility in enumerate(Visibility):
        for inner in list(Visibility)[index::-1]:
            projects.create(tx, f"{visibility.value}/{inner.value}-group/p", inner)
            projects.create(tx, f"{visibility.value}/{inner.value}", inner)
    members.add(tx, operating.in_group(tx, "private"), people["ada"], Role.REPORTER)
    members.add(tx, operating.in_group(tx, "public/private-group"), people["bob"], Role.OWNER)
    members.add(tx, operating.in_project(tx, "internal/private"), people["bob"], Role.GUEST)
    return {name: factories.actor(user) for name, user in people.items()} | {"": ANONYMOUS}


def test_lists_hold_exactly_what_one_may_enter(database: Database) -> None:
    actors = database.write_now(settle)

    def compare(tx: Transaction, actor: Actor) -> None:
        for table, enter in (("projects", standing.enter), ("groups", standing.enter_group)):
            every = [str(row[0]) for row in tx.all(f"SELECT id FROM {table} ORDER BY id")]
            entered = [int(each) for each in every if enter(tx, actor, each, NOW) is not None]
            if table == "projects":
                wanted = WantedProjects(order=ProjectOrder.ID, descending=False, limit=100)
                found = [each.project.id for each in places.projects_page(tx, actor, wanted)]
                assert places.count_projects(tx, actor, wanted) == len(found)
            else:
                rows, total = places.groups_page(tx, actor, WantedGroups(order=GroupOrder.ID, limit=100))
                found = [each.group.id for each in rows]
                assert total == len(found)
            assert found == entered, (actor.username, table)

    for actor in actors.values():
        database.read_now(compare, actor)


def test_the_roles_shown_are_the_roles_one_has(database: Database) -> None:
    actors = database.write_now(settle)

    def compare(tx: Transaction, actor: Actor) -> None:
        for each in places.projects_page(tx, actor, WantedProjects(limit=100)):
            entered = standing.enter(tx, actor, str(each.project.id), NOW)
            assert entered is not None
            assert max(filter(None, (each.own_role, each.group_role)), default=None) == entered.role
        for group in places.groups_page(tx, actor, WantedGroups(limit=100))[0]:
            place = standing.enter_group(tx, actor, str(group.group.id), NOW)
            assert place is not None
            assert group.role == place.role

    for actor in actors.values():
        database.read_now(compare, actor)


@pytest.mark.parametrize(("order", "descending"), list(itertools.product(ProjectOrder, (True, False))), ids=str)
def test_every_order_lists_every_project_once(database: Database, order: ProjectOrder, *, descending: bool) -> None:
    actors = database.write_now(settle)

    def pages(tx: Transaction) -> list[int]:
        found: list[int] = []
        for offset in range(0, 20, 3):
            wanted = WantedProjects(order=order, descending=descending, limit=3, offset=offset)
            found += [each.project.id for each in places.projects_page(tx, actors["root"], wanted)]
        return found

    found = database.read_now(pages)
    assert len(found) == len(set(found)) == 12


@pytest.mark.parametrize("order", GroupOrder)
def test_every_order_lists_every_group_once(database: Database, order: GroupOrder) -> None:
    actors = database.write_now(settle)
    rows, total = database.read_now(places.groups_page, actors["root"], WantedGroups(order=order, limit=100))
    assert len({each.group.id for each in rows}) == total == 9


class Counting:
    """A transaction that counts what it is asked."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx
        self.asked = 0

    def __getattr__(self, name: str) -> Any:
        self.asked += name in {"one", "all"}
        return getattr(self._tx, name)


def test_a_page_takes_as_many_queries_for_a_hundred_as_for_one(database: Database) -> None:
    actors = database.write_now(settle)

    def queries(tx: Transaction, limit: int) -> tuple[int, int]:
        of_projects, of_groups = Counting(tx), Counting(tx)
        places.projects_page(of_projects, actors["root"], WantedProjects(limit=limit))
        places.groups_page(of_groups, actors["root"], WantedGroups(limit=limit))
        return of_projects.asked, of_groups.asked

    assert database.read_now(queries, 1) == database.read_now(queries, 100) == (2, 3)
