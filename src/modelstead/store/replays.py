"""Rows of answers that may not have been heard, by the digest of the request."""

from collections.abc import Iterable

from modelstead.store.transaction import Transaction


def find(tx: Transaction, digest: bytes, since: int) -> bytes | None:
    """Return the answer to a request that was done at `since` or later."""
    row = tx.one("SELECT answer FROM replays WHERE digest = ? AND created_at >= ?", (digest, since))
    return None if row is None else bytes(row[0])


def keep(tx: Transaction, digest: bytes, answer: bytes, now: int) -> None:
    tx.execute(
        "INSERT INTO replays (digest, answer, created_at) VALUES (?, ?, ?) "
        "ON CONFLICT (digest) DO UPDATE SET answer = excluded.answer, created_at = excluded.created_at",
        (digest, answer, now),
    )


def forget(tx: Transaction, digests: Iterable[bytes], before: int) -> None:
    """Remove those that were heard, and those older than `before`."""
    tx.execute_many("DELETE FROM replays WHERE digest = ?", [(digest,) for digest in digests])
    tx.execute("DELETE FROM replays WHERE created_at < ?", (before,))
