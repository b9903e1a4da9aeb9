"""Rows of runs."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from modelstead.domain.experiment import ViewType
from modelstead.domain.run import Run, RunStatus
from modelstead.store.transaction import Row, Transaction

_SELECT = (
    "SELECT r.id, r.run_id, r.iid, e.iid, r.name, r.user_id, r.status, r.start_time, r.end_time, r.deleted_at "
    "FROM runs r JOIN experiments e ON e.id = r.experiment_id"
)
_VIEW = {
    ViewType.ACTIVE_ONLY: " AND r.deleted_at IS NULL",
    ViewType.DELETED_ONLY: " AND r.deleted_at IS NOT NULL",
    ViewType.ALL: "",
}


class RunKey(NamedTuple):
    """As much of a run as logging to it needs."""

    id: int
    project_id: int
    experiment_id: int
    is_deleted: bool


def insert(tx: Transaction, project_id: int, experiment_id: int, run: Run, *, created_by: int | None) -> int:
    """Store a run, whose `id` is not known yet, and return its row id."""
    row = tx.one(
        "INSERT INTO runs (project_id, experiment_id, iid, run_id, name, user_id, created_by, status, start_time) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
        (
            project_id,
            experiment_id,
            run.iid,
            run.run_id,
            run.name,
            run.user_id,
            created_by,
            int(run.status),
            run.start_time,
        ),
    )
    assert row is not None
    return int(row[0])


def get(tx: Transaction, project_id: int, run_id: str) -> Run | None:
    row = tx.one(f"{_SELECT} WHERE r.run_id = ? AND r.project_id = ?", (run_id, project_id))
    return None if row is None else _run(row)


def keys(tx: Transaction, run_ids: Sequence[str]) -> dict[str, RunKey]:
    """Return what is known of these runs, in whichever project they are."""
    sql = "SELECT run_id, id, project_id, experiment_id, deleted_at IS NOT NULL FROM runs WHERE run_id "
    rows = tx.all(f"{sql} = ?", run_ids) if len(run_ids) == 1 else tx.all(f"{sql} = ANY(?)", (tx.array(run_ids),))
    return {row[0]: RunKey(*row[1:]) for row in rows}


def newest(
    tx: Transaction, experiment_ids: Sequence[int], view: ViewType, limit: int, after: tuple[int, str] | None
) -> list[Run]:
    """Return runs of experiments (row ids), last started first, behind the one with this (start_time, run_id)."""
    values: list[object] = [tx.array(experiment_ids)]
    among = "= ANY(?)"
    if len(experiment_ids) == 1:
        among, values = "= ?", [experiment_ids[0]]
    behind = ""
    if after is not None:
        behind = " AND r.start_time <= ? AND (r.start_time < ? OR r.run_id > ?)"
        values += [after[0], after[0], after[1]]
    rows = tx.all(
        f"{_SELECT} WHERE r.experiment_id {among}{_VIEW[view]}{behind} ORDER BY r.start_time DESC, r.run_id LIMIT ?",
        (*values, limit),
    )
    return [_run(row) for row in rows]


def hold(tx: Transaction, row_id: int) -> None:
    """Make everyone else who changes or holds a run's row wait until this transaction ends."""
    tx.execute("UPDATE runs SET status = status WHERE id = ?", (row_id,))


def update(tx: Transaction, run: Run) -> None:
    """Store what may change of a run: status, end and name."""
    tx.execute(
        "UPDATE runs SET status = ?, end_time = ?, name = ? WHERE id = ?",
        (int(run.status), run.end_time, run.name, run.id),
    )


def rename(tx: Transaction, names: Iterable[tuple[str, int]]) -> None:
    """Give runs other names: (name, row id)."""
    tx.execute_many("UPDATE runs SET name = ? WHERE id = ?", names)


def set_deleted(tx: Transaction, row_id: int, deleted_at: int | None) -> None:
    """Put a run in the trash, or take it out with None."""
    tx.execute("UPDATE runs SET deleted_at = ?, deleted_with_experiment = 0 WHERE id = ?", (deleted_at, row_id))


def delete_with_experiment(tx: Transaction, experiment_id: int, now: int) -> None:
    """Put an experiment's active runs in the trash with it."""
    tx.execute(
        "UPDATE runs SET deleted_at = ?, deleted_with_experiment = 1 WHERE experiment_id = ? AND deleted_at IS NULL",
        (now, experiment_id),
    )


def restore_with_experiment(tx: Transaction, experiment_id: int) -> None:
    """Take those runs out of the trash that went there with their experiment."""
    tx.execute(
        "UPDATE runs SET deleted_at = NULL, deleted_with_experiment = 0 "
        "WHERE experiment_id = ? AND deleted_with_experiment = 1",
        (experiment_id,),
    )


def _run(row: Row) -> Run:
    number, run_id, iid, experiment_iid, name, user_id, status, start_time, end_time, deleted_at = row
    return Run(number, run_id, iid, experiment_iid, name, user_id, RunStatus(status), start_time, end_time, deleted_at)
