"""Rows of runs' tags."""

from collections.abc import Iterable

from modelstead.domain.tag import Tag
from modelstead.store.transaction import Transaction


def set_all(tx: Transaction, rows: Iterable[tuple[int, str, str]]) -> None:
    """Store (run, key, value), over what was there."""
    tx.execute_many(
        "INSERT INTO run_tags (run_id, key, value) VALUES (?, ?, ?) "
        "ON CONFLICT (run_id, key) DO UPDATE SET value = excluded.value",
        rows,
    )


def get(tx: Transaction, run_id: int, key: str) -> str | None:
    row = tx.one("SELECT value FROM run_tags WHERE run_id = ? AND key = ?", (run_id, key))
    return None if row is None else str(row[0])


def delete(tx: Transaction, run_id: int, key: str) -> bool:
    """Remove a tag; False when there is none."""
    return tx.execute("DELETE FROM run_tags WHERE run_id = ? AND key = ?", (run_id, key)) > 0


def of_runs(tx: Transaction, run_ids: Iterable[int]) -> dict[int, list[Tag]]:
    """Return each run's tags, by key."""
    found: dict[int, list[Tag]] = {}
    for run_id, key, value in tx.all(
        "SELECT run_id, key, value FROM run_tags WHERE run_id = ANY(?) ORDER BY run_id, key", (tx.array(run_ids),)
    ):
        found.setdefault(run_id, []).append(Tag(key, value))
    return found
