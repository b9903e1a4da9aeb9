"""Groups count the projects that one sees in them and below; on each engine."""

from modelstead.domain.actor import ANONYMOUS, Actor, GroupAccess, ServerAccess
from modelstead.domain.project import Visibility
from modelstead.domain.role import Role
from modelstead.services import group_overview, members, operating, projects, users
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from tests import factories


def settle(tx: Transaction) -> dict[str, Actor]:
    """Create a public group with projects of each visibility in it and below, and people with roles here and there."""
    people = {
        name: users.create(tx, name, is_admin=name == "root") for name in ("reporter", "guest", "outsider", "root")
    }
    for visibility in reversed(Visibility):
        projects.create(tx, f"top/{visibility.value}", visibility)
        projects.create(tx, f"top/below/{visibility.value}", visibility)
    projects.create(tx, "top/below/deep/hidden", Visibility.PRIVATE)
    members.add(tx, operating.in_group(tx, "top/below"), people["reporter"], Role.REPORTER)
    members.add(tx, operating.in_project(tx, "top/private"), people["guest"], Role.GUEST)
    return {name: factories.actor(user) for name, user in people.items()} | {"": ANONYMOUS}


def test_projects_are_counted_as_each_sees_them(database: Database) -> None:
    actors = database.write_now(settle)

    def counts(tx: Transaction, actor: Actor) -> dict[str, int]:
        found, total = group_overview.every(tx, ServerAccess(actor), "", 1)
        assert total == len(found)
        return {each.record.group.path: each.projects for each in found}

    assert database.read_now(counts, actors["root"]) == {"top": 7, "top/below": 4, "top/below/deep": 1}
    assert database.read_now(counts, actors["reporter"]) == {"top": 6, "top/below": 4, "top/below/deep": 1}
    assert database.read_now(counts, actors["guest"]) == {"top": 5, "top/below": 2}
    assert database.read_now(counts, actors["outsider"]) == {"top": 4, "top/below": 2}
    assert database.read_now(counts, actors[""]) == {"top": 2, "top/below": 1}


def test_a_group_lists_its_own_and_finds_what_is_below(database: Database) -> None:
    actors = database.write_now(settle)

    def look(tx: Transaction, search: str = "") -> tuple[list[str], list[str]]:
        access = GroupAccess(actors["root"], operating.in_group(tx, "top").group, None)
        found = group_overview.look(tx, access, search, 1)
        return sorted(each.record.group.path for each in found.subgroups), sorted(each.path for each in found.projects)

    assert database.read_now(look) == (["top/below"], ["top/internal", "top/private", "top/public"])
    assert database.read_now(look, "hid") == ([], ["top/below/deep/hidden"])
    assert database.read_now(look, "deep")[0] == ["top/below/deep"]


def test_what_goes_with_a_group_is_counted_whoever_sees_it(database: Database) -> None:
    database.write_now(settle)

    def contents(tx: Transaction) -> group_overview.GroupContents:
        return group_overview.contents(tx, operating.in_group(tx, "top"))

    assert database.read_now(contents) == group_overview.GroupContents(groups=2, projects=7)


def test_the_role_shown_is_the_highest(database: Database) -> None:
    actors = database.write_now(settle)

    def role(tx: Transaction) -> Role | None:
        members.add(tx, operating.in_project(tx, "top/below/public"), users.get(tx, "reporter"), Role.OWNER)
        access = GroupAccess(actors["reporter"], operating.in_group(tx, "top/below").group, Role.REPORTER)
        found = group_overview.look(tx, access, "", 1)
        return next(each.role for each in found.projects if each.path == "top/below/public")

    assert database.write_now(role) is Role.OWNER
