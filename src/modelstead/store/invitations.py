"""Rows of invitations, found by the digest of their secret."""

from modelstead.domain.invitation import Invitation
from modelstead.domain.role import Role
from modelstead.store.members import Roll
from modelstead.store.transaction import Row, Transaction

_SELECT = (
    "SELECT i.id, i.project_id, i.group_id, COALESCE(p.path, g.path) AS path, i.email, i.role, i.member_expires_at, "
    "COALESCE(u.username, '') AS inviter, i.created_at, i.expires_at, i.created_by FROM invitations i "
    "LEFT JOIN projects p ON p.id = i.project_id LEFT JOIN groups g ON g.id = i.group_id "
    "LEFT JOIN users u ON u.id = i.created_by WHERE i.accepted_at IS NULL AND i.revoked_at IS NULL "
    "AND i.expires_at > ? AND p.deleted_at IS NULL AND g.deleted_at IS NULL"
)


def insert(
    tx: Transaction,
    roll: Roll,
    *,
    email: str,
    role: Role,
    member_expires_at: int | None,
    digest: bytes,
    created_by: int | None,
    expires_at: int,
    now: int,
) -> int:
    """Store an invitation's digest and return its id."""
    row = tx.one(
        f"INSERT INTO invitations ({roll.column}, email, role, member_expires_at, digest, created_by, created_at, "
        "expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
        (roll.id, email, int(role), member_expires_at, digest, created_by, now, expires_at),
    )
    assert row is not None
    return int(row[0])


def by_digest(tx: Transaction, digest: bytes, now: int) -> tuple[Invitation, int | None] | None:
    """Return an invitation that can be accepted, and who made it."""
    row = tx.one(f"{_SELECT} AND i.digest = ?", (now, digest))
    return None if row is None else (_invitation(row), row[10])


def page(tx: Transaction, roll: Roll, now: int, *, limit: int, offset: int) -> tuple[list[Invitation], int]:
    """Return a page of the open invitations to a project or group, and how many there are."""
    here = f"{_SELECT} AND i.{roll.column} = ?"
    count = tx.one(f"SELECT COUNT(*) FROM ({here}) AS every", (now, roll.id))
    assert count is not None
    rows = tx.all(f"{here} ORDER BY i.id LIMIT ? OFFSET ?", (now, roll.id, limit, offset))
    return [_invitation(row) for row in rows], int(count[0])


def revoke(tx: Transaction, roll: Roll, email: str, now: int) -> int:
    """End the open invitations of an address to a project or group; return how many."""
    return tx.execute(
        f"UPDATE invitations SET revoked_at = ? WHERE {roll.column} = ? AND LOWER(email) = ? AND accepted_at IS NULL "
        "AND revoked_at IS NULL AND expires_at > ?",
        (now, roll.id, email.lower(), now),
    )


def accept(tx: Transaction, invitation_id: int, now: int) -> bool:
    """Use an invitation up; False when somebody just did, or it was revoked."""
    sql = "UPDATE invitations SET accepted_at = ? WHERE id = ? AND accepted_at IS NULL AND revoked_at IS NULL"
    return tx.execute(sql, (now, invitation_id)) > 0


def _invitation(row: Row) -> Invitation:
    number, project_id, group_id, path, email, role, *rest, _ = row
    return Invitation(number, project_id, group_id, path, email, Role(role), *rest)
