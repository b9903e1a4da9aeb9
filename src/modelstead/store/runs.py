"""Rows of runs."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from modelstead.domain.run import Run, RunStatus
from modelstead.store.transaction import Row, Transaction

_SELECT = (
    "SELECT r.id, r.run_id, r.iid, e.iid, r.name, r.user_id, r.status, r.start_time, r.end_time, "
    "r.deleted_at, r.version_id FROM runs r JOIN experiments e ON e.id = r.experiment_id"
)


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


def by_iid(tx: Transaction, project_id: int, iid: int) -> Run | None:
    row = tx.one(f"{_SELECT} WHERE r.project_id = ? AND r.iid = ?", (project_id, iid))
    return None if row is None else _run(row)


def has_any(tx: Transaction, project_id: int) -> bool:
    """Tell whether a project has a run, in the trash or not."""
    return tx.one("SELECT 1 FROM runs WHERE project_id = ? LIMIT 1", (project_id,)) is not None


def keys(tx: Transaction, run_ids: Sequence[str]) -> dict[str, RunKey]:
    """Return what is known of these runs, in whichever project they are."""
    sql = "SELECT run_id, id, project_id, experiment_id, deleted_at IS NOT NULL FROM runs WHERE run_id "
    rows = tx.all(f"{sql} = ?", run_ids) if len(run_ids) == 1 else tx.all(f"{sql} = ANY(?)", (tx.array(run_ids),))
    return {row[0]: RunKey(*row[1:]) for row in rows}


def by_rows(tx: Transaction, row_ids: Sequence[int]) -> list[Run]:
    """Return runs in the order of their row ids."""
    found = {row[0]: _run(row) for row in tx.all(f"{_SELECT} WHERE r.id = ANY(?)", (tx.array(row_ids),))}
    return [found[row_id] for row_id in row_ids if row_id in found]


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


def set_version(tx: Transaction, row_id: int, version_id: int) -> None:
    """Let a run be the own run of a model version."""
    tx.execute("UPDATE runs SET version_id = ? WHERE id = ?", (version_id, row_id))


def set_deleted(tx: Transaction, row_id: int, deleted_at: int | None) -> None:
    """Put a run in the trash, or take it out with None."""
    tx.execute("UPDATE runs SET deleted_at = ?, deleted_with_experiment = 0 WHERE id = ?", (deleted_at, row_id))


def delete_with_experiment(tx: Transaction, experiment_id: int, now: int) -> None:
    """Put an experiment's active runs in the trash with it, but for those that a version in use has."""
    tx.execute(
        "UPDATE runs SET deleted_at = ?, deleted_with_experiment = 1 WHERE experiment_id = ? AND deleted_at IS NULL "
        "AND NOT EXISTS (SELECT 1 FROM model_versions v JOIN registered_models m ON m.id = v.model_id "
        "WHERE v.run_id = runs.id AND v.deleted_at IS NULL AND m.deleted_at IS NULL)",
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
    number, run_id, iid, experiment_iid, name, user_id, status, *rest = row
    return Run(number, run_id, iid, experiment_iid, name, user_id, RunStatus(status), *rest)
