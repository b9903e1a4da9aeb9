"""Rows of identities at providers, and the accounts that go with them."""

import msgspec

from modelstead.domain.user import UserKind
from modelstead.store.transaction import Transaction


class Identity(msgspec.Struct, frozen=True):
    """Who somebody is at a provider, and since when that goes with their account, in milliseconds."""

    issuer: str
    subject: str
    created_at: int


def insert(tx: Transaction, issuer: str, subject: str, user_id: int, now: int) -> None:
    tx.execute(
        "INSERT INTO identities (issuer, subject, user_id, created_at) VALUES (?, ?, ?, ?)",
        (issuer, subject, user_id, now),
    )


def user_of(tx: Transaction, issuer: str, subject: str) -> int | None:
    row = tx.one("SELECT user_id FROM identities WHERE issuer = ? AND subject = ?", (issuer, subject))
    return None if row is None else int(row[0])


def of_user(tx: Transaction, user_id: int) -> list[Identity]:
    """Return the identities that go with an account, the oldest first."""
    rows = tx.all(
        "SELECT issuer, subject, created_at FROM identities WHERE user_id = ? ORDER BY created_at, issuer", (user_id,)
    )
    return [Identity(*row) for row in rows]


def is_linked(tx: Transaction, issuer: str, user_id: int) -> bool:
    """Tell whether an account goes with an identity of a provider already."""
    return tx.one("SELECT 1 FROM identities WHERE issuer = ? AND user_id = ?", (issuer, user_id)) is not None


def people_with(tx: Transaction, email: str) -> list[int]:
    """Return the people of an email address, whatever its case."""
    rows = tx.all(
        "SELECT id FROM users WHERE LOWER(email) = ? AND kind = ? AND deleted_at IS NULL",
        (email.lower(), UserKind.HUMAN.value),
    )
    return [row[0] for row in rows]
