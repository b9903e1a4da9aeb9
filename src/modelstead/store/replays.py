"""Rows of answers that nobody heard, by the digest of the request."""

from modelstead.store.transaction import Transaction


def keep(tx: Transaction, digest: bytes, answer: bytes, now: int, since: int) -> None:
    """Store an answer, and remove those from before `since`."""
    tx.execute("DELETE FROM replays WHERE created_at < ?", (since,))
    tx.execute(
        "INSERT INTO replays (digest, answer, created_at) VALUES (?, ?, ?) "
        "ON CONFLICT (digest) DO UPDATE SET answer = excluded.answer, created_at = excluded.created_at",
        (digest, answer, now),
    )


def take(tx: Transaction, digest: bytes, since: int) -> bytes | None:
    """Remove and return the answer to a request; None when there is none from `since` or later."""
    row = tx.one("DELETE FROM replays WHERE digest = ? AND created_at >= ? RETURNING answer", (digest, since))
    return None if row is None else bytes(row[0])
