"""What a table of runs shows: the rows of a page, and of each only the values of chosen keys."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from modelstead.domain.key import KeyKind
from modelstead.store.search_sql import SHORT_TEXT
from modelstead.store.transaction import Transaction

Cells = dict[tuple[int, int], float | str]
"""Values by run and key, both row ids."""

_TABLES = {KeyKind.METRIC: "latest_metrics", KeyKind.PARAM: "params", KeyKind.TAG: "run_tags"}
LAST_CODE_POINT = "\U0010ffff"


class TableRow(NamedTuple):
    """A run's row; `user_id` is the name that the client gave, `username` that of the account, "" without one."""

    id: int
    run_id: str
    iid: int
    name: str
    user_id: str
    username: str
    status: int
    start_time: int
    end_time: int | None


class Spread(NamedTuple):
    """How a key's values spread over some runs: how many have one, and whether they differ."""

    kind: KeyKind
    key_id: int
    key: str
    runs: int
    differs: bool


def rows(tx: Transaction, row_ids: Sequence[int]) -> list[TableRow]:
    """Return runs in the order of their row ids."""
    found = {
        row[0]: TableRow(*row)
        for row in tx.all(
            "SELECT r.id, r.run_id, r.iid, r.name, r.user_id, COALESCE(u.username, ''), r.status, r.start_time, "
            "r.end_time FROM runs r LEFT JOIN users u ON u.id = r.created_by WHERE r.id = ANY(?)",
            (tx.array(row_ids),),
        )
    }
    return [found[row_id] for row_id in row_ids if row_id in found]


def of_iids(tx: Transaction, experiment_id: int, project_id: int, iids: Iterable[int]) -> list[int]:
    """Return the row ids of an experiment's runs by their numbers in the project, in the order of those."""
    found = tx.all(
        "SELECT iid, id FROM runs WHERE project_id = ? AND iid = ANY(?) AND experiment_id = ?",
        (project_id, tx.array(sorted(set(iids))), experiment_id),
    )
    return [row_id for _, row_id in sorted(found)]


def metrics(tx: Transaction, row_ids: Sequence[int], key_ids: Sequence[int]) -> Cells:
    """Return the latest values of metrics; NaN is NaN."""
    if not row_ids or not key_ids:
        return {}
    found = tx.all(
        "SELECT run_id, key_id, value, is_nan FROM latest_metrics WHERE run_id = ANY(?) AND key_id = ANY(?)",
        (tx.array(row_ids), tx.array(key_ids)),
    )
    return {(run_id, key_id): float("nan") if is_nan else value for run_id, key_id, value, is_nan in found}


def extremes(tx: Transaction, row_ids: Sequence[int], key_ids: Sequence[int]) -> dict[tuple[int, int], Sequence[float]]:
    """Return the lowest and the highest value of metrics among all their points; NaN is not among them."""
    if not row_ids or not key_ids:
        return {}
    found = tx.all(
        "SELECT run_id, key_id, min(value), max(value) FROM metric_points "
        "WHERE run_id = ANY(?) AND key_id = ANY(?) AND is_nan = 0 GROUP BY run_id, key_id",
        (tx.array(row_ids), tx.array(key_ids)),
    )
    return {(run_id, key_id): values for run_id, key_id, *values in found}


def texts(tx: Transaction, kind: KeyKind, row_ids: Sequence[int], key_ids: Sequence[int], length: int) -> Cells:
    """Return the values of params or tags, each at most `length` characters of it."""
    if not row_ids or not key_ids:
        return {}
    found = tx.all(
        f"SELECT run_id, key_id, substr(value, 1, {length}) FROM {_TABLES[kind]} "
        "WHERE run_id = ANY(?) AND key_id = ANY(?)",
        (tx.array(row_ids), tx.array(key_ids)),
    )
    return {(run_id, key_id): value for run_id, key_id, value in found}


def spread(tx: Transaction, kind: KeyKind, row_ids: Sequence[int], most: int) -> list[Spread]:
    """Return the keys of a kind that runs have, first logged first, from at most `most` of their values."""
    if not row_ids:
        return []
    found = tx.all(
        "SELECT v.key_id, k.key, v.runs, v.differs FROM (SELECT key_id, count(*) AS runs, "
        "CASE WHEN min(value) <> max(value) THEN 1 ELSE 0 END AS differs "
        f"FROM (SELECT key_id, value FROM {_TABLES[kind]} WHERE run_id = ANY(?) LIMIT ?) s GROUP BY key_id) v "
        "JOIN run_keys k ON k.id = v.key_id ORDER BY v.key_id",
        (tx.array(row_ids), most),
    )
    return [Spread(kind, key_id, key, runs, bool(differs)) for key_id, key, runs, differs in found]


def count_keys(tx: Transaction, experiment_id: int) -> dict[KeyKind, int]:
    """Return how many keys of each kind an experiment has."""
    found = tx.all("SELECT kind, count(*) FROM run_keys WHERE experiment_id = ? GROUP BY kind", (experiment_id,))
    return {KeyKind(kind): number for kind, number in found}


def names(tx: Transaction, experiment_id: int) -> dict[KeyKind, list[str]]:
    """Return every key that an experiment has, by name."""
    held: dict[KeyKind, list[str]] = {kind: [] for kind in KeyKind}
    for kind, key in tx.all("SELECT kind, key FROM run_keys WHERE experiment_id = ? ORDER BY key", (experiment_id,)):
        held[KeyKind(kind)].append(key)
    return held


def values(tx: Transaction, kind: KeyKind, key_id: int, prefix: str, most: int) -> list[str]:
    """Return the first different values of a param or tag that begin with a text; an index steps from one to the next.

    Values that are too long for the index are not among them.
    """
    table = _TABLES[kind]
    among = f"FROM {table} t WHERE t.key_id = ? AND length(t.value) <= {SHORT_TEXT} AND t.value < ? AND t.value"
    end = prefix + LAST_CODE_POINT
    found = tx.all(
        f"WITH RECURSIVE v (value) AS (SELECT (SELECT min(t.value) {among} >= ?) UNION ALL "
        f"SELECT (SELECT min(t.value) {among} > v.value) FROM v WHERE v.value IS NOT NULL) "
        "SELECT value FROM v WHERE value IS NOT NULL LIMIT ?",
        (key_id, end, prefix, key_id, end, most),
    )
    return [row[0] for row in found]


def attribute_values(
    tx: Transaction, experiment_id: int, column: str, prefix: str, most: int, looked_at: int
) -> list[str]:
    """Return different values of a text column of the newest runs."""
    found = tx.all(
        f"SELECT DISTINCT value FROM (SELECT {column} AS value FROM runs WHERE experiment_id = ? "
        "ORDER BY start_time DESC, run_id LIMIT ?) v WHERE value >= ? AND value < ? ORDER BY value LIMIT ?",
        (experiment_id, looked_at, prefix, prefix + LAST_CODE_POINT, most),
    )
    return [row[0] for row in found]


def last_iid(tx: Transaction, project_id: int) -> int:
    """Return the number of the run that was made last in a project."""
    row = tx.one("SELECT max(iid) FROM runs WHERE project_id = ?", (project_id,))
    return 0 if row is None or row[0] is None else int(row[0])


def count_since(tx: Transaction, project_id: int, experiment_id: int, iid: int, most: int) -> int:
    """Return how many of an experiment's active runs were made after a run of the project, at most `most`."""
    row = tx.one(
        "SELECT count(*) FROM (SELECT 1 FROM runs WHERE project_id = ? AND iid > ? AND experiment_id = ? "
        "AND deleted_at IS NULL LIMIT ?) q",
        (project_id, iid, experiment_id, most),
    )
    assert row is not None
    return int(row[0])


def count_running(tx: Transaction, project_id: int, experiment_id: int, most: int) -> int:
    """Return how many of an experiment's active runs go on now, at most `most`."""
    row = tx.one(
        "SELECT count(*) FROM (SELECT 1 FROM runs WHERE project_id = ? AND status = 1 AND experiment_id = ? "
        "AND deleted_at IS NULL LIMIT ?) q",
        (project_id, experiment_id, most),
    )
    assert row is not None
    return int(row[0])
