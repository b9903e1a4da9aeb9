"""Memberships that follow the groups of an identity provider; those that people gave are left alone."""

from collections.abc import Mapping

from modelstead.domain.role import Role
from modelstead.store.transaction import Transaction

_TABLES = {"project_id": "project_members", "group_id": "group_members"}


def of_projects(tx: Transaction, user_id: int) -> dict[int, Role]:
    return _held(tx, "project_id", user_id)


def of_groups(tx: Transaction, user_id: int) -> dict[int, Role]:
    return _held(tx, "group_id", user_id)


def set_in_projects(tx: Transaction, user_id: int, roles: Mapping[int, Role], now: int) -> None:
    """Make a user's managed memberships of projects these, by the ids of the projects."""
    _set(tx, "project_id", user_id, roles, now)


def set_in_groups(tx: Transaction, user_id: int, roles: Mapping[int, Role], now: int) -> None:
    """Make a user's managed memberships of groups these, by the ids of the groups."""
    _set(tx, "group_id", user_id, roles, now)


def _held(tx: Transaction, column: str, user_id: int) -> dict[int, Role]:
    rows = tx.all(f"SELECT {column}, role FROM {_TABLES[column]} WHERE user_id = ? AND is_managed = 1", (user_id,))
    return {number: Role(role) for number, role in rows}


def _set(tx: Transaction, column: str, user_id: int, roles: Mapping[int, Role], now: int) -> None:
    table = _TABLES[column]
    gone = [(number, user_id) for number in _held(tx, column, user_id) if number not in roles]
    tx.execute_many(f"DELETE FROM {table} WHERE {column} = ? AND user_id = ? AND is_managed = 1", gone)
    tx.execute_many(
        f"INSERT INTO {table} ({column}, user_id, role, created_at, is_managed) VALUES (?, ?, ?, ?, 1) "
        f"ON CONFLICT ({column}, user_id) DO UPDATE SET role = excluded.role WHERE {table}.is_managed = 1",
        [(number, user_id, int(role), now) for number, role in roles.items()],
    )
