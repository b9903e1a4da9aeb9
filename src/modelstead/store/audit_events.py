"""Rows of the audit log: added, never changed."""

import msgspec

from modelstead.store.transaction import Transaction


def insert(
    tx: Transaction,
    *,
    project_id: int | None,
    user_id: int | None,
    token_id: int | None,
    action: str,
    subject: str,
    details: dict[str, str],
    now: int,
) -> None:
    """Store what somebody did, to what."""
    tx.execute(
        "INSERT INTO audit_events (project_id, user_id, token_id, action, subject, details, created_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        (project_id, user_id, token_id, action, subject, msgspec.json.encode(details).decode(), now),
    )
