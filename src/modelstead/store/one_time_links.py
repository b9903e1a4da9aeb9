"""Rows of links that work once: set-up, invitations."""

from modelstead.store.transaction import Transaction


def insert(tx: Transaction, *, digest: bytes, purpose: str, user_id: int, expires_at: int, now: int) -> None:
    tx.execute(
        "INSERT INTO one_time_links (digest, purpose, user_id, created_at, expires_at) VALUES (?, ?, ?, ?, ?)",
        (digest, purpose, user_id, now, expires_at),
    )


def find(tx: Transaction, digest: bytes, purpose: str, now: int) -> int | None:
    """Return the user whose unused, unexpired link this is."""
    row = tx.one(
        "SELECT user_id FROM one_time_links WHERE digest = ? AND purpose = ? AND used_at IS NULL AND expires_at > ?",
        (digest, purpose, now),
    )
    return None if row is None else int(row[0])


def use(tx: Transaction, digest: bytes, now: int) -> bool:
    """Use a link up; False when someone else just did."""
    return tx.execute("UPDATE one_time_links SET used_at = ? WHERE digest = ? AND used_at IS NULL", (now, digest)) > 0


def use_all(tx: Transaction, user_id: int, purpose: str, now: int) -> None:
    """Use up every link of a user that is for one purpose."""
    tx.execute(
        "UPDATE one_time_links SET used_at = ? WHERE user_id = ? AND purpose = ? AND used_at IS NULL",
        (now, user_id, purpose),
    )
