"""What one run's page shows of its params, metrics and tags: a page of each, with long values cut."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from modelstead.domain.key import KeyKind
from modelstead.store import matching
from modelstead.store.matching import Condition
from modelstead.store.transaction import Transaction

PLACES = 32  # of a small line

_TABLES = {KeyKind.PARAM: "params", KeyKind.TAG: "run_tags"}
# The first and the last point of each metric, and 32 places between them, without a sum that is too large.
_FIRST = "(SELECT p.{} FROM metric_points p WHERE p.run_id = ? AND p.key_id = k.id ORDER BY p.timestamp{}, p.step{} "
_LAST = PLACES - 1
_PLACE = (
    f"e.{{0}}0 / {_LAST} * ({_LAST} - n.n) + e.{{0}}1 / {_LAST} * n.n "
    f"+ (e.{{0}}0 % {_LAST} * ({_LAST} - n.n) + e.{{0}}1 % {_LAST} * n.n) / {_LAST}"
)
_ENDS = ", ".join(
    f"{_FIRST.format(column, order, order)}LIMIT 1) AS {letter}{end}"
    for column, letter in (("timestamp", "t"), ("step", "s"))
    for end, order in ((0, ""), (1, " DESC"))
)
_LINES = (
    f"WITH RECURSIVE places(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM places WHERE n < {_LAST}), "
    f"ends AS MATERIALIZED (SELECT k.id, {_ENDS} FROM run_keys k WHERE k.id = ANY(?)) "
    "SELECT e.id, p.step, p.value, p.is_nan FROM ends e CROSS JOIN places n CROSS JOIN metric_points p "
    "WHERE p.run_id = ? AND p.key_id = e.id AND (p.timestamp, p.step) = (SELECT q.timestamp, q.step "
    "FROM metric_points q WHERE q.run_id = ? AND q.key_id = e.id AND (q.timestamp, q.step) >= "
    f"({_PLACE.format('t')}, {_PLACE.format('s')}) ORDER BY q.timestamp, q.step LIMIT 1) LIMIT ?"
)


class TextRow(NamedTuple):
    """A param or a tag; `length` is that of the whole value."""

    key: str
    value: str
    length: int


class MetricRow(NamedTuple):
    """The latest point of a metric."""

    key_id: int
    key: str
    value: float
    is_nan: bool
    step: int
    timestamp: int


class Range(NamedTuple):
    """How many points a metric has, and between which values they are."""

    key_id: int
    points: int
    low: float
    high: float


def tags_named(tx: Transaction, experiment_id: int, run_id: int, keys: Iterable[str]) -> dict[str, str]:
    """Return those of some tags that a run has."""
    rows = tx.all(
        "SELECT k.key, t.value FROM run_keys k CROSS JOIN run_tags t "
        "WHERE k.experiment_id = ? AND k.key = ANY(?) AND k.kind = ? AND t.run_id = ? AND t.key_id = k.id",
        (experiment_id, tx.array(keys), int(KeyKind.TAG), run_id),
    )
    return dict(rows)


def texts(
    tx: Transaction, kind: KeyKind, run_id: int, *, find: str, hidden: Iterable[str], length: int, limit: int
) -> tuple[list[TextRow], int]:
    """Return params or tags whose key or value holds a text, cut to a length, and how many there are.

    Those of the clients' own making come last; some tags are shown elsewhere, and hidden.
    """
    where, values = _wanted(find, "k.key", "v.value")
    source = f"FROM {_TABLES[kind]} v JOIN run_keys k ON k.id = v.key_id WHERE v.run_id = ? AND NOT k.key = ANY(?)"
    bound = (run_id, tx.array(hidden), *values)
    rows = tx.all(
        f"SELECT k.key, substr(v.value, 1, ?), length(v.value) {source} AND {where} "
        "ORDER BY CASE WHEN k.key LIKE 'mlflow.%' THEN 1 ELSE 0 END, k.key LIMIT ?",
        (length, *bound, limit),
    )
    return [TextRow(*row) for row in rows], _count(tx, f"{source} AND {where}", bound)


def text(tx: Transaction, kind: KeyKind, run_id: int, key: str) -> str | None:
    """Return the whole value of a param or a tag."""
    row = tx.one(
        f"SELECT v.value FROM {_TABLES[kind]} v JOIN run_keys k ON k.id = v.key_id WHERE v.run_id = ? AND k.key = ?",
        (run_id, key),
    )
    return None if row is None else str(row[0])


def metrics(
    tx: Transaction, run_id: int, *, find: str, prefix: str, is_without: bool, limit: int
) -> tuple[list[MetricRow], int]:
    """Return the latest points of metrics whose key holds a text, and how many there are.

    Those whose key begins with the prefix, or those whose key does not.
    """
    where, values = _wanted(find, "k.key")
    source = (
        "FROM latest_metrics m JOIN run_keys k ON k.id = m.key_id "
        f"WHERE m.run_id = ? AND substr(k.key, 1, ?) {'<>' if is_without else '='} ?"
    )
    bound = (run_id, len(prefix), prefix, *values)
    rows = tx.all(
        f"SELECT m.key_id, k.key, m.value, m.is_nan, m.step, m.timestamp {source} AND {where} ORDER BY k.key LIMIT ?",
        (*bound, limit),
    )
    found = [MetricRow(key_id, key, value, bool(nan), step, at) for key_id, key, value, nan, step, at in rows]
    return found, _count(tx, f"{source} AND {where}", bound)


def ranges(tx: Transaction, run_id: int, key_ids: Sequence[int], limit: int) -> list[Range]:
    """Return the ranges of metrics, as far as that many points of them lead; NaN is in none."""
    rows = tx.all(
        "SELECT key_id, count(*), min(value), max(value) FROM (SELECT key_id, value FROM metric_points "
        "WHERE run_id = ? AND key_id = ANY(?) AND is_nan = 0 ORDER BY key_id LIMIT ?) p "
        "GROUP BY key_id ORDER BY key_id",
        (run_id, tx.array(key_ids), limit),
    )
    return [Range(*row) for row in rows]


def lines(tx: Transaction, run_id: int, key_ids: Sequence[int]) -> dict[int, list[tuple[int, float]]]:
    """Return some (step, value) of each metric, evenly spread over the time it was logged in, by step.

    A few look-ups each, however many points there are.
    """
    found: dict[int, set[tuple[int, float]]] = {}
    for key_id, step, value, is_nan in tx.all(
        _LINES,
        (run_id, run_id, run_id, run_id, tx.array(key_ids), run_id, run_id, len(key_ids) * PLACES * 2),
    ):
        if not is_nan:
            found.setdefault(key_id, set()).add((step, value))
    return {key_id: sorted(points) for key_id, points in found.items()}


def _wanted(find: str, *columns: str) -> Condition:
    return matching.contains(find, *columns) if find else ("1 = 1", ())


def _count(tx: Transaction, source: str, values: Sequence[object]) -> int:
    row = tx.one(f"SELECT count(*) {source}", values)
    assert row is not None
    return int(row[0])


def weight(tx: Transaction, run_id: int) -> int:
    """Return about how many bytes a run is as JSON: its values, and so much for each key."""
    row = tx.one(
        "SELECT (SELECT count(*) * 150 FROM latest_metrics WHERE run_id = ?) "
        "+ (SELECT COALESCE(sum(length(value) + 60), 0) FROM params WHERE run_id = ?) "
        "+ (SELECT COALESCE(sum(length(value) + 60), 0) FROM run_tags WHERE run_id = ?) "
        "+ (SELECT COALESCE(sum(length(d.source) + COALESCE(length(d.schema), 0) + COALESCE(length(d.profile), 0)), 0) "
        "FROM run_datasets r JOIN datasets d ON d.id = r.dataset_id WHERE r.run_id = ?)",
        (run_id,) * 4,
    )
    assert row is not None
    return int(row[0])
