"""Who has which role where; roles of groups reach everything below them."""

from typing import NamedTuple

from modelstead.domain.role import Role
from modelstead.domain.user import UserKind
from modelstead.store.transaction import Transaction


class Roll(NamedTuple):
    """Where the members of a project or group stand, and the group above it, whose members are members too."""

    table: str
    column: str
    id: int
    above: int | None


def of_project(project_id: int, group_id: int) -> Roll:
    return Roll("project_members", "project_id", project_id, group_id)


def of_group(group_id: int, parent_id: int | None) -> Roll:
    return Roll("group_members", "group_id", group_id, parent_id)


_ROLE = """
WITH RECURSIVE above (id, parent_id) AS (
    SELECT g.id, g.parent_id FROM groups g JOIN projects p ON p.group_id = g.id WHERE p.id = ?
    UNION ALL
    SELECT g.id, g.parent_id FROM groups g JOIN above a ON g.id = a.parent_id
)
SELECT MAX(role) FROM (
    SELECT role FROM project_members
    WHERE project_id = ? AND user_id = ? AND (expires_at IS NULL OR expires_at > ?)
    UNION ALL
    SELECT m.role FROM group_members m JOIN above a ON a.id = m.group_id
    WHERE m.user_id = ? AND (m.expires_at IS NULL OR m.expires_at > ?)
) AS roles
"""

ABOVE = """
WITH RECURSIVE above (id, parent_id) AS (
    SELECT g.id, g.parent_id FROM groups g WHERE g.id = ?
    UNION ALL
    SELECT g.id, g.parent_id FROM groups g JOIN above a ON g.id = a.parent_id
)
"""

_GROUP_ROLE = f"""
{ABOVE}
SELECT MAX(m.role) FROM group_members m JOIN above a ON a.id = m.group_id
WHERE m.user_id = ? AND (m.expires_at IS NULL OR m.expires_at > ?)
"""


def role(tx: Transaction, project_id: int, user_id: int, now: int) -> Role | None:
    """Return the highest role a user has in a project, by itself or by a group above it."""
    row = tx.one(_ROLE, (project_id, project_id, user_id, now, user_id, now))
    return Role(row[0]) if row and row[0] is not None else None


def group_role(tx: Transaction, group_id: int, user_id: int, now: int) -> Role | None:
    """Return the highest role a user has in a group, by itself or by a group above it."""
    row = tx.one(_GROUP_ROLE, (group_id, user_id, now))
    return Role(row[0]) if row and row[0] is not None else None


def set_project_role(tx: Transaction, project_id: int, user_id: int, role: Role, now: int) -> None:
    """Make a user a member of a project, or change their role."""
    tx.execute(
        "INSERT INTO project_members (project_id, user_id, role, created_at) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (project_id, user_id) DO UPDATE SET role = excluded.role, is_managed = 0, "
        "expires_at = CASE WHEN project_members.expires_at <= ? THEN NULL ELSE project_members.expires_at END",
        (project_id, user_id, int(role), now, now),
    )


def set_group_role(tx: Transaction, group_id: int, user_id: int, role: Role, now: int) -> None:
    """Make a user a member of a group, or change their role."""
    tx.execute(
        "INSERT INTO group_members (group_id, user_id, role, created_at) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (group_id, user_id) DO UPDATE SET role = excluded.role, is_managed = 0, "
        "expires_at = CASE WHEN group_members.expires_at <= ? THEN NULL ELSE group_members.expires_at END",
        (group_id, user_id, int(role), now, now),
    )


def add(tx: Transaction, roll: Roll, user_id: int, role: Role, expires_at: int | None, now: int) -> bool:
    """Make a user a member; False when they are one, and that has not ended."""
    sql = (
        f"INSERT INTO {roll.table} ({roll.column}, user_id, role, expires_at, created_at) VALUES (?, ?, ?, ?, ?) "
        f"ON CONFLICT ({roll.column}, user_id) DO UPDATE SET role = excluded.role, expires_at = excluded.expires_at, "
        f"created_at = excluded.created_at, is_managed = 0 WHERE {roll.table}.expires_at <= ?"
    )
    return tx.execute(sql, (roll.id, user_id, int(role), expires_at, now, now)) > 0


def change(tx: Transaction, roll: Roll, user_id: int, role: Role, expires_at: int | None) -> None:
    """Change a member's role, and when it ends; no provider of identities has a say in it any more."""
    sql = f"UPDATE {roll.table} SET role = ?, expires_at = ?, is_managed = 0 WHERE {roll.column} = ? AND user_id = ?"
    tx.execute(sql, (int(role), expires_at, roll.id, user_id))


def remove(tx: Transaction, roll: Roll, user_id: int) -> None:
    tx.execute(f"DELETE FROM {roll.table} WHERE {roll.column} = ? AND user_id = ?", (roll.id, user_id))


def remove_below(tx: Transaction, group_ids: list[int], user_id: int) -> None:
    """End a user's memberships in groups and in their projects."""
    values = (user_id, tx.array(group_ids))
    tx.execute("DELETE FROM group_members WHERE user_id = ? AND group_id = ANY(?)", values)
    tx.execute(
        "DELETE FROM project_members WHERE user_id = ? "
        "AND project_id IN (SELECT p.id FROM projects p WHERE p.group_id = ANY(?))",
        values,
    )


def has_other_owner(tx: Transaction, roll: Roll, user_id: int) -> bool:
    """Tell whether another person who can act is owner here or above, and for good."""
    row = tx.one(
        f"{ABOVE} SELECT 1 FROM ("
        "SELECT m.user_id, m.role, m.expires_at FROM group_members m JOIN above a ON a.id = m.group_id "
        f"UNION ALL SELECT m.user_id, m.role, m.expires_at FROM {roll.table} m WHERE m.{roll.column} = ?"
        ") AS o JOIN users u ON u.id = o.user_id WHERE o.user_id <> ? AND o.role = ? AND o.expires_at IS NULL "
        "AND u.kind = ? AND u.is_active = 1 LIMIT 1",
        (roll.above or 0, roll.id, user_id, int(Role.OWNER), UserKind.HUMAN.value),
    )
    return row is not None


def remove_everywhere(tx: Transaction, user_id: int) -> None:
    """End every membership of a user."""
    tx.execute("DELETE FROM project_members WHERE user_id = ?", (user_id,))
    tx.execute("DELETE FROM group_members WHERE user_id = ?", (user_id,))
