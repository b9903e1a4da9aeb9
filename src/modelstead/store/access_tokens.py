"""Rows of access tokens, found by the digest of their secret."""

from enum import Enum

import msgspec

from modelstead.domain.access_token import AccessToken, Holder
from modelstead.domain.permission import Scope
from modelstead.domain.role import Role
from modelstead.domain.user import UserKind
from modelstead.store.matching import Condition, all_of, contains
from modelstead.store.transaction import Row, Transaction

_FROM = (
    " FROM access_tokens t JOIN users u ON u.id = t.user_id "
    "LEFT JOIN project_members pm ON pm.project_id = u.project_id AND pm.user_id = u.id "
    "LEFT JOIN group_members gm ON gm.group_id = u.group_id AND gm.user_id = u.id"
)
_SELECT = (
    "SELECT t.id, t.user_id, u.username, t.name, t.scopes, t.created_at, t.expires_at, t.revoked_at, t.last_used_at, "
    "t.description, t.family_id, t.rotated_at, u.project_id, u.group_id, COALESCE(pm.role, gm.role)" + _FROM
)
_HOLDER = (  # a bot goes with its project or group
    "SELECT t.id, t.user_id, u.username, u.is_admin, u.kind, u.is_active, "
    "COALESCE(u.deleted_at, p.deleted_at, g.deleted_at), t.scopes, t.expires_at, t.revoked_at, t.rotated_at, "
    "t.last_used_at FROM access_tokens t JOIN users u ON u.id = t.user_id "
    "LEFT JOIN projects p ON p.id = u.project_id LEFT JOIN groups g ON g.id = u.group_id"
)


class Order(Enum):
    """What tokens are listed by; GitLab's names."""

    CREATED_ASC = "created_asc"
    CREATED_DESC = "created_desc"
    EXPIRES_ASC = "expires_asc"
    EXPIRES_DESC = "expires_desc"
    LAST_USED_ASC = "last_used_asc"
    LAST_USED_DESC = "last_used_desc"
    NAME_ASC = "name_asc"
    NAME_DESC = "name_desc"


_COLUMNS = {
    "created": "t.created_at",
    "expires": "t.expires_at",
    "last_used": "COALESCE(t.last_used_at, 0)",
    "name": "t.name",
}

Span = tuple[int | None, int | None]
"""From a millisecond on, and before another; None is no bound."""


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which tokens are listed: those that fit everything that is given."""

    user_id: int | None = None
    project_id: int | None = None
    group_id: int | None = None
    search: str = ""
    is_revoked: bool | None = None
    is_active: bool | None = None
    created: Span = (None, None)
    expires: Span = (None, None)
    last_used: Span = (None, None)
    order: Order = Order.CREATED_DESC
    limit: int | None = None
    offset: int = 0


def insert(
    tx: Transaction,
    *,
    user_id: int,
    name: str,
    digest: bytes,
    scopes: frozenset[Scope],
    expires_at: int,
    now: int,
    description: str = "",
    family_id: int | None = None,
) -> int:
    """Store a token's digest and return its id."""
    row = tx.one(
        "INSERT INTO access_tokens (user_id, name, digest, scopes, created_at, expires_at, description, family_id) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
        (user_id, name, digest, _text(scopes), now, expires_at, description, family_id),
    )
    assert row is not None
    return int(row[0])


def holder(tx: Transaction, digest: bytes) -> Holder | None:
    """Return who stands behind a token's digest, in one look-up whatever has become of the token."""
    row = tx.one(f"{_HOLDER} WHERE t.digest = ?", (digest,))
    return None if row is None else _holder(row)


def holder_of(tx: Transaction, token_id: int) -> Holder | None:
    row = tx.one(f"{_HOLDER} WHERE t.id = ?", (token_id,))
    return None if row is None else _holder(row)


def by_id(tx: Transaction, token_id: int) -> AccessToken | None:
    row = tx.one(f"{_SELECT} WHERE t.id = ?", (token_id,))
    return None if row is None else _token(row)


def every(tx: Transaction) -> list[AccessToken]:
    return [_token(row) for row in tx.all(f"{_SELECT} ORDER BY t.id")]


def page(tx: Transaction, wanted: Wanted, now: int) -> tuple[list[AccessToken], int]:
    """Return a page of tokens, and how many there are on all pages."""
    where, values = _conditions(wanted, now)
    count = tx.one(f"SELECT COUNT(*){_FROM} WHERE {where}", values)
    assert count is not None
    what, _, direction = wanted.order.value.rpartition("_")
    sql = f"{_SELECT} WHERE {where} ORDER BY {_COLUMNS[what]} {direction}, t.id {direction}"
    if wanted.limit is not None:
        sql, values = f"{sql} LIMIT ? OFFSET ?", (*values, wanted.limit, wanted.offset)
    return [_token(row) for row in tx.all(sql, values)], int(count[0])


def revoke(tx: Transaction, token_id: int, now: int) -> bool:
    """End a token; False when it was ended before."""
    changed = tx.execute("UPDATE access_tokens SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL", (now, token_id))
    return changed > 0


def rotate_out(tx: Transaction, token_id: int, now: int) -> bool:
    """End a token that another takes the place of; False when it was no good already."""
    changed = tx.execute(
        "UPDATE access_tokens SET revoked_at = ?, rotated_at = ?, family_id = COALESCE(family_id, id) "
        "WHERE id = ? AND revoked_at IS NULL AND expires_at > ?",
        (now, now, token_id, now),
    )
    return changed > 0


def revoke_family(tx: Transaction, family_id: int, now: int) -> int:
    """End those tokens of a family that are good still; return how many."""
    return tx.execute(
        "UPDATE access_tokens SET revoked_at = ? WHERE family_id = ? AND revoked_at IS NULL AND expires_at > ?",
        (now, family_id, now),
    )


def revoke_all(tx: Transaction, user_id: int, now: int) -> int:
    """End every token of a user; return how many."""
    return tx.execute(
        "UPDATE access_tokens SET revoked_at = ? WHERE user_id = ? AND revoked_at IS NULL", (now, user_id)
    )


def are_left(tx: Transaction, user_id: int, now: int) -> bool:
    """Tell whether a user has a token that is good."""
    sql = "SELECT 1 FROM access_tokens WHERE user_id = ? AND revoked_at IS NULL AND expires_at > ? LIMIT 1"
    return tx.one(sql, (user_id, now)) is not None


def touch(tx: Transaction, token_id: int, now: int, before: int) -> None:
    """Note that a token was used, unless a use since `before` is noted already."""
    tx.execute(
        "UPDATE access_tokens SET last_used_at = ? WHERE id = ? AND (last_used_at IS NULL OR last_used_at < ?)",
        (now, token_id, before),
    )


def _conditions(wanted: Wanted, now: int) -> Condition:
    conditions: list[Condition] = []
    for column, value in (
        ("t.user_id", wanted.user_id),
        ("u.project_id", wanted.project_id),
        ("u.group_id", wanted.group_id),
    ):
        if value is not None:
            conditions.append((f"{column} = ?", (value,)))
    if wanted.search:
        conditions.append(contains(wanted.search, "t.name"))
    if wanted.is_revoked is not None:
        conditions.append((f"t.revoked_at IS {'NOT ' if wanted.is_revoked else ''}NULL", ()))
    if wanted.is_active is not None:
        good = "(t.revoked_at IS NULL AND t.expires_at > ?)"
        conditions.append((good if wanted.is_active else f"NOT {good}", (now,)))
    spans = {"t.created_at": wanted.created, "t.expires_at": wanted.expires, "t.last_used_at": wanted.last_used}
    for column, (since, until) in spans.items():
        if since is not None:
            conditions.append((f"{column} >= ?", (since,)))
        if until is not None:
            conditions.append((f"{column} < ?", (until,)))
    return all_of(conditions)


def _text(scopes: frozenset[Scope]) -> str:
    return " ".join(sorted(scope.value for scope in scopes))


def _scopes(text: str) -> frozenset[Scope]:
    return frozenset(map(Scope, text.split()))


def _token(row: Row) -> AccessToken:
    number, user_id, username, name, scopes, created_at, expires_at, revoked_at, last_used_at = row[:9]
    description, family_id, rotated_at, project_id, group_id, role = row[9:]
    return AccessToken(
        number,
        user_id,
        username,
        name,
        _scopes(scopes),
        created_at,
        expires_at,
        revoked_at,
        last_used_at,
        description,
        family_id,
        rotated_at,
        project_id,
        group_id,
        None if role is None else Role(role),
    )


def _holder(row: Row) -> Holder:
    number, user_id, username, is_admin, kind, is_active, deleted_at, scopes, *times = row
    is_bot = UserKind(kind) is not UserKind.HUMAN
    is_active = bool(is_active) and deleted_at is None
    return Holder(number, user_id, username, bool(is_admin), is_bot, is_active, _scopes(scopes), *times)
