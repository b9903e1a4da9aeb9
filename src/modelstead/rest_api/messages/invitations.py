"""Requests and answers about invitations, with GitLab's field names."""

import msgspec

from modelstead.domain.invitation import Invitation
from modelstead.rest_api.listing import Paged
from modelstead.rest_api.messages.times import time_text


class CreateInvitation(msgspec.Struct, frozen=True, kw_only=True):
    """POST invitations: one address, or several with commas between them; `expires_at` is the membership's last day."""

    email: str
    access_level: int
    expires_at: str | None = None


class ListInvitations(Paged, frozen=True, kw_only=True):
    """GET invitations: those that nobody has accepted yet."""


class OneInvitation(msgspec.Struct, frozen=True):
    """An invitation, by its address."""

    email: str


class Link(msgspec.Struct, frozen=True):
    """Where an invitation is accepted: told once, for GitLab sends it by email and this server sends none."""

    invite_email: str
    url: str


class Invited(msgspec.Struct, frozen=True):
    """What became of POST: `message` says what is wrong with which address."""

    status: str
    message: dict[str, str] | msgspec.UnsetType = msgspec.UNSET
    invitations: tuple[Link, ...] = ()


class InvitationInfo(msgspec.Struct, frozen=True):
    """An invitation as GitLab shows it; `expires_at` is the end of the membership, `invite_expires_at` its own."""

    id: int
    invite_email: str
    access_level: int
    created_at: str
    expires_at: str | None
    created_by_name: str
    user_name: str | None
    invite_expires_at: str


def invitation_info(found: Invitation) -> InvitationInfo:
    expires = found.member_expires_at
    return InvitationInfo(
        id=found.id,
        invite_email=found.email,
        access_level=int(found.role),
        created_at=time_text(found.created_at),
        expires_at=None if expires is None else time_text(expires),
        created_by_name=found.inviter,
        user_name=None,
        invite_expires_at=time_text(found.expires_at),
    )
