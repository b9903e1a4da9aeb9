"""Rows of groups, which nest by path. What is deleted keeps its row, under a path that nobody else can have."""

from modelstead.domain.group import Group
from modelstead.domain.project import Visibility
from modelstead.store.transaction import Row, Transaction

COLUMNS = "g.id, g.parent_id, g.path, g.name, g.description, g.visibility, g.created_at, g.updated_at"
_SELECT = f"SELECT {COLUMNS} FROM groups g WHERE g.deleted_at IS NULL"
_BELOW = """
WITH RECURSIVE below (id) AS (
    SELECT g.id FROM groups g WHERE g.id = ?
    UNION ALL
    SELECT g.id FROM groups g JOIN below b ON g.parent_id = b.id
)
SELECT id FROM below
"""
_GONE = "path = path || ' deleted ' || CAST(id AS TEXT), deleted_at = ?"  # no path of anything else holds a space


def by_id(tx: Transaction, group_id: int) -> Group | None:
    row = tx.one(f"{_SELECT} AND g.id = ?", (group_id,))
    return None if row is None else of_row(row)


def by_path(tx: Transaction, path: str) -> Group | None:
    row = tx.one(f"{_SELECT} AND g.path = ?", (path,))
    return None if row is None else of_row(row)


def nearest(tx: Transaction, path: str) -> Group | None:
    """Return the lowest group that there is on a path."""
    while path:
        found = by_path(tx, path)
        if found is not None:
            return found
        path = path.rpartition("/")[0]
    return None


def insert(
    tx: Transaction,
    *,
    parent_id: int | None,
    path: str,
    name: str,
    now: int,
    description: str = "",
    visibility: Visibility = Visibility.PRIVATE,
    created_by: int | None = None,
) -> Group | None:
    """Store a group; return None when the path is taken."""
    row = tx.one(
        "INSERT INTO groups (parent_id, path, name, description, visibility, created_by, created_at, updated_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING id",
        (parent_id, path, name, description, visibility.value, created_by, now, now),
    )
    return None if row is None else Group(row[0], parent_id, path, name, description, visibility, now, now)


def ensure(
    tx: Transaction, path: str, now: int, visibility: Visibility = Visibility.PRIVATE, created_by: int | None = None
) -> tuple[int, bool]:
    """Return a group's id and whether it had to be made; the groups above it are made with it."""
    row = tx.one("SELECT id FROM groups WHERE path = ?", (path,))
    if row is not None:
        return row[0], False
    above, _, name = path.rpartition("/")
    parent_id = ensure(tx, above, now, visibility, created_by)[0] if above else None
    made = insert(tx, parent_id=parent_id, path=path, name=name, now=now, visibility=visibility, created_by=created_by)
    if made is not None:
        return made.id, True
    row = tx.one("SELECT id FROM groups WHERE path = ?", (path,))  # another transaction made it just now
    assert row is not None
    return row[0], False


def update(tx: Transaction, group: Group) -> None:
    """Store what can change of a group, but for its path."""
    tx.execute(
        "UPDATE groups SET name = ?, description = ?, visibility = ?, updated_at = ? WHERE id = ?",
        (group.name, group.description, group.visibility.value, group.updated_at, group.id),
    )


def with_all_below(tx: Transaction, group_id: int) -> list[int]:
    """Return a group and the groups below it, deleted ones too."""
    return [row[0] for row in tx.all(_BELOW, (group_id,))]


def longest_path(tx: Transaction, group_ids: list[int]) -> int:
    """Return how long the longest path of these groups and their projects is."""
    ids = tx.array(group_ids)
    row = tx.one(
        "SELECT MAX(length) FROM (SELECT LENGTH(path) AS length FROM groups WHERE id = ANY(?) "
        "UNION ALL SELECT LENGTH(path) FROM projects WHERE group_id = ANY(?)) AS lengths",
        (ids, ids),
    )
    assert row is not None
    return int(row[0])


def move(tx: Transaction, group_ids: list[int], old: str, new: str) -> None:
    """Give groups whose paths begin with `old`, and their projects, paths that begin with `new`."""
    values = (new, len(old) + 1, tx.array(group_ids))
    tx.execute("UPDATE groups SET path = ? || SUBSTR(path, ?) WHERE id = ANY(?)", values)
    tx.execute("UPDATE projects SET path = ? || SUBSTR(path, ?) WHERE group_id = ANY(?)", values)


def delete(tx: Transaction, group_ids: list[int], now: int) -> None:
    """Put groups and their projects in the trash, which frees their paths."""
    values = (now, tx.array(group_ids))
    tx.execute(f"UPDATE projects SET {_GONE} WHERE group_id = ANY(?) AND deleted_at IS NULL", values)
    tx.execute(f"UPDATE groups SET {_GONE} WHERE id = ANY(?) AND deleted_at IS NULL", values)


def visibilities_below(tx: Transaction, group_ids: list[int], group_id: int) -> set[Visibility]:
    """Return what the visibility of a group must be wide enough for: its projects', and those of groups below it."""
    ids = tx.array(group_ids)
    rows = tx.all(
        "SELECT visibility FROM groups WHERE id = ANY(?) AND id <> ? AND deleted_at IS NULL "
        "UNION SELECT visibility FROM projects WHERE group_id = ANY(?) AND deleted_at IS NULL",
        (ids, group_id, ids),
    )
    return {Visibility(row[0]) for row in rows}


def of_row(row: Row) -> Group:
    """Return the group of a row of COLUMNS."""
    number, parent_id, path, name, description, visibility, created_at, updated_at = row
    name = name or path.rpartition("/")[2]
    return Group(number, parent_id, path, name, description, Visibility(visibility), created_at, updated_at)
