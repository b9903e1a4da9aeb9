"""Rows of deliveries: the queue of those to make, and the log of those made."""

from collections.abc import Iterable
from typing import NamedTuple

from modelstead.domain.delivery import Delivery, DeliveryState
from modelstead.store.transaction import Row, Transaction

_COLUMNS = (
    "id, project_id, webhook_id, delivery_id, event, body, state, attempts, next_at, last_status, last_answer, "
    "last_error, created_at, updated_at"
)
_WAITING = "state = 0"  # as the index says it


class NewDelivery(NamedTuple):
    """What a row of the queue is made of."""

    project_id: int
    webhook_row: int
    delivery_id: str
    event: str
    body: str
    now: int


class Settled(NamedTuple):
    """What an attempt leaves in a row; `attempts` tells it from a later attempt."""

    row_id: int
    attempts: int
    state: DeliveryState
    next_at: int
    status: int | None
    answer: str
    error: str
    now: int


def insert(tx: Transaction, new: Iterable[NewDelivery]) -> None:
    """Put deliveries into the queue, due at once."""
    tx.execute_many(
        "INSERT INTO webhook_deliveries (project_id, webhook_id, delivery_id, event, body, state, attempts, next_at, "
        "last_answer, last_error, created_at, updated_at) VALUES (?, ?, ?, ?, ?, 0, 0, ?, '', '', ?, ?)",
        [(*row, row.now, row.now) for row in new],
    )


def due(
    tx: Transaction, now: int, *, but_projects: Iterable[int], but_webhooks: Iterable[int], limit: int
) -> list[tuple[int, int, int]]:
    """Return (row, project, webhook) of deliveries that are due, the longest first."""
    rows = tx.all(
        f"SELECT id, project_id, webhook_id FROM webhook_deliveries WHERE {_WAITING} AND next_at <= ? "
        "AND NOT project_id = ANY(?) AND NOT webhook_id = ANY(?) ORDER BY next_at, id LIMIT ?",
        (now, tx.array(but_projects), tx.array(but_webhooks), limit),
    )
    return [(row_id, project_id, webhook_row) for row_id, project_id, webhook_row in rows]


def claim(tx: Transaction, row_ids: Iterable[int], now: int, lease_until: int) -> list[Delivery]:
    """Take those of these deliveries that are due still, as one of all processes can, and return them as they are now.

    Each is due again at the end of the lease, in case nobody settles it.
    """
    rows = tx.all(
        f"UPDATE webhook_deliveries SET next_at = ?, attempts = attempts + 1 "
        f"WHERE id = ANY(?) AND {_WAITING} AND next_at <= ? RETURNING {_COLUMNS}",
        (lease_until, tx.array(row_ids), now),
    )
    return sorted((_delivery(row) for row in rows), key=lambda delivery: delivery.id)


def settle(tx: Transaction, settled: Settled) -> bool:
    """Note what came of an attempt; False when another one was begun since."""
    sql = (
        "UPDATE webhook_deliveries SET state = ?, next_at = ?, last_status = ?, last_answer = ?, last_error = ?, "
        f"updated_at = ? WHERE id = ? AND attempts = ? AND {_WAITING}"
    )
    values = (
        int(settled.state),
        settled.next_at,
        settled.status,
        settled.answer,
        settled.error,
        settled.now,
        settled.row_id,
        settled.attempts,
    )
    return tx.execute(sql, values) > 0


def give_back(tx: Transaction, claimed: Iterable[Delivery], now: int) -> None:
    """Undo claims that were not settled, so that the deliveries are due at once."""
    tx.execute_many(
        "UPDATE webhook_deliveries SET attempts = attempts - 1, next_at = ? "
        f"WHERE id = ? AND attempts = ? AND next_at = ? AND {_WAITING}",
        [(now, delivery.id, delivery.attempts, delivery.next_at) for delivery in claimed],
    )


def next_due(tx: Transaction) -> int | None:
    """Return when the next delivery is due, None when none waits."""
    row = tx.one(f"SELECT MIN(next_at) FROM webhook_deliveries WHERE {_WAITING}")
    return None if row is None else row[0]


def forget_waiting(tx: Transaction, webhook_row: int) -> None:
    """Remove a webhook's deliveries that were not made yet."""
    tx.execute(f"DELETE FROM webhook_deliveries WHERE webhook_id = ? AND {_WAITING}", (webhook_row,))


def again(tx: Transaction, project_id: int, delivery_id: str, now: int) -> Delivery | None:
    """Put a project's delivery into the queue once more, with all its attempts; None when there is none of that id."""
    row = tx.one(
        "UPDATE webhook_deliveries SET state = 0, attempts = 0, next_at = ?, created_at = ?, updated_at = ? "
        f"WHERE delivery_id = ? AND project_id = ? AND NOT {_WAITING} RETURNING {_COLUMNS}",
        (now, now, now, delivery_id, project_id),
    )
    return None if row is None else _delivery(row)


def project_of(tx: Transaction, delivery_id: str) -> int | None:
    row = tx.one("SELECT project_id FROM webhook_deliveries WHERE delivery_id = ?", (delivery_id,))
    return None if row is None else int(row[0])


def log(
    tx: Transaction, webhook_row: int, limit: int, *, state: DeliveryState | None = None, offset: int = 0
) -> list[Delivery]:
    """Return the newest deliveries of a webhook, made or not, or those in a state."""
    where, values = ("", ()) if state is None else ("AND state = ?", (int(state),))
    rows = tx.all(
        f"SELECT {_COLUMNS} FROM webhook_deliveries WHERE webhook_id = ? {where} ORDER BY id DESC LIMIT ? OFFSET ?",
        (webhook_row, *values, limit, offset),
    )
    return [_delivery(row) for row in rows]


def count_by_state(tx: Transaction, webhook_row: int) -> dict[DeliveryState, int]:
    """Return how many deliveries of a webhook are in each state that some are in."""
    rows = tx.all("SELECT state, COUNT(*) FROM webhook_deliveries WHERE webhook_id = ? GROUP BY state", (webhook_row,))
    return {DeliveryState(state): number for state, number in rows}


def last(tx: Transaction, webhook_rows: Iterable[int]) -> dict[int, Delivery]:
    """Return the newest delivery of each of these webhooks that has one, by the webhook's row id."""
    rows = tx.all(
        f"SELECT {_COLUMNS} FROM webhook_deliveries WHERE id IN ("
        "SELECT (SELECT MAX(d.id) FROM webhook_deliveries d WHERE d.webhook_id = w.id) FROM webhooks w "
        "WHERE w.id = ANY(?))",
        (tx.array(webhook_rows),),
    )
    return {delivery.webhook_row: delivery for delivery in map(_delivery, rows)}


class Queue(NamedTuple):
    """How the queue stands: deliveries that wait, those due, those that failed before; `oldest` is the first due."""

    waiting: int
    due: int
    retrying: int
    oldest: int | None


def queue(tx: Transaction, now: int, most: int) -> Queue:
    """Count what waits, looking at no more than so many deliveries, the longest due first."""
    row = tx.one(
        "SELECT COUNT(*), COALESCE(SUM(CASE WHEN next_at <= ? THEN 1 ELSE 0 END), 0), "
        "COALESCE(SUM(CASE WHEN attempts > 0 THEN 1 ELSE 0 END), 0), MIN(next_at) FROM ("
        f"SELECT next_at, attempts FROM webhook_deliveries WHERE {_WAITING} ORDER BY next_at LIMIT ?) found",
        (now, most),
    )
    assert row is not None
    return Queue(*row)


def newest_states(tx: Transaction, most: int) -> dict[DeliveryState, int]:
    """Return how many of the newest deliveries of all webhooks are in each state that some are in."""
    rows = tx.all(
        "SELECT state, COUNT(*) FROM (SELECT state FROM webhook_deliveries ORDER BY id DESC LIMIT ?) newest "
        "GROUP BY state",
        (most,),
    )
    return {DeliveryState(state): number for state, number in rows}


def prune(tx: Transaction, before: int, newest: int) -> int:
    """Remove from the log what is older than a time, and all but the newest of each webhook; return how many."""
    gone = tx.execute(f"DELETE FROM webhook_deliveries WHERE created_at < ? AND NOT {_WAITING}", (before,))
    crowded = tx.all("SELECT webhook_id FROM webhook_deliveries GROUP BY webhook_id HAVING COUNT(*) > ?", (newest,))
    for (webhook_row,) in crowded:
        gone += tx.execute(
            f"DELETE FROM webhook_deliveries WHERE webhook_id = ? AND NOT {_WAITING} AND id <= "
            "(SELECT id FROM webhook_deliveries WHERE webhook_id = ? ORDER BY id DESC LIMIT 1 OFFSET ?)",
            (webhook_row, webhook_row, newest),
        )
    return gone


def _delivery(row: Row) -> Delivery:
    number, project_id, webhook_row, delivery_id, event, body, state, *rest = row
    return Delivery(number, project_id, webhook_row, delivery_id, event, body, DeliveryState(state), *rest)
