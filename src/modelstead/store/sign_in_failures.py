"""How often signing in failed lately, by account and by address."""

from modelstead.store.transaction import Transaction

_COUNT = """
INSERT INTO sign_in_failures (subject, failures, at) VALUES (?, 1, ?)
ON CONFLICT (subject) DO UPDATE SET
    failures = CASE WHEN sign_in_failures.at <= ? THEN 1 ELSE sign_in_failures.failures + 1 END,
    at = CASE WHEN sign_in_failures.at > ? AND sign_in_failures.failures >= ? THEN sign_in_failures.at
         ELSE excluded.at END
RETURNING failures, at
"""


def count(tx: Transaction, subject: str, most: int, now: int, since: int) -> tuple[int, int]:
    """Count one more for a subject; return how many there are, and when the last of at most `most` was.

    What was before `since` is forgotten.
    """
    row = tx.one(_COUNT, (subject, now, since, since, most))
    assert row is not None
    return int(row[0]), int(row[1])


def take_back(tx: Transaction, subject: str) -> None:
    """Count one less."""
    tx.execute("UPDATE sign_in_failures SET failures = failures - 1 WHERE subject = ? AND failures > 0", (subject,))


def clear(tx: Transaction, subject: str) -> None:
    tx.execute("DELETE FROM sign_in_failures WHERE subject = ?", (subject,))


def remove_old(tx: Transaction, since: int) -> None:
    """Forget what was before a time."""
    tx.execute("DELETE FROM sign_in_failures WHERE at <= ?", (since,))
