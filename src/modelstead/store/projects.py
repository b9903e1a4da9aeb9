"""Rows of projects."""

from modelstead.domain.project import Project, Visibility
from modelstead.domain.quota import Usage
from modelstead.store.transaction import Row, Transaction

_SELECT = (
    "SELECT id, path, visibility, created_at, name, description, archived_at, updated_at FROM projects "
    "WHERE deleted_at IS NULL"
)


def insert(tx: Transaction, *, group_id: int, path: str, visibility: Visibility, now: int) -> Project | None:
    """Store a project; return None when the path is taken."""
    name = path.rpartition("/")[2]
    row = tx.one(
        "INSERT INTO projects (group_id, path, name, visibility, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?) "
        "ON CONFLICT DO NOTHING RETURNING id",
        (group_id, path, name, visibility.value, now, now),
    )
    return None if row is None else Project(row[0], path, visibility, now, name, updated_at=now)


def by_id(tx: Transaction, project_id: int) -> Project | None:
    row = tx.one(f"{_SELECT} AND id = ?", (project_id,))
    return None if row is None else _project(row)


def by_path(tx: Transaction, path: str) -> Project | None:
    row = tx.one(f"{_SELECT} AND path = ?", (path,))
    return None if row is None else _project(row)


def every(tx: Transaction) -> list[Project]:
    return [_project(row) for row in tx.all(f"{_SELECT} ORDER BY id")]


def usage(tx: Transaction, project_id: int) -> Usage:
    """Return what a project keeps and may keep."""
    row = tx.one("SELECT used_bytes, quota_bytes FROM projects WHERE id = ?", (project_id,))
    assert row is not None
    return Usage(*row)


def usages(tx: Transaction) -> dict[int, Usage]:
    """Return what each project keeps and may keep."""
    return {row[0]: Usage(row[1], row[2]) for row in tx.all("SELECT id, used_bytes, quota_bytes FROM projects")}


def add_used(tx: Transaction, project_id: int, size: int) -> Usage:
    """Count bytes that a project keeps from now on, or no longer when negative; return the new figures."""
    row = tx.one(
        "UPDATE projects SET used_bytes = used_bytes + ? WHERE id = ? RETURNING used_bytes, quota_bytes",
        (size, project_id),
    )
    assert row is not None
    return Usage(*row)


def shares_names(tx: Transaction, project_id: int) -> bool:
    """Tell whether a model may have the name of an experiment."""
    row = tx.one("SELECT shared_names FROM projects WHERE id = ?", (project_id,))
    return row is not None and bool(row[0])


def share_names(tx: Transaction, project_id: int, *, shared: bool) -> None:
    """Allow, or forbid, that a model has the name of an experiment."""
    tx.execute("UPDATE projects SET shared_names = ? WHERE id = ?", (int(shared), project_id))


def set_quota(tx: Transaction, project_id: int, quota: int | None) -> Usage:
    """Set what a project may keep, and count anew what it keeps.

    The first statement waits for everyone who is counting, so that the second sees what they stored.
    """
    tx.execute("UPDATE projects SET quota_bytes = ? WHERE id = ?", (quota, project_id))
    tx.execute(
        "UPDATE projects SET used_bytes = (SELECT COALESCE(SUM(b.size), 0) FROM blobs b WHERE b.project_id = ?) "
        "WHERE id = ?",
        (project_id, project_id),
    )
    return usage(tx, project_id)


def _project(row: Row) -> Project:
    number, path, visibility, created_at, name, description, archived_at, updated_at = row
    name = name or path.rpartition("/")[2]
    return Project(number, path, Visibility(visibility), created_at, name, description, archived_at, updated_at)
