"""Rows of the tags of registered models and of model versions."""

from collections.abc import Iterable, Mapping
from enum import Enum

from modelstead.domain.tag import Tag
from modelstead.store.transaction import Transaction


class Tagged(Enum):
    """What tags are of; the values are their tables."""

    MODEL = "registered_model_tags"
    VERSION = "model_version_tags"


def put(tx: Transaction, tagged: Tagged, row_id: int, tags: Mapping[str, str]) -> None:
    """Set tags, over what was there."""
    tx.execute_many(
        f"INSERT INTO {tagged.value} (owner_id, key, value) VALUES (?, ?, ?) "
        "ON CONFLICT (owner_id, key) DO UPDATE SET value = excluded.value",
        [(row_id, key, tags[key]) for key in sorted(tags)],  # in an order in which writers never deadlock
    )


def delete(tx: Transaction, tagged: Tagged, row_id: int, key: str) -> bool:
    """Remove a tag; False when there is none."""
    return tx.execute(f"DELETE FROM {tagged.value} WHERE owner_id = ? AND key = ?", (row_id, key)) > 0


def of_owners(tx: Transaction, tagged: Tagged, row_ids: Iterable[int]) -> dict[int, list[Tag]]:
    """Return the tags of each, by key."""
    found: dict[int, list[Tag]] = {}
    for row_id, key, value in tx.all(
        f"SELECT owner_id, key, value FROM {tagged.value} WHERE owner_id = ANY(?) ORDER BY owner_id, key",
        (tx.array(row_ids),),
    ):
        found.setdefault(row_id, []).append(Tag(key, value))
    return found
