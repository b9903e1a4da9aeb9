"""A run among others: its parent and children, those before and after it in its experiment, versions made of it."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from modelstead.domain.key import KeyKind
from modelstead.domain.run_source import PARENT
from modelstead.store.transaction import Row, Transaction

_COLUMNS = "r.run_id, r.iid, r.name, r.status, r.start_time, r.deleted_at"
_CHILD = "t.key_id = ANY(?) AND length(t.value) <= 64 AND r.id = t.run_id AND r.deleted_at IS NULL"


class Relative(NamedTuple):
    """As much of a run as a link to it shows."""

    run_id: str
    iid: int
    name: str
    status: int
    start_time: int
    deleted_at: int | None


class VersionRow(NamedTuple):
    """A version that a run was made a release as."""

    name: str
    number: int
    semantic_version: str
    model_iid: int
    iid: int


def by_run_id(tx: Transaction, project_id: int, run_id: str) -> Relative | None:
    return _one(tx.one(f"SELECT {_COLUMNS} FROM runs r WHERE r.run_id = ? AND r.project_id = ?", (run_id, project_id)))


def parent_keys(tx: Transaction, project_id: int) -> list[int]:
    """Return the numbers of the tag that names a parent, in every experiment of a project that has it."""
    rows = tx.all(
        "SELECT k.id FROM experiments e CROSS JOIN run_keys k "
        "WHERE e.project_id = ? AND k.experiment_id = e.id AND k.key = ? AND k.kind = ?",
        (project_id, PARENT, int(KeyKind.TAG)),
    )
    return [row[0] for row in rows]


def children(tx: Transaction, keys: Sequence[int], run_id: str, limit: int, offset: int = 0) -> list[Relative]:
    """Return the runs that name one as their parent, the first started first; those in the trash are not among them."""
    rows = tx.all(
        f"SELECT {_COLUMNS} FROM run_tags t CROSS JOIN runs r WHERE {_CHILD} AND t.value = ? "
        "ORDER BY r.start_time, r.iid LIMIT ? OFFSET ?",
        (tx.array(keys), run_id, limit, offset),
    )
    return [Relative(*row) for row in rows]


def child_counts(tx: Transaction, keys: Sequence[int], run_ids: Iterable[str]) -> dict[str, int]:
    """Return how many children runs have, for those that have any."""
    rows = tx.all(
        f"SELECT t.value, count(*) FROM run_tags t CROSS JOIN runs r WHERE {_CHILD} AND t.value = ANY(?) "
        "GROUP BY t.value",
        (tx.array(keys), tx.array(run_ids)),
    )
    return dict(rows)


def started_before(tx: Transaction, experiment_iid: int, project_id: int, start: int, run_id: str) -> Relative | None:
    """Return the run that started last before one, in its experiment."""
    return _one(
        tx.one(
            f"SELECT {_COLUMNS} FROM runs r WHERE {_SAME} AND r.start_time <= ? "
            "AND (r.start_time < ? OR r.run_id > ?) ORDER BY r.start_time DESC, r.run_id LIMIT 1",
            (project_id, experiment_iid, start, start, run_id),
        )
    )


def started_after(tx: Transaction, experiment_iid: int, project_id: int, start: int, run_id: str) -> Relative | None:
    """Return the run that started first after one, in its experiment."""
    return _one(
        tx.one(
            f"SELECT {_COLUMNS} FROM runs r WHERE {_SAME} AND r.start_time >= ? "
            "AND (r.start_time > ? OR r.run_id < ?) ORDER BY r.start_time, r.run_id DESC LIMIT 1",
            (project_id, experiment_iid, start, start, run_id),
        )
    )


_SAME = (
    "r.experiment_id = (SELECT e.id FROM experiments e WHERE e.project_id = ? AND e.iid = ?) AND r.deleted_at IS NULL"
)


def versions(tx: Transaction, run_row: int) -> list[VersionRow]:
    """Return the versions in use that a run was promoted to, the newest first."""
    rows = tx.all(
        "SELECT m.name, v.number, v.semantic_version, m.iid, v.iid FROM model_versions v "
        "JOIN registered_models m ON m.id = v.model_id "
        "WHERE v.run_id = ? AND v.deleted_at IS NULL AND m.deleted_at IS NULL ORDER BY v.id DESC LIMIT 100",
        (run_row,),
    )
    return [VersionRow(*row) for row in rows]


def _one(row: Row | None) -> Relative | None:
    return None if row is None else Relative(*row)
