"""Lists of the projects that somebody sees, each with its group, its settings and their roles there."""

from enum import Enum

import msgspec

from modelstead.domain.actor import Actor
from modelstead.domain.namespace import Namespace
from modelstead.domain.project import ProjectRecord, Visibility
from modelstead.domain.quota import Usage
from modelstead.domain.role import Role
from modelstead.store import paths, projects
from modelstead.store.group_search import below, seen
from modelstead.store.matching import Condition, all_of, contains
from modelstead.store.memberships import MINE
from modelstead.store.transaction import Row, Transaction

# The roles in `best` are 0 where there is none.
_FOUND = f"""
WITH RECURSIVE {MINE}, roles (project_id, own, above) AS (
    SELECT m.project_id, m.role, 0 FROM project_members m
    WHERE m.user_id = ? AND (m.expires_at IS NULL OR m.expires_at > ?)
    UNION ALL
    SELECT p.id, 0, m.role FROM projects p JOIN mine m ON m.id = p.group_id
), best (project_id, own, above) AS (SELECT project_id, MAX(own), MAX(above) FROM roles GROUP BY project_id)
SELECT {{columns}} FROM projects p JOIN groups g ON g.id = p.group_id LEFT JOIN best b ON b.project_id = p.id
WHERE p.deleted_at IS NULL AND {{where}}
"""
_LAST_RUN = "(SELECT r.start_time FROM runs r WHERE r.project_id = p.id ORDER BY r.iid DESC LIMIT 1)"
_COLUMNS = (
    f"{projects.COLUMNS}, g.id, g.parent_id, g.path, g.name, p.created_by, "
    f"CASE WHEN {_LAST_RUN} > p.updated_at THEN {_LAST_RUN} ELSE p.updated_at END AS active_at, "
    "p.retention_days, p.shared_names, p.used_bytes, p.quota_bytes, COALESCE(b.own, 0), COALESCE(b.above, 0)"
)
_PROJECT, _GROUP = 8, 12  # where the columns of each end


class ProjectOrder(Enum):
    """What projects can be listed by."""

    ID = "id"
    NAME = "name"
    PATH = "path"
    CREATED_AT = "created_at"
    UPDATED_AT = "updated_at"
    LAST_ACTIVITY_AT = "last_activity_at"


_ORDERS = {
    ProjectOrder.ID: "p.id",
    ProjectOrder.NAME: "LOWER(p.name)",
    ProjectOrder.PATH: "p.path",
    ProjectOrder.CREATED_AT: "p.created_at",
    ProjectOrder.UPDATED_AT: "p.updated_at",
    ProjectOrder.LAST_ACTIVITY_AT: "active_at",
}


class WantedProjects(msgspec.Struct, frozen=True, kw_only=True):
    """Which projects are listed: those that fit everything that is given. `below` is the path of a group above them."""

    id: int | None = None
    search: str = ""
    search_paths: bool = False  # the whole ones, not only their ends
    min_role: Role | None = None
    visibility: Visibility | None = None
    archived: bool | None = None
    group_id: int | None = None
    below: str = ""
    id_after: int | None = None
    id_before: int | None = None
    order: ProjectOrder = ProjectOrder.CREATED_AT
    descending: bool = True
    limit: int = 1
    offset: int = 0


def page(tx: Transaction, actor: Actor, wanted: WantedProjects, now: int) -> list[ProjectRecord]:
    """Return a page of the projects that somebody sees."""
    where, values = _conditions(actor, wanted)
    direction = "DESC" if wanted.descending else "ASC"
    rows = tx.all(
        _FOUND.format(columns=_COLUMNS, where=where)
        + f"ORDER BY {_ORDERS[wanted.order]} {direction}, p.id {direction} LIMIT ? OFFSET ?",
        (*_who(actor, now), *values, wanted.limit, wanted.offset),
    )
    names = paths.full_names(tx, [row[_PROJECT + 2] for row in rows])
    return [_record(row, names) for row in rows]


def count(tx: Transaction, actor: Actor, wanted: WantedProjects, now: int) -> int:
    """Return how many projects there are on all pages."""
    where, values = _conditions(actor, wanted)
    row = tx.one(_FOUND.format(columns="COUNT(*)", where=where), (*_who(actor, now), *values))
    assert row is not None
    return int(row[0])


def _who(actor: Actor, now: int) -> tuple[object, ...]:
    return (actor.user_id, now) * 2


def _conditions(actor: Actor, wanted: WantedProjects) -> Condition:
    conditions: list[Condition] = [seen(actor, "p", "b.project_id IS NOT NULL")]
    if wanted.search:
        last = "p.path" if wanted.search_paths else "SUBSTR(p.path, LENGTH(g.path) + 2)"
        conditions.append(contains(wanted.search, "p.name", last))
    if wanted.min_role is not None:
        conditions.append(("(b.own >= ? OR b.above >= ?)", (int(wanted.min_role),) * 2))
    if wanted.visibility is not None:
        conditions.append(("p.visibility = ?", (wanted.visibility.value,)))
    if wanted.archived is not None:
        conditions.append((f"p.archived_at IS {'NOT ' if wanted.archived else ''}NULL", ()))
    if wanted.below:
        conditions.append(below(wanted.below, "p"))
    equal = {"p.id = ?": wanted.id, "p.group_id = ?": wanted.group_id}
    bounds = {"p.id > ?": wanted.id_after, "p.id < ?": wanted.id_before}
    conditions += [(sql, (value,)) for sql, value in (equal | bounds).items() if value is not None]
    return all_of(conditions)


def _record(row: Row, names: dict[str, str]) -> ProjectRecord:
    project, group = projects.of_row(row[:_PROJECT]), Namespace(*row[_PROJECT:_GROUP])
    created_by, active_at, retention_days, shared_names, used, quota, own, above = row[_GROUP:]
    return ProjectRecord(
        project,
        group,
        f"{names[group.path]} / {project.name}",
        created_by,
        active_at,
        retention_days,
        bool(shared_names),
        Usage(used, quota),
        Role(own) if own else None,
        Role(above) if above else None,
    )
