"""Rows of metrics: every point, and the latest point of each run's metric.

The primary key of metric_points is the order of a history, so that reading one is one range, and a point logged twice
is one row. NaN is 0 with is_nan = 1, since SQLite has none.
"""

from collections.abc import Iterable, Sequence

from modelstead.domain.metric import MetricPoint
from modelstead.store.transaction import Transaction

_NAN = float("nan")


PointRow = tuple[int, int, int, int, float, int]
"""A point as stored, in the order of a history: run, key, timestamp, step, value, is_nan."""


def append(tx: Transaction, rows: Iterable[PointRow]) -> None:
    """Store points; those that are there already stay as they are."""
    tx.execute_many(
        "INSERT INTO metric_points (run_id, key_id, timestamp, step, value, is_nan) VALUES (?, ?, ?, ?, ?, ?) "
        "ON CONFLICT DO NOTHING",
        rows,
    )


def raise_latest(tx: Transaction, rows: Iterable[PointRow]) -> None:
    """Make each point the latest of its metric, unless the one there has a higher (step, timestamp, value).

    NaN counts as 0; a 0 that was logged as such takes its place, so that the order of arrival does not matter.
    """
    tx.execute_many(
        "INSERT INTO latest_metrics (run_id, key_id, timestamp, step, value, is_nan) VALUES (?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (run_id, key_id) DO UPDATE SET step = excluded.step, timestamp = excluded.timestamp, "
        "value = excluded.value, is_nan = excluded.is_nan "
        "WHERE (excluded.step, excluded.timestamp, excluded.value, latest_metrics.is_nan) "
        "> (latest_metrics.step, latest_metrics.timestamp, latest_metrics.value, excluded.is_nan)",
        rows,
    )


def latest_of_runs(tx: Transaction, run_ids: Iterable[int]) -> dict[int, list[MetricPoint]]:
    """Return the latest point of each metric of each run, by key."""
    found: dict[int, list[MetricPoint]] = {}
    for run_id, key, value, timestamp, step, is_nan in tx.all(
        "SELECT m.run_id, k.key, m.value, m.timestamp, m.step, m.is_nan "
        "FROM latest_metrics m JOIN run_keys k ON k.id = m.key_id WHERE m.run_id = ANY(?) ORDER BY m.run_id, k.key",
        (tx.array(run_ids),),
    ):
        found.setdefault(run_id, []).append(MetricPoint(key, _NAN if is_nan else value, timestamp, step))
    return found


def history(
    tx: Transaction, run_id: int, key_id: int, limit: int, after: tuple[int, int, float, int] | None = None
) -> list[tuple[int, int, float, int]]:
    """Return points as (timestamp, step, value, is_nan) in that order, behind one of them."""
    behind: str = ""
    values: tuple[object, ...] = ()
    if after is not None:
        behind, values = " AND (timestamp, step, value, is_nan) > (?, ?, ?, ?)", after
    return tx.all(
        f"SELECT timestamp, step, value, is_nan FROM metric_points WHERE run_id = ? AND key_id = ?{behind} "
        "ORDER BY timestamp, step, value, is_nan LIMIT ?",
        (run_id, key_id, *values, limit),
    )


def steps(
    tx: Transaction, run_ids: Sequence[int], key_ids: Sequence[int], start: int | None, end: int | None
) -> list[tuple[int, int]]:
    """Return the distinct (run, step) of metrics between two steps, both included."""
    condition, values = _between(start, end)
    return tx.all(
        f"SELECT DISTINCT run_id, step FROM metric_points WHERE run_id = ANY(?) AND key_id = ANY(?){condition} "
        "ORDER BY run_id, step",
        (tx.array(run_ids), tx.array(key_ids), *values),
    )


def at_steps(
    tx: Transaction, run_id: int, key_id: int, steps: Iterable[int], limit: int
) -> list[tuple[int, int, float, int]]:
    """Return a run's points at these steps as (timestamp, step, value, is_nan), by step, timestamp and value."""
    return tx.all(
        "SELECT timestamp, step, value, is_nan FROM metric_points WHERE run_id = ? AND key_id = ? AND step = ANY(?) "
        "ORDER BY step, timestamp, value LIMIT ?",
        (run_id, key_id, tx.array(steps), limit),
    )


def _between(start: int | None, end: int | None) -> tuple[str, tuple[int, ...]]:
    if start is None and end is None:
        return "", ()
    low = -(2**63) if start is None else start
    high = 2**63 - 1 if end is None else end
    return " AND step BETWEEN ? AND ?", (low, high)
