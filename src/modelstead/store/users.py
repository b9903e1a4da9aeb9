"""Rows of users."""

from modelstead.domain.user import User, UserKind
from modelstead.store.transaction import Row, Transaction

_SELECT = "SELECT id, username, name, email, kind, is_admin, is_active, created_at FROM users"


def insert(
    tx: Transaction, *, username: str, name: str, email: str | None, kind: UserKind, is_admin: bool, now: int
) -> User | None:
    """Store a user; return None when the name or address is taken."""
    row = tx.one(
        "INSERT INTO users (username, name, email, kind, is_admin, is_active, created_at) VALUES (?, ?, ?, ?, ?, 1, ?) "
        "ON CONFLICT DO NOTHING RETURNING id",
        (username, name, email, kind.value, int(is_admin), now),
    )
    return None if row is None else User(row[0], username, name, email, kind, is_admin, is_active=True, created_at=now)


def by_username(tx: Transaction, username: str) -> User | None:
    row = tx.one(f"{_SELECT} WHERE username = ?", (username,))
    return None if row is None else _user(row)


def by_id(tx: Transaction, user_id: int) -> User | None:
    row = tx.one(f"{_SELECT} WHERE id = ?", (user_id,))
    return None if row is None else _user(row)


def every(tx: Transaction) -> list[User]:
    return [_user(row) for row in tx.all(f"{_SELECT} ORDER BY id")]


def set_password_hash(tx: Transaction, user_id: int, password_hash: str) -> None:
    tx.execute("UPDATE users SET password_hash = ? WHERE id = ?", (password_hash, user_id))


def _user(row: Row) -> User:
    number, username, name, email, kind, is_admin, is_active, created_at = row
    return User(number, username, name, email, UserKind(kind), bool(is_admin), bool(is_active), created_at)
