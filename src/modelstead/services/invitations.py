"""Invitations to projects and groups: who has the link joins, with an account that they have or make."""

import datetime

import msgspec

from modelstead import clock, ids, limits
from modelstead.domain.access_token import expiry_date
from modelstead.domain.actor import Access, Actor, GroupAccess
from modelstead.domain.audit_event import Action
from modelstead.domain.invitation import Invitation, ends_at
from modelstead.domain.member import end
from modelstead.domain.permission import INVITE_TO_GROUP, INVITE_TO_PROJECT
from modelstead.domain.role import Role
from modelstead.domain.user import User, check_email
from modelstead.errors import LimitExceeded, NotFound, PermissionDenied
from modelstead.services import access as standing
from modelstead.services import audit, members, sessions, users
from modelstead.services.sessions import SCOPES, Browser
from modelstead.store import invitations, paths, projects
from modelstead.store import users as user_rows
from modelstead.store.members import Roll, of_group, of_project
from modelstead.store.transaction import Transaction

Place = Access | GroupAccess

_GONE = "This invitation was accepted or revoked, is more than a week old, or its link was not copied whole."


class Invited(msgspec.Struct, frozen=True):
    """An invitation at the only moment its secret is known."""

    email: str
    secret: str


class Joined(msgspec.Struct, frozen=True):
    """Who accepted an invitation to where, and the secret of their new session, if they made an account."""

    user: User
    path: str
    session: str = ""


def create(tx: Transaction, key: bytes, access: Place, email: str, role: Role, expires: str | None = None) -> Invited:
    """Invite somebody, as a member until the date `expires` if one is given; an older invitation of theirs ends.

    Nobody invites to a role above their own.
    """
    paths.hold(tx)
    now, roll = clock.now_ms(), _roll(tx, access)
    email = check_email(email.strip())
    _check_ceiling(access, role)
    today = datetime.datetime.fromtimestamp(now / 1000, datetime.UTC).date()
    member_expires_at = end(expires, today)
    invitations.revoke(tx, roll, email, now)
    _, count = invitations.page(tx, roll, now, limit=1, offset=0)
    if count >= limits.INVITATIONS_OPEN:
        raise LimitExceeded(f"There are {count} open invitations here already. Revoke some of them first.")
    secret = ids.one_time_secret()
    invitations.insert(
        tx,
        roll,
        email=email,
        role=role,
        member_expires_at=member_expires_at,
        digest=ids.digest(key, secret),
        created_by=access.actor.user_id,
        expires_at=ends_at(now),
        now=now,
    )
    audit.record(tx, access, Action.CREATE_INVITATION, email, role=role.label)
    return Invited(email, secret)


def page(tx: Transaction, access: Place, *, limit: int, offset: int) -> tuple[list[Invitation], int]:
    """Return a page of the open invitations, and how many there are."""
    return invitations.page(tx, _roll(tx, access), clock.now_ms(), limit=limit, offset=offset)


def revoke(tx: Transaction, access: Place, email: str) -> None:
    """End the open invitation of an address."""
    if not invitations.revoke(tx, _roll(tx, access), email, clock.now_ms()):
        raise NotFound(f"There is no open invitation of '{email}' here.")
    audit.record(tx, access, Action.REVOKE_INVITATION, email)


def find(tx: Transaction, digest: bytes) -> Invitation:
    """Return the invitation of a link; raise NotFound for one that cannot be accepted any more."""
    return _find(tx, digest)[0]


def join(tx: Transaction, digest: bytes, actor: Actor, address: str) -> Joined:
    """Make somebody who has signed in a member."""
    assert actor.user_id is not None
    user = user_rows.by_id(tx, actor.user_id)
    assert user is not None
    return Joined(user, _accept(tx, digest, user, address))


def join_as_new(
    tx: Transaction, key: bytes, digest: bytes, username: str, password_hash: str, browser: Browser
) -> Joined:
    """Make an account, make it a member and begin its first session.

    The account has no address: that of the invitation was not proved by opening a link.
    """
    _find(tx, digest)
    user = users.create(tx, username, password_hash=password_hash)
    path = _accept(tx, digest, user, browser.address)
    return Joined(user, path, sessions.begin(tx, key, user.id, user.username, browser, "invitation"))


def _accept(tx: Transaction, digest: bytes, user: User, address: str) -> str:
    invitation, inviter = _find(tx, digest)
    expires = None if invitation.member_expires_at is None else expiry_date(invitation.member_expires_at)
    members.add(tx, inviter, user, invitation.role, expires)
    if not invitations.accept(tx, invitation.id, clock.now_ms()):
        raise NotFound(_GONE)
    by = Actor(user.id, user.username, is_admin=False, scopes=SCOPES)
    at = msgspec.structs.replace(inviter, actor=by)
    audit.record(tx, at, Action.ACCEPT_INVITATION, invitation.email, address=address, role=invitation.role.label)
    return invitation.path


def _find(tx: Transaction, digest: bytes) -> tuple[Invitation, Place]:
    """Return an invitation, and the standing of who made it: it is good while they may still invite."""
    found = invitations.by_digest(tx, digest, clock.now_ms())
    if found is None:
        raise NotFound(_GONE)
    invitation, user_id = found
    inviter = None if user_id is None else _standing(tx, invitation, user_id)
    if inviter is None:
        raise NotFound(_GONE)
    try:
        _check_ceiling(inviter, invitation.role)
    except PermissionDenied as error:
        raise NotFound(_GONE) from error
    return invitation, inviter


def _check_ceiling(access: Place, role: Role) -> None:
    held = Role.OWNER if access.actor.is_admin else access.role
    if held is None or role > held:
        raise PermissionDenied(f"The role {role.label} is above yours, so you may not invite anyone to it.")


def _roll(tx: Transaction, access: Place) -> Roll:
    if isinstance(access, Access):
        return of_project(access.project.id, projects.group_of(tx, access.project.id))
    return of_group(access.group.id, access.group.parent_id)


def _standing(tx: Transaction, invitation: Invitation, user_id: int) -> Place | None:
    user = user_rows.by_id(tx, user_id)
    if user is None or not user.is_active:
        return None
    actor, now = Actor(user.id, user.username, user.is_admin, SCOPES), clock.now_ms()
    if invitation.project_id is not None:
        project = standing.enter(tx, actor, str(invitation.project_id), now)
        return project if project is not None and project.allows(INVITE_TO_PROJECT) else None
    group = standing.enter_group(tx, actor, str(invitation.group_id), now)
    return group if group is not None and group.allows(INVITE_TO_GROUP) else None
