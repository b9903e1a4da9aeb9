"""Rows of params."""

from collections.abc import Iterable

from modelstead.domain.param import Param
from modelstead.store.transaction import Transaction


def logged(tx: Transaction, run_ids: Iterable[int], key_ids: Iterable[int]) -> dict[int, dict[int, str]]:
    """Return {run: {key: value}} of those of the keys, by number, that the runs have."""
    found: dict[int, dict[int, str]] = {}
    for run_id, key_id, value in tx.all(
        "SELECT run_id, key_id, value FROM params WHERE run_id = ANY(?) AND key_id = ANY(?)",
        (tx.array(run_ids), tx.array(key_ids)),
    ):
        found.setdefault(run_id, {})[key_id] = value
    return found


def insert(tx: Transaction, rows: Iterable[tuple[int, int, str]]) -> int:
    """Store (run, key's number, value) and return how many were new; what is there stays."""
    return tx.execute_many("INSERT INTO params (run_id, key_id, value) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", rows)


def of_runs(tx: Transaction, run_ids: Iterable[int]) -> dict[int, list[Param]]:
    """Return each run's params, by key."""
    found: dict[int, list[Param]] = {}
    for run_id, key, value in tx.all(
        "SELECT p.run_id, k.key, p.value FROM params p JOIN run_keys k ON k.id = p.key_id "
        "WHERE p.run_id = ANY(?) ORDER BY p.run_id, k.key",
        (tx.array(run_ids),),
    ):
        found.setdefault(run_id, []).append(Param(key, value))
    return found
