"""What somebody finds at the start: their projects, what goes on in them, what was run last."""

import msgspec

from modelstead import clock, limits
from modelstead.domain.actor import Access, ServerAccess
from modelstead.domain.star import Starred
from modelstead.errors import InvalidParameter
from modelstead.services import starred
from modelstead.store import home, stars
from modelstead.store.hits import Hit
from modelstead.store.home import SeenProject, WantedSeen
from modelstead.store.run_lines import RunLine
from modelstead.store.transaction import Transaction


class Home(msgspec.Struct, frozen=True):
    """`total` is how many projects there are on all pages; runs are of the projects that are theirs.

    `starred` is what they have starred beside projects.
    """

    projects: list[SeenProject]
    total: int
    running: list[RunLine]
    recent: list[RunLine]
    starred: list[Hit]


def look(tx: Transaction, access: ServerAccess, search: str, page: int) -> Home:
    """Return what the start page shows to an actor, in a fixed number of queries."""
    actor, now = access.actor, clock.now_ms()
    wanted = WantedSeen(search=search, limit=limits.HOME_PROJECTS, offset=(page - 1) * limits.HOME_PROJECTS)
    found = home.counted(tx, home.projects(tx, actor, wanted, now))
    total = home.count(tx, actor, wanted, now)
    if actor.is_anonymous:
        return Home(found, total, [], [], [])
    theirs = home.projects(tx, actor, WantedSeen(mine=True, limit=limits.HOME_RUNS_PROJECTS), now)
    ids = [each.id for each in theirs]
    marked = starred.beside_projects(tx, actor, home.ids(tx, actor, now), limits.STARRED_AT_START)
    return Home(
        found,
        total,
        home.running(tx, ids, limits.HOME_RUNS),
        home.recent(tx, ids, limits.HOME_RUNS),
        [hit for each in marked for hit in each.hits],
    )


def switchable(tx: Transaction, access: ServerAccess, search: str) -> list[SeenProject]:
    """Return the projects to go to from anywhere: theirs, or all that they see among which they look for a name."""
    wanted = WantedSeen(search=search, mine=not search, limit=limits.SWITCHER_PROJECTS)
    return home.projects(tx, access.actor, wanted, clock.now_ms())


def star(tx: Transaction, access: Access, *, starred: bool) -> None:
    """Give a project a star of the actor, or take it away."""
    user_id = access.actor.user_id
    if user_id is None:
        raise InvalidParameter("Nobody has signed in, so there is nobody to keep a star for.")
    if starred:
        stars.put(tx, user_id, Starred.PROJECT, [access.project.id], clock.now_ms())
    else:
        stars.remove(tx, user_id, Starred.PROJECT, [access.project.id])
