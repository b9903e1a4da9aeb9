"""Rows of projects. A deleted one keeps its row, under a path that nobody else can have."""

from modelstead.domain.project import Project, Visibility
from modelstead.domain.quota import Usage
from modelstead.store.transaction import Row, Transaction

COLUMNS = "p.id, p.path, p.visibility, p.created_at, p.name, p.description, p.archived_at, p.updated_at"
_SELECT = f"SELECT {COLUMNS} FROM projects p WHERE p.deleted_at IS NULL"


def insert(
    tx: Transaction,
    *,
    group_id: int,
    path: str,
    visibility: Visibility,
    now: int,
    name: str = "",
    description: str = "",
    created_by: int | None = None,
) -> Project | None:
    """Store a project; return None when the path is taken."""
    name = name or path.rpartition("/")[2]
    row = tx.one(
        "INSERT INTO projects (group_id, path, name, description, visibility, created_by, created_at, updated_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING id",
        (group_id, path, name, description, visibility.value, created_by, now, now),
    )
    return None if row is None else Project(row[0], path, visibility, now, name, description, updated_at=now)


def by_id(tx: Transaction, project_id: int) -> Project | None:
    row = tx.one(f"{_SELECT} AND p.id = ?", (project_id,))
    return None if row is None else of_row(row)


def by_path(tx: Transaction, path: str) -> Project | None:
    row = tx.one(f"{_SELECT} AND p.path = ?", (path,))
    return None if row is None else of_row(row)


def every(tx: Transaction) -> list[Project]:
    return [of_row(row) for row in tx.all(f"{_SELECT} ORDER BY p.id")]


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


def update(tx: Transaction, project: Project) -> None:
    """Store what can change of a project, but for its group."""
    tx.execute(
        "UPDATE projects SET path = ?, visibility = ?, name = ?, description = ?, archived_at = ?, updated_at = ? "
        "WHERE id = ?",
        (
            project.path,
            project.visibility.value,
            project.name,
            project.description,
            project.archived_at,
            project.updated_at,
            project.id,
        ),
    )


def retention(tx: Transaction, project_id: int) -> int | None:
    """Return for how many days a project keeps its trash, None for any number."""
    row = tx.one("SELECT retention_days FROM projects WHERE id = ?", (project_id,))
    return None if row is None else row[0]


def set_retention(tx: Transaction, project_id: int, days: int | None) -> None:
    """Set for how many days a project keeps its trash, None for any number."""
    tx.execute("UPDATE projects SET retention_days = ? WHERE id = ?", (days, project_id))


def retentions(tx: Transaction) -> dict[int, int]:
    """Return for how many days each project keeps its trash that does not keep it for ever."""
    sql = "SELECT id, retention_days FROM projects WHERE retention_days IS NOT NULL AND deleted_at IS NULL ORDER BY id"
    return dict(tx.all(sql))


def move(tx: Transaction, project: Project, group_id: int) -> None:
    """Put a project, which has its new path, into a group."""
    tx.execute("UPDATE projects SET group_id = ? WHERE id = ?", (group_id, project.id))
    update(tx, project)


def group_of(tx: Transaction, project_id: int) -> int:
    """Return which group a project is in."""
    row = tx.one("SELECT group_id FROM projects WHERE id = ?", (project_id,))
    assert row is not None
    return int(row[0])


def delete(tx: Transaction, project_id: int, now: int) -> None:
    """Put a project in the trash, under a path that nobody else can have: it holds a space."""
    tx.execute(
        "UPDATE projects SET path = path || ' deleted ' || CAST(id AS TEXT), deleted_at = ? "
        "WHERE id = ? AND deleted_at IS NULL",
        (now, project_id),
    )


def of_row(row: Row) -> Project:
    """Return the project of a row of COLUMNS."""
    number, path, visibility, created_at, name, description, archived_at, updated_at = row
    name = name or path.rpartition("/")[2]
    return Project(number, path, Visibility(visibility), created_at, name, description, archived_at, updated_at)
