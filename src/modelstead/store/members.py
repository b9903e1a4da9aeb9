"""Who has which role where; roles of groups reach everything below them."""

from modelstead.domain.role import Role
from modelstead.store.transaction import Transaction

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

_GROUP_ROLE = """
WITH RECURSIVE above (id, parent_id) AS (
    SELECT g.id, g.parent_id FROM groups g WHERE g.id = ?
    UNION ALL
    SELECT g.id, g.parent_id FROM groups g JOIN above a ON g.id = a.parent_id
)
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
        "ON CONFLICT (project_id, user_id) DO UPDATE SET role = excluded.role",
        (project_id, user_id, int(role), now),
    )


def set_group_role(tx: Transaction, group_id: int, user_id: int, role: Role, now: int) -> None:
    """Make a user a member of a group, or change their role."""
    tx.execute(
        "INSERT INTO group_members (group_id, user_id, role, created_at) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (group_id, user_id) DO UPDATE SET role = excluded.role",
        (group_id, user_id, int(role), now),
    )
