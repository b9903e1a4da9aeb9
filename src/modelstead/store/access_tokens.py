"""Rows of access tokens, found by the digest of their secret."""

from modelstead.domain.access_token import AccessToken
from modelstead.domain.permission import Scope
from modelstead.store.transaction import Row, Transaction

_SELECT = (
    "SELECT t.id, t.user_id, u.username, t.name, t.scopes, t.created_at, t.expires_at, t.revoked_at, t.last_used_at "
    "FROM access_tokens t JOIN users u ON u.id = t.user_id"
)


def insert(
    tx: Transaction, *, user_id: int, name: str, digest: bytes, scopes: frozenset[Scope], expires_at: int, now: int
) -> int:
    """Store a token's digest and return its id."""
    row = tx.one(
        "INSERT INTO access_tokens (user_id, name, digest, scopes, created_at, expires_at) "
        "VALUES (?, ?, ?, ?, ?, ?) RETURNING id",
        (user_id, name, digest, " ".join(sorted(scope.value for scope in scopes)), now, expires_at),
    )
    assert row is not None
    return int(row[0])


def by_digest(tx: Transaction, digest: bytes) -> AccessToken | None:
    row = tx.one(f"{_SELECT} WHERE t.digest = ?", (digest,))
    return None if row is None else _token(row)


def by_id(tx: Transaction, token_id: int) -> AccessToken | None:
    row = tx.one(f"{_SELECT} WHERE t.id = ?", (token_id,))
    return None if row is None else _token(row)


def every(tx: Transaction) -> list[AccessToken]:
    return [_token(row) for row in tx.all(f"{_SELECT} ORDER BY t.id")]


def revoke(tx: Transaction, token_id: int, now: int) -> None:
    tx.execute("UPDATE access_tokens SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL", (now, token_id))


def touch(tx: Transaction, token_id: int, now: int) -> None:
    """Note that a token was used."""
    tx.execute("UPDATE access_tokens SET last_used_at = ? WHERE id = ?", (now, token_id))


def _token(row: Row) -> AccessToken:
    number, user_id, username, name, scopes, created_at, expires_at, revoked_at, last_used_at = row
    held = frozenset(map(Scope, scopes.split()))
    return AccessToken(number, user_id, username, name, held, created_at, expires_at, revoked_at, last_used_at)
