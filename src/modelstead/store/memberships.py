"""SQL about who is a member where, for lists of what one user sees."""

MINE = """
mine (id, role) AS (
    SELECT m.group_id, m.role FROM group_members m
    WHERE m.user_id = ? AND (m.expires_at IS NULL OR m.expires_at > ?)
    UNION
    SELECT g.id, m.role FROM groups g JOIN mine m ON g.parent_id = m.id
)
"""
"""The groups that a user, at a time, has a role in or above, with each such role; part of WITH RECURSIVE."""
