"""Rows of webhooks."""

from collections.abc import Iterable

from modelstead.domain.webhook import Event, Webhook, WebhookStatus
from modelstead.store.transaction import Row, Transaction

_SELECT = (
    "SELECT id, project_id, webhook_id, name, description, url, events, status, created_at, updated_at, secret "
    "FROM webhooks"
)


def insert(tx: Transaction, webhook: Webhook, *, created_by: int | None) -> int:
    """Store a webhook, whose `id` is not known yet, and return its row id."""
    row = tx.one(
        "INSERT INTO webhooks (project_id, webhook_id, name, description, url, events, secret, status, created_by, "
        "created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
        (
            webhook.project_id,
            webhook.webhook_id,
            webhook.name,
            webhook.description,
            webhook.url,
            _written(webhook.events),
            webhook.secret,
            int(webhook.status),
            created_by,
            webhook.created_at,
            webhook.updated_at,
        ),
    )
    assert row is not None
    return int(row[0])


def update(tx: Transaction, webhook: Webhook) -> None:
    """Store what may change of a webhook."""
    tx.execute(
        "UPDATE webhooks SET name = ?, description = ?, url = ?, events = ?, secret = ?, status = ?, updated_at = ? "
        "WHERE id = ?",
        (
            webhook.name,
            webhook.description,
            webhook.url,
            _written(webhook.events),
            webhook.secret,
            int(webhook.status),
            webhook.updated_at,
            webhook.id,
        ),
    )


def delete(tx: Transaction, row_id: int, now: int) -> None:
    """Mark a webhook as deleted, and forget its secret."""
    tx.execute("UPDATE webhooks SET deleted_at = ?, updated_at = ?, secret = NULL WHERE id = ?", (now, now, row_id))


def get(tx: Transaction, project_id: int, webhook_id: str) -> Webhook | None:
    row = tx.one(f"{_SELECT} WHERE webhook_id = ? AND project_id = ? AND deleted_at IS NULL", (webhook_id, project_id))
    return None if row is None else _webhook(row)


def by_id(tx: Transaction, webhook_id: str) -> Webhook | None:
    """Return a webhook of whichever project."""
    row = tx.one(f"{_SELECT} WHERE webhook_id = ? AND deleted_at IS NULL", (webhook_id,))
    return None if row is None else _webhook(row)


def by_rows(tx: Transaction, row_ids: Iterable[int]) -> dict[int, Webhook]:
    """Return webhooks that are active by their row ids."""
    rows = tx.all(
        f"{_SELECT} WHERE id = ANY(?) AND deleted_at IS NULL AND status = ?",
        (tx.array(row_ids), int(WebhookStatus.ACTIVE)),
    )
    return {row[0]: _webhook(row) for row in rows}


def every(tx: Transaction) -> list[Webhook]:
    """Return the webhooks of all projects."""
    return [_webhook(row) for row in tx.all(f"{_SELECT} WHERE deleted_at IS NULL ORDER BY id")]


def of_project(tx: Transaction, project_id: int, *, before: int | None = None, limit: int = -1) -> list[Webhook]:
    """Return a project's webhooks, the newest first, from below a row id; all of them for no limit."""
    sql, values = f"{_SELECT} WHERE project_id = ? AND deleted_at IS NULL", [project_id]
    if before is not None:
        sql, values = f"{sql} AND id < ?", [*values, before]
    sql += " ORDER BY id DESC"
    if limit >= 0:
        sql, values = f"{sql} LIMIT ?", [*values, limit]
    return [_webhook(row) for row in tx.all(sql, values)]


def count(tx: Transaction, project_id: int) -> int:
    row = tx.one("SELECT COUNT(*) FROM webhooks WHERE project_id = ? AND deleted_at IS NULL", (project_id,))
    assert row is not None
    return int(row[0])


def subscribed(tx: Transaction, project_id: int, event: Event) -> list[int]:
    """Return the row ids of a project's active webhooks for an event; none of either costs one look into an index."""
    rows = tx.all(
        "SELECT id, events FROM webhooks WHERE project_id = ? AND deleted_at IS NULL AND status = ? ORDER BY id",
        (project_id, int(WebhookStatus.ACTIVE)),
    )
    return [row_id for row_id, events in rows if event.name in events.split(",")]


def _written(events: Iterable[Event]) -> str:
    return ",".join(event.name for event in events)


def _events(text: str) -> tuple[Event, ...]:
    return tuple(Event(*name.split(".", 1)) for name in text.split(","))


def _webhook(row: Row) -> Webhook:
    number, project_id, webhook_id, name, description, url, events, status, created_at, updated_at, secret = row
    return Webhook(
        number,
        project_id,
        webhook_id,
        name,
        description,
        url,
        _events(events),
        WebhookStatus(status),
        created_at,
        updated_at,
        None if secret is None else bytes(secret),
    )
