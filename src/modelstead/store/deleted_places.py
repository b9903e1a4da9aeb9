"""Rows of groups and projects in the trash, and how they come back from it."""

from typing import NamedTuple

from modelstead.domain.project import Visibility
from modelstead.store.transaction import Transaction

_MARK = "' deleted ' || CAST(id AS TEXT)"
_BACK = f"path = SUBSTR(path, 1, LENGTH(path) - LENGTH({_MARK})), deleted_at = NULL"


class DeletedPlace(NamedTuple):
    """A group or project in the trash: its path of before, the group above it, and when it went."""

    path: str
    above: int | None
    deleted_at: int


def project(tx: Transaction, project_id: int) -> DeletedPlace | None:
    return _find(tx, "projects", "group_id", project_id)


def group(tx: Transaction, group_id: int) -> DeletedPlace | None:
    return _find(tx, "groups", "parent_id", group_id)


def restore_project(tx: Transaction, project_id: int) -> None:
    tx.execute(f"UPDATE projects SET {_BACK} WHERE id = ?", (project_id,))


def restore_groups(tx: Transaction, group_ids: list[int], deleted_at: int) -> None:
    """Restore groups and their projects that went at one time."""
    values = (tx.array(group_ids), deleted_at)
    tx.execute(f"UPDATE projects SET {_BACK} WHERE group_id = ANY(?) AND deleted_at = ?", values)
    tx.execute(f"UPDATE groups SET {_BACK} WHERE id = ANY(?) AND deleted_at = ?", values)


def narrow(tx: Transaction, visibility: Visibility, group_ids: list[int], project_ids: list[int]) -> None:
    """Make groups with their projects, and projects, no wider than a visibility."""
    wider = tx.array([each.value for each in Visibility if each.width > visibility.width])
    groups, projects = tx.array(group_ids), tx.array(project_ids)
    tx.execute(
        "UPDATE projects SET visibility = ? WHERE visibility = ANY(?) AND (id = ANY(?) OR group_id = ANY(?))",
        (visibility.value, wider, projects, groups),
    )
    tx.execute(
        "UPDATE groups SET visibility = ? WHERE visibility = ANY(?) AND id = ANY(?)", (visibility.value, wider, groups)
    )


def _find(tx: Transaction, table: str, above: str, row_id: int) -> DeletedPlace | None:
    row = tx.one(f"SELECT path, {above}, deleted_at FROM {table} WHERE id = ? AND deleted_at IS NOT NULL", (row_id,))
    return None if row is None else DeletedPlace(row[0].removesuffix(f" deleted {row_id}"), row[1], row[2])
