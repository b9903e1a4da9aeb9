"""What the start page shows: the projects that somebody sees, those of theirs first, and the runs in them."""

from collections.abc import Sequence

import msgspec

from modelstead import limits
from modelstead.domain.actor import Actor
from modelstead.domain.project import Visibility
from modelstead.domain.role import Role
from modelstead.domain.star import Starred
from modelstead.store.group_search import seen
from modelstead.store.matching import Condition, all_of, contains
from modelstead.store.memberships import MINE
from modelstead.store.run_lines import LINE, RunLine, line
from modelstead.store.transaction import Row, Transaction

_ROLES = f"""
WITH RECURSIVE {MINE}, roles (project_id, role) AS (
    SELECT m.project_id, m.role FROM project_members m
    WHERE m.user_id = ? AND (m.expires_at IS NULL OR m.expires_at > ?)
    UNION ALL
    SELECT p.id, m.role FROM projects p JOIN mine m ON m.id = p.group_id
), best (project_id, role) AS (SELECT project_id, MAX(role) FROM roles GROUP BY project_id)
"""
_FROM = (
    "FROM projects p LEFT JOIN best b ON b.project_id = p.id "
    f"LEFT JOIN stars s ON s.noun = {int(Starred.PROJECT)} AND s.item_id = p.id AND s.user_id = ? "
    "WHERE p.deleted_at IS NULL AND "
)
_LAST_RUN = "(SELECT r.start_time FROM runs r WHERE r.project_id = p.id ORDER BY r.iid DESC LIMIT 1)"
_ACTIVE = f"CASE WHEN {_LAST_RUN} > p.updated_at THEN {_LAST_RUN} ELSE p.updated_at END"
_ORDER = "ORDER BY is_starred DESC, is_member DESC, active_at DESC, p.id DESC LIMIT ? OFFSET ?"


class SeenProject(msgspec.Struct, frozen=True):
    """A project as somebody finds it; `runs` may be those that were logged, where there are many."""

    id: int
    path: str
    name: str
    visibility: Visibility
    is_archived: bool
    role: Role | None
    is_starred: bool
    active_at: int
    experiments: int = 0
    runs: int = 0
    running: int = 0


class WantedSeen(msgspec.Struct, frozen=True, kw_only=True):
    """Which projects are listed: `mine` are those that somebody is a member of or has starred."""

    search: str = ""
    mine: bool = False
    limit: int = 1
    offset: int = 0


def projects(tx: Transaction, actor: Actor, wanted: WantedSeen, now: int) -> list[SeenProject]:
    """Return a page of the projects that somebody sees: starred ones, then those of theirs, the last active first."""
    where, values = _conditions(actor, wanted)
    rows = tx.all(
        f"{_ROLES} SELECT p.id, p.path, p.name, p.visibility, p.archived_at, b.role, "
        "CASE WHEN s.item_id IS NULL THEN 0 ELSE 1 END AS is_starred, "
        f"CASE WHEN b.role IS NULL THEN 0 ELSE 1 END AS is_member, {_ACTIVE} AS active_at {_FROM} {where} {_ORDER}",
        (*_who(actor, now), *values, wanted.limit, wanted.offset),
    )
    return [_seen(row) for row in rows]


def count(tx: Transaction, actor: Actor, wanted: WantedSeen, now: int) -> int:
    """Return how many projects there are on all pages."""
    where, values = _conditions(actor, wanted)
    row = tx.one(f"{_ROLES} SELECT COUNT(*) {_FROM} {where}", (*_who(actor, now), *values))
    assert row is not None
    return int(row[0])


def ids(tx: Transaction, actor: Actor, now: int, *, mine: bool = False) -> list[int]:
    """Return every project that somebody sees, or those of `mine`, the last created first."""
    where, values = _conditions(actor, WantedSeen(mine=mine))
    rows = tx.all(f"{_ROLES} SELECT p.id {_FROM} {where} ORDER BY p.id DESC", (*_who(actor, now), *values))
    return [row[0] for row in rows]


def counted(tx: Transaction, projects: Sequence[SeenProject]) -> list[SeenProject]:
    """Return projects with what is in them, in one query."""
    rows = tx.all(
        "SELECT p.id, (SELECT COUNT(*) FROM experiments e WHERE e.project_id = p.id AND e.deleted_at IS NULL), "
        "(SELECT COUNT(*) FROM (SELECT 1 FROM runs r WHERE r.project_id = p.id AND r.deleted_at IS NULL LIMIT ?) c), "
        "(SELECT c.value FROM counters c WHERE c.project_id = p.id AND c.noun = 'run'), "
        "(SELECT COUNT(*) FROM runs r WHERE r.project_id = p.id AND r.status = 1 AND r.deleted_at IS NULL) "
        "FROM projects p WHERE p.id = ANY(?)",
        (limits.HOME_RUNS_COUNTED, tx.array(each.id for each in projects)),
    )
    found = {row[0]: row[1:] for row in rows}
    return [_with_counts(each, found[each.id]) for each in projects]


def running(tx: Transaction, project_ids: Sequence[int], limit: int) -> list[RunLine]:
    """Return the runs that go on in these projects, the last started first."""
    rows = tx.all(
        f"{LINE} WHERE r.project_id = ANY(?) AND r.status = 1 AND r.deleted_at IS NULL "
        "ORDER BY r.start_time DESC, r.id DESC LIMIT ?",
        (tx.array(project_ids), limit),
    )
    return [line(row) for row in rows]


def recent(tx: Transaction, project_ids: Sequence[int], limit: int) -> list[RunLine]:
    """Return the runs that were created last in these projects; of each, only its last few are looked at."""
    rows = tx.all(
        f"{LINE} WHERE r.project_id = ANY(?) AND r.deleted_at IS NULL "
        "AND r.iid > (SELECT MAX(x.iid) FROM runs x WHERE x.project_id = p.id) - ? "
        "ORDER BY r.start_time DESC, r.id DESC LIMIT ?",
        (tx.array(project_ids), 2 * limit, limit),
    )
    return [line(row) for row in rows]


def _who(actor: Actor, now: int) -> tuple[object, ...]:
    return actor.user_id, now, actor.user_id, now, actor.user_id


def _conditions(actor: Actor, wanted: WantedSeen) -> Condition:
    conditions: list[Condition] = [seen(actor, "p", "b.role IS NOT NULL")]
    if wanted.mine:
        conditions.append(("(b.role IS NOT NULL OR s.item_id IS NOT NULL)", ()))
    if wanted.search:
        conditions.append(contains(wanted.search, "p.name", "p.path"))
    return all_of(conditions)


def _seen(row: Row) -> SeenProject:
    number, path, name, visibility, archived_at, role, is_starred, _, active_at = row
    return SeenProject(
        number,
        path,
        name or path.rpartition("/")[2],
        Visibility(visibility),
        archived_at is not None,
        None if role is None else Role(role),
        bool(is_starred),
        active_at,
    )


def _with_counts(project: SeenProject, row: Row) -> SeenProject:
    experiments, runs, logged, goes_on = row
    runs = runs if runs < limits.HOME_RUNS_COUNTED else max(runs, logged or 0)
    return msgspec.structs.replace(project, experiments=experiments, runs=runs, running=goes_on)
