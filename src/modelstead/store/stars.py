"""Rows of stars: who has marked what."""

from collections.abc import Iterable, Sequence

from modelstead.domain.star import Starred
from modelstead.store.transaction import Transaction


def put(tx: Transaction, user_id: int, noun: Starred, item_ids: Iterable[int], now: int) -> None:
    """Give things a star of a user; those that have one keep it."""
    tx.execute_many(
        "INSERT INTO stars (user_id, noun, item_id, created_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        [(user_id, int(noun), item_id, now) for item_id in item_ids],
    )


def remove(tx: Transaction, user_id: int, noun: Starred, item_ids: Iterable[int]) -> None:
    tx.execute(
        "DELETE FROM stars WHERE user_id = ? AND noun = ? AND item_id = ANY(?)",
        (user_id, int(noun), tx.array(item_ids)),
    )


def among(tx: Transaction, user_id: int | None, noun: Starred, item_ids: Sequence[int]) -> frozenset[int]:
    """Return which of these things have a star of a user; nobody has starred anything anonymously."""
    if user_id is None or not item_ids:
        return frozenset()
    rows = tx.all(
        "SELECT item_id FROM stars WHERE user_id = ? AND noun = ? AND item_id = ANY(?)",
        (user_id, int(noun), tx.array(item_ids)),
    )
    return frozenset(row[0] for row in rows)


def of_user(tx: Transaction, user_id: int, noun: Starred, limit: int) -> list[int]:
    """Return what a user has starred, the last starred first."""
    rows = tx.all(
        "SELECT item_id FROM stars WHERE user_id = ? AND noun = ? ORDER BY created_at DESC, item_id DESC LIMIT ?",
        (user_id, int(noun), limit),
    )
    return [row[0] for row in rows]
