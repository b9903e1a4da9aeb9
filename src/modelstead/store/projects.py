"""Rows of projects."""

from modelstead.domain.project import Project, Visibility
from modelstead.store.transaction import Row, Transaction

_SELECT = "SELECT id, path, visibility, created_at FROM projects"


def insert(tx: Transaction, *, group_id: int, path: str, visibility: Visibility, now: int) -> Project | None:
    """Store a project; return None when the path is taken."""
    row = tx.one(
        "INSERT INTO projects (group_id, path, visibility, created_at) VALUES (?, ?, ?, ?) "
        "ON CONFLICT DO NOTHING RETURNING id",
        (group_id, path, visibility.value, now),
    )
    return None if row is None else Project(row[0], path, visibility, now)


def by_id(tx: Transaction, project_id: int) -> Project | None:
    row = tx.one(f"{_SELECT} WHERE id = ?", (project_id,))
    return None if row is None else _project(row)


def by_path(tx: Transaction, path: str) -> Project | None:
    row = tx.one(f"{_SELECT} WHERE path = ?", (path,))
    return None if row is None else _project(row)


def every(tx: Transaction) -> list[Project]:
    return [_project(row) for row in tx.all(f"{_SELECT} ORDER BY id")]


def _project(row: Row) -> Project:
    number, path, visibility, created_at = row
    return Project(number, path, Visibility(visibility), created_at)
