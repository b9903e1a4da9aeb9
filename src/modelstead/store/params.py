"""Rows of params."""

from collections.abc import Iterable

from modelstead.domain.param import Param
from modelstead.store.transaction import Transaction


def logged(tx: Transaction, run_ids: Iterable[int], keys: Iterable[str]) -> dict[int, dict[str, str]]:
    """Return {run: {key: value}} of those of the keys that the runs have."""
    found: dict[int, dict[str, str]] = {}
    for run_id, key, value in tx.all(
        "SELECT run_id, key, value FROM params WHERE run_id = ANY(?) AND key = ANY(?)",
        (tx.array(run_ids), tx.array(keys)),
    ):
        found.setdefault(run_id, {})[key] = value
    return found


def insert(tx: Transaction, rows: Iterable[tuple[int, str, str]]) -> int:
    """Store (run, key, value) and return how many were new; what is there stays."""
    return tx.execute_many("INSERT INTO params (run_id, key, value) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", rows)


def of_runs(tx: Transaction, run_ids: Iterable[int]) -> dict[int, list[Param]]:
    """Return each run's params, by key."""
    found: dict[int, list[Param]] = {}
    for run_id, key, value in tx.all(
        "SELECT run_id, key, value FROM params WHERE run_id = ANY(?) ORDER BY run_id, key", (tx.array(run_ids),)
    ):
        found.setdefault(run_id, []).append(Param(key, value))
    return found
