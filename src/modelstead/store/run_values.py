"""Values of a few keys of many runs, column by column, for plots."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from modelstead.domain.key import KeyKind
from modelstead.store.transaction import Transaction

_TABLES = {KeyKind.METRIC: "latest_metrics", KeyKind.PARAM: "params", KeyKind.TAG: "run_tags"}


class Variety(NamedTuple):
    """How a key's values differ among some runs: how many have one, how many different ones there are."""

    key: str
    runs: int
    values: int


class Listed(NamedTuple):
    """As much of a run as a plot shows."""

    iid: int
    name: str
    status: int


def listed(tx: Transaction, run_ids: Sequence[int]) -> list[Listed]:
    """Return runs in the order of their row ids."""
    rows = tx.all("SELECT id, iid, name, status FROM runs WHERE id = ANY(?)", (tx.array(run_ids),))
    found = {row[0]: Listed(*row[1:]) for row in rows}
    return [found[run_id] for run_id in run_ids]


def metrics(tx: Transaction, run_ids: Sequence[int], key_id: int) -> dict[int, float]:
    """Return {run: value} of a metric's latest points; NaN is not among them."""
    rows = tx.all(  # a condition on is_nan would have SQLite walk every run's value of the metric
        "SELECT run_id, value, is_nan FROM latest_metrics WHERE run_id = ANY(?) AND key_id = ?",
        (tx.array(run_ids), key_id),
    )
    return {run_id: value for run_id, value, is_nan in rows if not is_nan}


def texts(tx: Transaction, kind: KeyKind, run_ids: Sequence[int], key_id: int) -> dict[int, str]:
    """Return {run: value} of a param or a tag."""
    table = _TABLES[kind]
    return dict(
        tx.all(f"SELECT run_id, value FROM {table} WHERE run_id = ANY(?) AND key_id = ?", (tx.array(run_ids), key_id))
    )


def varieties(tx: Transaction, kind: KeyKind, run_ids: Iterable[int]) -> list[Variety]:
    """Return the keys of a kind that runs have, and how their values differ, by key."""
    rows = tx.all(
        f"SELECT k.key, v.runs, v.different FROM (SELECT key_id, count(*) AS runs, count(DISTINCT value) AS different "
        f"FROM {_TABLES[kind]} WHERE run_id = ANY(?) GROUP BY key_id) v JOIN run_keys k ON k.id = v.key_id "
        "ORDER BY k.key",
        (tx.array(run_ids),),
    )
    return [Variety(*row) for row in rows]
