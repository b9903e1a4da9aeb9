"""Rows of many new runs at once."""

from collections.abc import Iterable, Sequence

from modelstead.domain.run import Run
from modelstead.store.transaction import Transaction


def insert(
    tx: Transaction, project_id: int, experiment_id: int, runs: Sequence[Run], *, created_by: int | None
) -> list[int]:
    """Store runs of numbers that follow each other, and return their row ids."""
    tx.execute_many(
        "INSERT INTO runs (project_id, experiment_id, iid, run_id, name, user_id, created_by, status, start_time, "
        "end_time) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
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
                run.end_time,
            )
            for run in runs
        ],
    )
    rows = tx.all(
        "SELECT id FROM runs WHERE project_id = ? AND iid BETWEEN ? AND ? ORDER BY iid",
        (project_id, runs[0].iid, runs[-1].iid),
    )
    return [row[0] for row in rows]


def insert_tags(tx: Transaction, rows: Iterable[tuple[int, int, str]]) -> None:
    """Store tags of runs that have none of these yet: (run, key's number, value)."""
    tx.execute_many("INSERT INTO run_tags (run_id, key_id, value) VALUES (?, ?, ?)", rows)
