"""Rows of runs' tags."""

from collections.abc import Iterable, Mapping

from modelstead.domain.key import KeyKind
from modelstead.domain.tag import Tag
from modelstead.store import run_keys
from modelstead.store.transaction import Transaction


def set_all(tx: Transaction, rows: Iterable[tuple[int, int, str]]) -> None:
    """Store (run, key's number, value), over what was there."""
    tx.execute_many(
        "INSERT INTO run_tags (run_id, key_id, value) VALUES (?, ?, ?) "
        "ON CONFLICT (run_id, key_id) DO UPDATE SET value = excluded.value",
        rows,
    )


def set_of_run(tx: Transaction, experiment_id: int, run_id: int, tags: Mapping[str, str]) -> None:
    """Set tags of one run of an experiment."""
    numbers = run_keys.ensure(tx, experiment_id, KeyKind.TAG, tags)
    set_all(tx, [(run_id, numbers[key], value) for key, value in tags.items()])


def get(tx: Transaction, run_id: int, key: str) -> str | None:
    key_id = run_keys.of_run(tx, run_id, KeyKind.TAG, key)
    row = tx.one("SELECT value FROM run_tags WHERE run_id = ? AND key_id = ?", (run_id, key_id))
    return None if row is None else str(row[0])


def delete(tx: Transaction, run_id: int, key: str) -> bool:
    """Remove a tag; False when there is none."""
    key_id = run_keys.of_run(tx, run_id, KeyKind.TAG, key)
    return tx.execute("DELETE FROM run_tags WHERE run_id = ? AND key_id = ?", (run_id, key_id)) > 0


def of_runs(tx: Transaction, run_ids: Iterable[int]) -> dict[int, list[Tag]]:
    """Return each run's tags, by key."""
    found: dict[int, list[Tag]] = {}
    for run_id, key, value in tx.all(
        "SELECT t.run_id, k.key, t.value FROM run_tags t JOIN run_keys k ON k.id = t.key_id "
        "WHERE t.run_id = ANY(?) ORDER BY t.run_id, k.key",
        (tx.array(run_ids),),
    ):
        found.setdefault(run_id, []).append(Tag(key, value))
    return found
