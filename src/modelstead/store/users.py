"""Rows of users. A deleted user keeps the row, for what they made, and nothing that tells who they were."""

from enum import Enum

import msgspec

from modelstead.domain.role import Role
from modelstead.domain.user import User, UserKind, UserState
from modelstead.store.matching import Condition, all_of, contains
from modelstead.store.transaction import Row, Transaction

_COLUMNS = (
    "SELECT id, username, name, email, kind, is_admin, is_active, created_at, deactivated_at, last_sign_in_at, "
    "project_id, group_id FROM users"
)
_SELECT = f"{_COLUMNS} WHERE deleted_at IS NULL"
_STATES = {
    UserState.ACTIVE: "is_active = 1",
    UserState.BLOCKED: "(is_active = 0 AND deactivated_at IS NULL)",
    UserState.DEACTIVATED: "(is_active = 0 AND deactivated_at IS NOT NULL)",
}


class Order(Enum):
    """What users are listed by; GitLab's names."""

    ID = "id"
    NAME = "name"
    USERNAME = "username"
    CREATED_AT = "created_at"


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which users are listed: those that fit everything that is given."""

    username: str = ""
    search: str = ""
    with_emails: bool = False  # are searched too
    state: UserState | None = None
    is_human: bool | None = None
    is_admin: bool | None = None
    order: Order = Order.ID
    descending: bool = True
    limit: int | None = None
    offset: int = 0


def insert(
    tx: Transaction,
    *,
    username: str,
    name: str,
    email: str | None,
    kind: UserKind,
    is_admin: bool,
    now: int,
    project_id: int | None = None,
    group_id: int | None = None,
) -> User | None:
    """Store a user; return None when the name or address is taken."""
    row = tx.one(
        "INSERT INTO users (username, name, email, kind, is_admin, is_active, created_at, project_id, group_id) "
        "VALUES (?, ?, ?, ?, ?, 1, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING id",
        (username, name, email, kind.value, int(is_admin), now, project_id, group_id),
    )
    if row is None:
        return None
    return User(
        row[0],
        username,
        name,
        email,
        kind,
        is_admin,
        is_active=True,
        created_at=now,
        project_id=project_id,
        group_id=group_id,
    )


def by_username(tx: Transaction, username: str) -> User | None:
    row = tx.one(f"{_SELECT} AND username = ?", (username,))
    return None if row is None else _user(row)


def by_id(tx: Transaction, user_id: int) -> User | None:
    row = tx.one(f"{_SELECT} AND id = ?", (user_id,))
    return None if row is None else _user(row)


def every(tx: Transaction) -> list[User]:
    return [_user(row) for row in tx.all(f"{_SELECT} ORDER BY id")]


def page(tx: Transaction, wanted: Wanted) -> tuple[list[User], int]:
    """Return a page of users, and how many there are on all pages."""
    where, values = _conditions(wanted)
    count = tx.one(f"SELECT COUNT(*) FROM users WHERE {where}", values)
    assert count is not None
    direction = "DESC" if wanted.descending else "ASC"
    sql = f"{_COLUMNS} WHERE {where} ORDER BY {wanted.order.value} {direction}, id {direction}"
    if wanted.limit is not None:
        sql, values = f"{sql} LIMIT ? OFFSET ?", (*values, wanted.limit, wanted.offset)
    return [_user(row) for row in tx.all(sql, values)], int(count[0])


def is_like_another(tx: Transaction, username: str, user_id: int = 0) -> bool:
    """Tell whether a username differs from that of another user by case at most."""
    sql = "SELECT 1 FROM users WHERE LOWER(username) = ? AND id <> ? LIMIT 1"
    return tx.one(sql, (username.lower(), user_id)) is not None


def is_taken(tx: Transaction, email: str, user_id: int) -> bool:
    """Tell whether an address is that of another user."""
    return tx.one("SELECT 1 FROM users WHERE email = ? AND id <> ?", (email, user_id)) is not None


def update(tx: Transaction, user: User) -> None:
    """Store what can change of a user."""
    tx.execute(
        "UPDATE users SET username = ?, name = ?, email = ?, is_admin = ?, is_active = ?, deactivated_at = ? "
        "WHERE id = ?",
        (user.username, user.name, user.email, int(user.is_admin), int(user.is_active), user.deactivated_at, user.id),
    )


def set_password_hash(tx: Transaction, user_id: int, password_hash: str) -> None:
    tx.execute("UPDATE users SET password_hash = ? WHERE id = ?", (password_hash, user_id))


def delete(tx: Transaction, user: User, now: int) -> None:
    """Free a user's name and address, and remove how they sign in and what they starred.

    No username holds a space, so that nobody else can have the one that is left. That of a bot names nobody and stays.
    """
    username, name = (user.username, user.name) if user.is_bot else (f"deleted user {user.id}", "Deleted user")
    tx.execute(
        "UPDATE users SET username = ?, name = ?, email = NULL, password_hash = NULL, is_admin = 0, is_active = 0, "
        "deleted_at = ? WHERE id = ?",
        (username, name, now, user.id),
    )
    tx.execute("DELETE FROM identities WHERE user_id = ?", (user.id,))
    tx.execute("DELETE FROM stars WHERE user_id = ?", (user.id,))
    tx.execute("UPDATE one_time_links SET used_at = ? WHERE user_id = ? AND used_at IS NULL", (now, user.id))


def memberships(tx: Transaction, user_ids: list[int], now: int) -> dict[int, int]:
    """Return in how many projects and groups each of these users has a role of their own, those below not counted."""
    wanted, found = tx.array(user_ids), dict.fromkeys(user_ids, 0)
    for table in ("project_members", "group_members"):
        rows = tx.all(
            f"SELECT user_id, COUNT(*) FROM {table} WHERE user_id = ANY(?) "
            "AND (expires_at IS NULL OR expires_at > ?) GROUP BY user_id",
            (wanted, now),
        )
        for user_id, number in rows:
            found[user_id] += number
    return found


def administrators(tx: Transaction) -> list[int]:
    """Return the ids of the administrators who can act."""
    sql = "SELECT id FROM users WHERE is_admin = 1 AND is_active = 1 AND deleted_at IS NULL ORDER BY id"
    return [row[0] for row in tx.all(sql)]


def groups_owned_alone(tx: Transaction, user_id: int) -> list[str]:
    """Return the paths of top groups, a few at most, that have this owner and no other person as one."""
    sql = (
        "SELECT g.path FROM group_members m JOIN groups g ON g.id = m.group_id "
        "WHERE m.user_id = ? AND m.role = ? AND g.parent_id IS NULL AND g.deleted_at IS NULL AND NOT EXISTS ("
        "SELECT 1 FROM group_members o JOIN users u ON u.id = o.user_id "
        "WHERE o.group_id = g.id AND o.user_id <> m.user_id AND o.role = m.role AND u.kind = ? AND u.is_active = 1"
        ") ORDER BY g.path LIMIT 5"
    )
    return [row[0] for row in tx.all(sql, (user_id, int(Role.OWNER), UserKind.HUMAN.value))]


def _conditions(wanted: Wanted) -> Condition:
    conditions: list[Condition] = [("deleted_at IS NULL", ())]
    if wanted.username:
        conditions.append(("LOWER(username) = ?", (wanted.username.lower(),)))
    if wanted.search:
        columns = ("username", "name", "email") if wanted.with_emails else ("username", "name")
        conditions.append(contains(wanted.search, *columns))
    if wanted.state is not None:
        conditions.append((_STATES[wanted.state], ()))
    if wanted.is_human is not None:
        conditions.append((f"kind {'=' if wanted.is_human else '<>'} ?", (UserKind.HUMAN.value,)))
    if wanted.is_admin is not None:
        conditions.append(("is_admin = ?", (int(wanted.is_admin),)))
    return all_of(conditions)


def _user(row: Row) -> User:
    number, username, name, email, kind, is_admin, is_active, *rest = row
    return User(number, username, name, email, UserKind(kind), bool(is_admin), bool(is_active), *rest)
