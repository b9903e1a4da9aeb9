"""All projects of the server, also archived ones and those in the trash, as administrators list them."""

from enum import Enum

import msgspec

from modelstead.domain.project import Project
from modelstead.domain.quota import Usage
from modelstead.domain.user import UserKind
from modelstead.store import projects
from modelstead.store.matching import Condition, all_of, contains
from modelstead.store.transaction import Row, Transaction

_LAST_RUN = "(SELECT r.start_time FROM runs r WHERE r.project_id = p.id ORDER BY r.iid DESC LIMIT 1)"
_COLUMNS = (
    f"{projects.COLUMNS}, p.deleted_at, p.used_bytes, p.quota_bytes, "
    f"CASE WHEN {_LAST_RUN} > p.updated_at THEN {_LAST_RUN} ELSE p.updated_at END AS active_at"
)
_OF_PROJECT = 8  # columns of a row that are the project's own


class State(Enum):
    """What a project can be, beside there to be used."""

    ACTIVE = "active"
    ARCHIVED = "archived"
    DELETED = "deleted"


class Order(Enum):
    """What projects are listed by."""

    PATH = "path"
    SIZE = "size"
    ACTIVITY = "activity"
    CREATED = "created"


_STATES = {
    State.ACTIVE: "p.deleted_at IS NULL AND p.archived_at IS NULL",
    State.ARCHIVED: "p.deleted_at IS NULL AND p.archived_at IS NOT NULL",
    State.DELETED: "p.deleted_at IS NOT NULL",
}
_ORDERS = {
    Order.PATH: "p.path, p.id",
    Order.SIZE: "p.used_bytes DESC, p.id DESC",
    Order.ACTIVITY: "active_at DESC, p.id DESC",
    Order.CREATED: "p.id DESC",
}


class ServerProject(msgspec.Struct, frozen=True):
    """A project with what it keeps; one in the trash has its path of before."""

    project: Project
    deleted_at: int | None
    usage: Usage
    active_at: int
    members: int = 0
    runs: int = 0


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which projects are listed: those whose path or name holds a text, in a state or in any."""

    search: str = ""
    state: State | None = None
    order: Order = Order.PATH
    limit: int = 1
    offset: int = 0


def page(tx: Transaction, wanted: Wanted) -> list[ServerProject]:
    """Return a page of the server's projects, without their counts."""
    where, values = _conditions(wanted)
    rows = tx.all(
        f"SELECT {_COLUMNS} FROM projects p WHERE {where} ORDER BY {_ORDERS[wanted.order]} LIMIT ? OFFSET ?",
        (*values, wanted.limit, wanted.offset),
    )
    return [_project(row) for row in rows]


def count(tx: Transaction, wanted: Wanted) -> int:
    """Return how many projects there are on all pages."""
    where, values = _conditions(wanted)
    row = tx.one(f"SELECT COUNT(*) FROM projects p WHERE {where}", values)
    assert row is not None
    return int(row[0])


def counted(tx: Transaction, found: list[ServerProject], now: int, runs_most: int) -> list[ServerProject]:
    """Return projects with their people, also those of the groups above, and their runs.

    More runs than `runs_most` are as many as the project has numbered.
    """
    wanted = tx.array([each.project.id for each in found])
    people: dict[int, int] = dict(tx.all(_PEOPLE, (wanted, wanted, now, now, UserKind.HUMAN.value)))
    runs = {row[0]: row[1] if row[1] < runs_most else row[2] for row in tx.all(_RUNS, (runs_most, wanted))}
    return [
        msgspec.structs.replace(each, members=people.get(each.project.id, 0), runs=runs.get(each.project.id, 0))
        for each in found
    ]


_PEOPLE = """
WITH RECURSIVE above (project_id, group_id) AS (
    SELECT p.id, p.group_id FROM projects p WHERE p.id = ANY(?)
    UNION
    SELECT a.project_id, g.parent_id FROM above a JOIN groups g ON g.id = a.group_id WHERE g.parent_id IS NOT NULL
), found (project_id, user_id) AS (
    SELECT m.project_id, m.user_id FROM project_members m
    WHERE m.project_id = ANY(?) AND (m.expires_at IS NULL OR m.expires_at > ?)
    UNION
    SELECT a.project_id, m.user_id FROM above a JOIN group_members m ON m.group_id = a.group_id
    WHERE m.expires_at IS NULL OR m.expires_at > ?
)
SELECT f.project_id, COUNT(*) FROM found f JOIN users u ON u.id = f.user_id
WHERE u.kind = ? AND u.deleted_at IS NULL GROUP BY f.project_id
"""
_RUNS = (
    "SELECT p.id, "
    "(SELECT COUNT(*) FROM (SELECT 1 FROM runs r WHERE r.project_id = p.id AND r.deleted_at IS NULL LIMIT ?) c), "
    "(SELECT c.value FROM counters c WHERE c.project_id = p.id AND c.noun = 'run') "
    "FROM projects p WHERE p.id = ANY(?)"
)


def _conditions(wanted: Wanted) -> Condition:
    conditions: list[Condition] = []
    if wanted.search:
        conditions.append(contains(wanted.search, "p.path", "p.name"))
    if wanted.state is not None:
        conditions.append((_STATES[wanted.state], ()))
    return all_of(conditions)


def _project(row: Row) -> ServerProject:
    project, (deleted_at, used, quota, active_at) = projects.of_row(row[:_OF_PROJECT]), row[_OF_PROJECT:]
    if deleted_at is not None:
        project = msgspec.structs.replace(project, path=project.path.removesuffix(f" deleted {project.id}"))
    return ServerProject(project, deleted_at, Usage(used, quota), active_at)
