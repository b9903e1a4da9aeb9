"""Rows of sessions in browsers, found by the digest of their cookie."""

import msgspec

from modelstead.domain.session import Session
from modelstead.store.transaction import Row, Transaction

_COLUMNS = "s.id, s.user_id, s.address, s.user_agent, s.created_at, s.seen_at, s.expires_at"


class SessionUser(msgspec.Struct, frozen=True):
    """Who stands behind a session, as the guard asks."""

    session: Session
    username: str
    is_admin: bool


def insert(tx: Transaction, *, user_id: int, digest: bytes, address: str, user_agent: str, ends: int, now: int) -> int:
    """Store a session's digest and return its id."""
    row = tx.one(
        "INSERT INTO sessions (user_id, digest, address, user_agent, created_at, seen_at, expires_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id",
        (user_id, digest, address, user_agent, now, now, ends),
    )
    assert row is not None
    return int(row[0])


def by_digest(tx: Transaction, digest: bytes) -> SessionUser | None:
    """Return a session that nobody ended, of a user who is not blocked."""
    row = tx.one(
        f"SELECT {_COLUMNS}, u.username, u.is_admin FROM sessions s JOIN users u ON u.id = s.user_id "
        "WHERE s.digest = ? AND s.revoked_at IS NULL AND u.is_active = 1 AND u.deleted_at IS NULL",
        (digest,),
    )
    return None if row is None else SessionUser(_session(row[:7]), row[7], bool(row[8]))


def of_user(tx: Transaction, user_id: int, now: int) -> list[Session]:
    """Return a user's sessions that nobody ended, the one used last first."""
    rows = tx.all(
        f"SELECT {_COLUMNS} FROM sessions s WHERE s.user_id = ? AND s.revoked_at IS NULL AND s.expires_at > ? "
        "ORDER BY s.seen_at DESC, s.id DESC",
        (user_id, now),
    )
    return [_session(row) for row in rows]


def touch(tx: Transaction, session_id: int, now: int) -> None:
    """Note that a session was used."""
    tx.execute("UPDATE sessions SET seen_at = ? WHERE id = ? AND seen_at < ?", (now, session_id, now))


def end(tx: Transaction, user_id: int, session_id: int, now: int) -> bool:
    """End a session of a user; False when they have no such session."""
    sql = "UPDATE sessions SET revoked_at = ? WHERE id = ? AND user_id = ? AND revoked_at IS NULL"
    return tx.execute(sql, (now, session_id, user_id)) > 0


def end_all(tx: Transaction, user_id: int, now: int) -> int:
    """End every session of a user; return how many."""
    return tx.execute("UPDATE sessions SET revoked_at = ? WHERE user_id = ? AND revoked_at IS NULL", (now, user_id))


def end_others(tx: Transaction, user_id: int, session_id: int, now: int) -> int:
    """End every session of a user but one; return how many."""
    sql = "UPDATE sessions SET revoked_at = ? WHERE user_id = ? AND id <> ? AND revoked_at IS NULL"
    return tx.execute(sql, (now, user_id, session_id))


def remove_ended(tx: Transaction, user_id: int, now: int) -> None:
    """Forget the sessions of a user that have ended."""
    tx.execute("DELETE FROM sessions WHERE user_id = ? AND (revoked_at IS NOT NULL OR expires_at <= ?)", (user_id, now))


def _session(row: Row) -> Session:
    return Session(*row)
