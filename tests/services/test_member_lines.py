"""services.members.lines: members with where their roles come from; on each engine."""

from modelstead.domain.project import Visibility
from modelstead.domain.role import Role
from modelstead.services import members, operating, projects, users
from modelstead.store.database import Database
from modelstead.store.member_search import WantedMembers
from modelstead.store.transaction import Transaction

PROJECT, ABOVE, TOP = "a/b/p", "a/b", "a"


def settle(tx: Transaction) -> None:
    """Create people of the group a, of the group a/b and of the project below them."""
    projects.create(tx, PROJECT, Visibility.PRIVATE)
    top, above, place = operating.in_group(tx, TOP), operating.in_group(tx, ABOVE), operating.in_project(tx, PROJECT)
    people = {name: users.create(tx, name) for name in ("ann", "bea", "cat", "dee")}
    members.add(tx, top, people["ann"], Role.OWNER)
    members.add(tx, place, people["bea"], Role.REPORTER, "2999-01-01")
    members.add(tx, above, people["bea"], Role.DEVELOPER)
    members.add(tx, place, people["cat"], Role.GUEST)
    members.add(tx, place, people["dee"], Role.GUEST)
    tx.execute("UPDATE project_members SET is_managed = 1 WHERE user_id = ?", (people["cat"].id,))
    tx.execute("UPDATE project_members SET expires_at = 1 WHERE user_id = ?", (people["dee"].id,))


def test_lines_tell_the_highest_role_its_source_and_what_is_had_here(database: Database) -> None:
    database.write_now(settle)
    wanted = WantedMembers(inherited=True, limit=10)
    found, total = database.read_now(lambda tx: members.lines(tx, operating.in_project(tx, PROJECT), wanted))
    told = [
        (
            line.member.username,
            line.member.role,
            line.source,
            line.is_managed,
            line.own and (line.own.role, line.own.expires_at is not None, line.own.is_managed),
        )
        for line in found
    ]
    assert told == [
        ("ann", Role.OWNER, TOP, False, None),
        ("bea", Role.DEVELOPER, ABOVE, False, (Role.REPORTER, True, False)),
        ("cat", Role.GUEST, "", True, (Role.GUEST, False, True)),
    ]
    assert total == 3


def test_lines_have_pages_and_are_searched(database: Database) -> None:
    database.write_now(settle)

    def lines(wanted: WantedMembers) -> tuple[list[str], int]:
        found, total = database.read_now(lambda tx: members.lines(tx, operating.in_project(tx, PROJECT), wanted))
        return [line.member.username for line in found], total

    assert lines(WantedMembers(inherited=True, limit=1, offset=1)) == (["bea"], 3)
    assert lines(WantedMembers(inherited=True, search="CA", limit=5)) == (["cat"], 1)
    assert lines(WantedMembers(limit=5)) == (["bea", "cat"], 2)


def test_what_the_groups_above_give_is_known(database: Database) -> None:
    database.write_now(settle)

    def inherited(tx: Transaction) -> list[Role | None]:
        place = operating.in_project(tx, PROJECT)
        return [members.inherited_role(tx, place, users.get(tx, name).id) for name in ("ann", "bea", "cat")]

    assert database.read_now(inherited) == [Role.OWNER, Role.DEVELOPER, None]
