"""Rows of runs' tags."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from modelstead.domain.key import KeyKind
from modelstead.domain.tag import Tag
from modelstead.store import run_keys
from modelstead.store.transaction import Transaction

_SET = (
    "INSERT INTO run_tags (run_id, key_id, value) "
    "SELECT ?, id, ? FROM run_keys WHERE experiment_id = ? AND key = ? AND kind = ? "
    "ON CONFLICT (run_id, key_id) DO UPDATE SET value = excluded.value"
)


class TagRow(NamedTuple):
    """A tag to set: the run's and its experiment's row, key and value."""

    run_id: int
    experiment_id: int
    key: str
    value: str


def set_all(tx: Transaction, rows: Sequence[TagRow]) -> None:
    """Set tags of runs, over what was there; the last of a key wins."""
    values = [(row.run_id, row.value, row.experiment_id, row.key, int(KeyKind.TAG)) for row in rows]
    if tx.execute_many(_SET, values) < len(rows):  # a key has no number yet
        keys: dict[int, set[str]] = {}
        for row in rows:
            keys.setdefault(row.experiment_id, set()).add(row.key)
        for experiment_id, wanted in sorted(keys.items()):
            run_keys.ensure(tx, experiment_id, KeyKind.TAG, wanted)
        tx.execute_many(_SET, values)


def set_of_run(tx: Transaction, experiment_id: int, run_id: int, tags: Mapping[str, str]) -> None:
    """Set tags of one run of an experiment."""
    set_all(tx, [TagRow(run_id, experiment_id, key, value) for key, value in sorted(tags.items())])


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
