"""Passwords of users, as hashes; no other file reads them."""

import msgspec

from modelstead.domain.user import UserKind
from modelstead.store.transaction import Transaction


class Held(msgspec.Struct, frozen=True):
    """A person and the hash of their password; None for someone without one."""

    user_id: int
    username: str
    password_hash: str | None


def by_login(tx: Transaction, login: str) -> Held | None:
    """Return the person of a username or an email address, who is not blocked; no username holds an @."""
    column = "email" if "@" in login else "username"
    return _one(tx, column, login)


def by_user(tx: Transaction, user_id: int) -> Held | None:
    return _one(tx, "id", user_id)


def has_one(tx: Transaction, user_id: int) -> bool:
    """Tell whether somebody can sign in by a password."""
    held = by_user(tx, user_id)
    return held is not None and held.password_hash is not None


def replace(tx: Transaction, user_id: int, old: str, new: str) -> bool:
    """Set a hash in the place of another; False when that is not there any more."""
    sql = "UPDATE users SET password_hash = ? WHERE id = ? AND password_hash = ?"
    return tx.execute(sql, (new, user_id, old)) > 0


def note_sign_in(tx: Transaction, user_id: int, now: int) -> None:
    tx.execute("UPDATE users SET last_sign_in_at = ? WHERE id = ?", (now, user_id))


def _one(tx: Transaction, column: str, value: object) -> Held | None:
    row = tx.one(
        f"SELECT id, username, password_hash FROM users WHERE {column} = ? AND kind = ? AND is_active = 1 "
        "AND deleted_at IS NULL",
        (value, UserKind.HUMAN.value),
    )
    return None if row is None else Held(*row)
