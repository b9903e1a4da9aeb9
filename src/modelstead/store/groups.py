"""Rows of groups, which nest by path."""

from modelstead.domain.group import Group
from modelstead.domain.project import Visibility
from modelstead.store.transaction import Row, Transaction

_SELECT = (
    "SELECT id, parent_id, path, name, description, visibility, created_at, updated_at FROM groups "
    "WHERE deleted_at IS NULL"
)


def by_id(tx: Transaction, group_id: int) -> Group | None:
    row = tx.one(f"{_SELECT} AND id = ?", (group_id,))
    return None if row is None else _group(row)


def by_path(tx: Transaction, path: str) -> Group | None:
    row = tx.one(f"{_SELECT} AND path = ?", (path,))
    return None if row is None else _group(row)


def ensure(tx: Transaction, path: str, now: int) -> tuple[int, bool]:
    """Return a group's id and whether it had to be made; the groups above it are made with it."""
    row = tx.one("SELECT id FROM groups WHERE path = ?", (path,))
    if row is not None:
        return row[0], False
    above, _, _ = path.rpartition("/")
    parent_id = ensure(tx, above, now)[0] if above else None
    row = tx.one(
        "INSERT INTO groups (parent_id, path, name, created_at, updated_at) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT DO NOTHING RETURNING id",
        (parent_id, path, path.rpartition("/")[2], now, now),
    )
    if row is not None:
        return row[0], True
    row = tx.one("SELECT id FROM groups WHERE path = ?", (path,))  # another transaction made it just now
    assert row is not None
    return row[0], False


def _group(row: Row) -> Group:
    number, parent_id, path, name, description, visibility, created_at, updated_at = row
    name = name or path.rpartition("/")[2]
    return Group(number, parent_id, path, name, description, Visibility(visibility), created_at, updated_at)
