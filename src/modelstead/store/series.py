"""Rows of long series, in the order of a history, in portions."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from modelstead.domain.key import KeyKind
from modelstead.domain.series import Row
from modelstead.domain.slices import Slice
from modelstead.store.transaction import Transaction

PORTION = 1_000  # rows that are in memory at once, before they are packed

SEEKS = 200  # places of a history at which a sample looks
SAMPLED = 100  # points at each

Pair = tuple[int, int]
"""A run's row id and a key's."""


class ChartRun(NamedTuple):
    """What a chart has to know of a run."""

    id: int
    run_id: str
    iid: int
    experiment_id: int
    status: int
    start_time: int


class MetricKey(NamedTuple):
    """A metric that some of the runs have: its name and how many of them."""

    key: str
    runs: int


class Latest(NamedTuple):
    """The latest point of a run's metric."""

    run_id: int
    key: str
    step: int
    value: float
    is_nan: int


def runs(tx: Transaction, project_id: int, iids: Iterable[int]) -> dict[int, ChartRun]:
    """Return those runs that a project has, by iid."""
    rows = tx.all(
        "SELECT id, run_id, iid, experiment_id, status, start_time FROM runs WHERE project_id = ? AND iid = ANY(?)",
        (project_id, tx.array(iids)),
    )
    return {row[2]: ChartRun(*row) for row in rows}


def keys(tx: Transaction, experiment_ids: Iterable[int], metrics: Iterable[str]) -> dict[tuple[int, str], int]:
    """Return the numbers of metrics by experiment and name."""
    rows = tx.all(
        "SELECT experiment_id, key, id FROM run_keys WHERE experiment_id = ANY(?) AND key = ANY(?) AND kind = ?",
        (tx.array(experiment_ids), tx.array(metrics), int(KeyKind.METRIC)),
    )
    return {(experiment_id, key): number for experiment_id, key, number in rows}


def metric_keys(tx: Transaction, run_ids: Iterable[int]) -> list[MetricKey]:
    """Return the metrics of runs by name."""
    rows = tx.all(
        "SELECT k.key, v.runs FROM (SELECT key_id, count(*) AS runs FROM latest_metrics WHERE run_id = ANY(?) "
        "GROUP BY key_id) v JOIN run_keys k ON k.id = v.key_id ORDER BY k.key",
        (tx.array(run_ids),),
    )
    return [MetricKey(*row) for row in rows]


def latest(tx: Transaction, run_ids: Iterable[int], metrics: Iterable[str]) -> list[Latest]:
    """Return the latest points of metrics of runs."""
    rows = tx.all(
        "SELECT m.run_id, k.key, m.step, m.value, m.is_nan FROM run_keys k JOIN latest_metrics m ON m.key_id = k.id "
        "WHERE k.kind = ? AND k.key = ANY(?) AND m.run_id = ANY(?) "
        "AND k.experiment_id IN (SELECT r.experiment_id FROM runs r WHERE r.id = ANY(?))",
        (int(KeyKind.METRIC), tx.array(metrics), (ids := tx.array(run_ids)), ids),
    )
    return [Latest(*row) for row in rows]


def counts(tx: Transaction, run_ids: Iterable[int], key_ids: Iterable[int]) -> dict[Pair, int]:
    """Return how many points metrics of runs have; those without are not among them."""
    rows = tx.all(
        "SELECT run_id, key_id, count(*) FROM metric_points WHERE run_id = ANY(?) AND key_id = ANY(?) "
        "GROUP BY run_id, key_id",
        (tx.array(run_ids), tx.array(key_ids)),
    )
    return {(run_id, key_id): count for run_id, key_id, count in rows}


def count_few(tx: Transaction, run_ids: Iterable[int], key_ids: Iterable[int], most: int) -> int:
    """Return how many points metrics of runs have in all, counting at most so many."""
    row = tx.one(
        "SELECT count(*) FROM (SELECT 1 FROM metric_points WHERE run_id = ANY(?) AND key_id = ANY(?) LIMIT ?) p",
        (tx.array(run_ids), tx.array(key_ids), most),
    )
    assert row is not None
    return int(row[0])


def short_histories(tx: Transaction, run_ids: Iterable[int], key_ids: Iterable[int]) -> dict[Pair, list[Row]]:
    """Return all points of metrics of runs, which are few."""
    found: dict[Pair, list[Row]] = {}
    for row in tx.all(
        "SELECT run_id, key_id, timestamp, step, value, is_nan FROM metric_points "
        "WHERE run_id = ANY(?) AND key_id = ANY(?) ORDER BY run_id, key_id, timestamp, step, value, is_nan",
        (tx.array(run_ids), tx.array(key_ids)),
    ):
        found.setdefault((row[0], row[1]), []).append(row[2:])
    return found


def portions(tx: Transaction, pair: Pair, after: Row | None) -> Iterator[list[Row]]:
    """Give the points of one metric of one run behind one of them."""
    behind = "" if after is None else " AND (timestamp, step, value, is_nan) > (?, ?, ?, ?)"
    return tx.portions(
        f"SELECT timestamp, step, value, is_nan FROM metric_points WHERE run_id = ? AND key_id = ?{behind} "
        "ORDER BY timestamp, step, value, is_nan",
        (*pair, *(after or ())),
        size=PORTION,
    )


def longest(tx: Transaction, run_ids: Iterable[int], key_ids: Iterable[int]) -> dict[Pair, int]:
    """Return the latest step of metrics of runs, which tells at no cost about how many points they have."""
    rows = tx.all(
        "SELECT run_id, key_id, step FROM latest_metrics WHERE run_id = ANY(?) AND key_id = ANY(?)",
        (tx.array(run_ids), tx.array(key_ids)),
    )
    return {(run_id, key_id): step for run_id, key_id, step in rows}


def slices(tx: Transaction, pair: Pair, number: int) -> list[Slice]:
    """Return a history in that many slices of equal time, those without points left out; each point is in one.

    Each is a range of the primary key. Grouping the rows instead makes SQLite sort them, which takes twice as long.
    """
    if (ends := _ends(tx, pair)) is None:
        return []
    first, last = ends
    width = -(-(last - first + 1) // number)
    within = "FROM metric_points WHERE run_id = ? AND key_id = ? AND timestamp BETWEEN ? AND ?"
    found: list[Slice] = []
    for begin in range(first, last + 1, width):
        end = min(begin + width - 1, last)
        row = tx.one(
            "SELECT min(step), max(step), min(value) FILTER (WHERE is_nan = 0), max(value) FILTER (WHERE is_nan = 0), "
            f"(SELECT value {within} AND is_nan = 0 ORDER BY timestamp DESC, step DESC, value DESC LIMIT 1), count(*) "
            f"{within}",
            (*pair, begin, end) * 2,
        )
        if row is not None and row[-1]:
            found.append(Slice(begin, end, *row))
    return found


def sample(tx: Transaction, pair: Pair) -> list[Row]:
    """Return points from all over a long history, in its order: a few behind each of evenly spread timestamps."""
    if (ends := _ends(tx, pair)) is None:
        return []
    first, last = ends
    found: dict[Row, None] = {}
    for number in range(SEEKS + 1):
        start = first + (last - first) * number // SEEKS
        rows = tx.all(
            "SELECT timestamp, step, value, is_nan FROM metric_points WHERE run_id = ? AND key_id = ? "
            "AND timestamp >= ? ORDER BY timestamp, step, value, is_nan LIMIT ?",
            (*pair, start, SAMPLED),
        )
        found.update(dict.fromkeys((row[0], row[1], row[2], row[3]) for row in rows))
    return sorted(found)


def _ends(tx: Transaction, pair: Pair) -> tuple[int, int] | None:
    """Return the first and the last timestamp of a history."""
    # Each by itself: SQLite finds one in an index, and walks all of it for both.
    end = "SELECT timestamp FROM metric_points WHERE run_id = ? AND key_id = ? ORDER BY timestamp"
    earliest, latest = tx.one(f"{end} LIMIT 1", pair), tx.one(f"{end} DESC LIMIT 1", pair)
    return None if earliest is None or latest is None else (earliest[0], latest[0])
