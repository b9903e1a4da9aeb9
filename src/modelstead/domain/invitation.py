"""Invitations: links by which somebody becomes a member of a project or group, once."""

import msgspec

from modelstead import limits
from modelstead.domain.role import Role
from modelstead.domain.session import DAY_MS


class Invitation(msgspec.Struct, frozen=True):
    """A stored invitation to a project or to a group, whose path is `path`. Times are milliseconds.

    The address says whom the inviter means. It proves nothing about who opens the link.
    """

    id: int
    project_id: int | None
    group_id: int | None
    path: str
    email: str
    role: Role
    member_expires_at: int | None
    inviter: str
    created_at: int
    expires_at: int


def ends_at(now: int) -> int:
    """Return when an invitation made now ends."""
    return now + limits.INVITATION_DAYS * DAY_MS
