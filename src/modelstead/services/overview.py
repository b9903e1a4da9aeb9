"""A project at a glance: what is in it, what happened lately, who belongs to it."""

import msgspec

from modelstead import clock, limits
from modelstead.domain.actor import Access
from modelstead.domain.member import Member
from modelstead.domain.permission import READ_MEMBERS
from modelstead.domain.star import Starred
from modelstead.services import members
from modelstead.store import home, overview, stars
from modelstead.store.member_search import WantedMembers
from modelstead.store.overview import DAY_MS, Counts, VersionLine
from modelstead.store.run_lines import RunLine
from modelstead.store.transaction import Transaction

DAYS = 12 * 7


class Activity(msgspec.Struct, frozen=True):
    """Runs a day, the last one today; `first_day` counts days since 1970 in UTC."""

    first_day: int
    runs: list[int]

    @property
    def total(self) -> int:
        return sum(self.runs)


class Overview(msgspec.Struct, frozen=True):
    """`members` is None for those who may not know them; `member_count` says how many there are beside bots."""

    counts: Counts
    activity: Activity
    recent: list[RunLine]
    versions: list[VersionLine]
    members: list[Member] | None
    member_count: int
    is_starred: bool
    is_empty: bool


def look(tx: Transaction, access: Access) -> Overview:
    """Return a project's overview, in a fixed number of queries."""
    project, now = access.project, clock.now_ms()
    counts = overview.counts(tx, project.id)
    today = now // DAY_MS
    first = today - DAYS + 1
    by_day = overview.runs_by_day(tx, project.id, first, today)
    found, member_count = _members(tx, access)
    return Overview(
        counts,
        Activity(first, [by_day.get(first + day, 0) for day in range(DAYS)]),
        home.recent(tx, [project.id], limits.OVERVIEW_RUNS),
        overview.latest_versions(tx, project.id, limits.OVERVIEW_VERSIONS),
        found,
        member_count,
        bool(stars.among(tx, access.actor.user_id, Starred.PROJECT, [project.id])),
        is_empty=counts.runs == 0 and counts.versions == 0,
    )


def _members(tx: Transaction, access: Access) -> tuple[list[Member] | None, int]:
    if not access.allows(READ_MEMBERS):
        return None, 0
    found, total = members.page(tx, access, WantedMembers(inherited=True, limit=limits.OVERVIEW_MEMBERS))
    people = [each for each in found if not each.is_bot]
    return sorted(people, key=lambda each: (-each.role, each.username)), total - (len(found) - len(people))
