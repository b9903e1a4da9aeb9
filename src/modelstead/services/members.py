"""Members of projects and groups: nobody gives or takes what is above their own role, and the last owner stays."""

import datetime

import msgspec

from modelstead import clock
from modelstead.domain.actor import Access, GroupAccess
from modelstead.domain.audit_event import Action
from modelstead.domain.member import Member, MemberLine, end
from modelstead.domain.permission import MANAGE_GROUP_MEMBERS, MANAGE_MEMBERS
from modelstead.domain.role import Role
from modelstead.domain.user import User
from modelstead.errors import AlreadyExists, InvalidParameter, NotFound, PermissionDenied
from modelstead.services import audit
from modelstead.services.access import TOPIC
from modelstead.store import groups, member_search, members, paths, projects
from modelstead.store.member_search import WantedMembers
from modelstead.store.members import Roll
from modelstead.store.transaction import Transaction

Place = Access | GroupAccess


def page(tx: Transaction, access: Place, wanted: WantedMembers) -> tuple[list[Member], int]:
    """Return a page of the members, and how many there are."""
    return member_search.page(tx, roll(tx, access), wanted, clock.now_ms())


def lines(tx: Transaction, access: Place, wanted: WantedMembers) -> tuple[list[MemberLine], int]:
    """Return a page of the members with where their roles come from, and how many there are."""
    here, now = roll(tx, access), clock.now_ms()
    _, total = member_search.page(tx, here, msgspec.structs.replace(wanted, limit=0, offset=0), now)
    return member_search.lines(tx, here, wanted, now), total


def get(tx: Transaction, access: Place, user_id: int, *, inherited: bool = False) -> Member:
    """Return a member; raise NotFound for a user who is none, and for a user that does not exist, in the same words."""
    found = member_search.find(tx, roll(tx, access), user_id, clock.now_ms(), inherited=inherited)
    if found is None:
        raise NotFound(f"The user {user_id} is not a member{' here' if inherited else ' by themselves'}.")
    return found


def is_member(tx: Transaction, access: Place, user_id: int) -> bool:
    """Tell whether a user is a member of the project or group itself."""
    return member_search.find(tx, roll(tx, access), user_id, clock.now_ms()) is not None


def add(tx: Transaction, access: Place, user: User, role: Role, expires: str | None = None) -> Member:
    """Make a user a member, until midnight UTC at the beginning of the date `expires` (YYYY-MM-DD) if one is given."""
    paths.hold(tx)
    here, now = roll(tx, access), clock.now_ms()
    if user.is_bot:
        raise InvalidParameter(f"'{user.username}' is the bot of an access token, and belongs where that was made.")
    check_ceiling(access, role)
    _check_inherited(tx, here, user.id, role, now)
    if not members.add(tx, here, user.id, role, end(expires, _today(now)), now):
        raise AlreadyExists(f"Member already exists: '{user.username}' is a member here. Change their role instead.")
    _note(tx, access, Action.ADD_MEMBER, user.username, role)
    return get(tx, access, user.id)


def change(
    tx: Transaction, access: Place, user_id: int, role: Role | None = None, *, expires: str | None, ends: bool = True
) -> Member:
    """Change a member's role, where one is given, and, if `ends`, when the membership ends: on a date, or never."""
    paths.hold(tx)
    here, now = roll(tx, access), clock.now_ms()
    member = _changeable(tx, access, user_id)
    wanted = member.role if role is None else role
    check_ceiling(access, wanted)
    _check_inherited(tx, here, user_id, wanted, now)
    expires_at = end(expires, _today(now)) if ends else member.expires_at
    if wanted is not Role.OWNER or expires_at is not None:
        _check_last_owner(tx, here, member)
    members.change(tx, here, user_id, wanted, expires_at)
    _note(tx, access, Action.CHANGE_MEMBER, member.username, wanted)
    return get(tx, access, user_id)


def remove(tx: Transaction, access: Place, user_id: int, *, below: bool = True) -> None:
    """End a membership; of a group, also those of the same user in all below it. Anyone may leave by themselves."""
    check_removal(access, user_id)
    paths.hold(tx)
    here = roll(tx, access)
    member = _changeable(tx, access, user_id)
    _check_last_owner(tx, here, member)
    members.remove(tx, here, user_id)
    if below and isinstance(access, GroupAccess):
        members.remove_below(tx, groups.with_all_below(tx, access.group.id), user_id)
    _note(tx, access, Action.REMOVE_MEMBER, member.username, member.role)


def check_removal(access: Place, user_id: int) -> None:
    """Raise PermissionDenied for who may remove nobody but themselves."""
    manage = MANAGE_MEMBERS if isinstance(access, Access) else MANAGE_GROUP_MEMBERS
    if user_id != access.actor.user_id and not access.allows(manage):
        raise PermissionDenied(f"You may not {manage.name}: {manage.taken_by}.")


def _changeable(tx: Transaction, access: Place, user_id: int) -> Member:
    member = get(tx, access, user_id)
    if member.is_bot:
        raise InvalidParameter(f"'{member.username}' is the bot of an access token. Revoke the token instead.")
    check_ceiling(access, member.role)
    return member


def check_ceiling(access: Place, role: Role) -> None:
    """Raise PermissionDenied for a role above the actor's own."""
    if role not in roles_to_give(access):
        raise PermissionDenied(f"The role {role.label} is above yours, so you may neither give, change nor take it.")


def roles_to_give(access: Place) -> tuple[Role, ...]:
    """Return the roles up to the actor's own."""
    held = Role.OWNER if access.actor.is_admin else access.role
    return () if held is None else tuple(role for role in Role if role <= held)


def _check_inherited(tx: Transaction, here: Roll, user_id: int, role: Role, now: int) -> None:
    inherited = _inherited(tx, here, user_id, now)
    if inherited is not None and role < inherited:
        raise InvalidParameter(
            f"access_level should be greater than or equal to {int(inherited)} ({inherited.label}), "
            "which the user has by a group above."
        )


def inherited_role(tx: Transaction, access: Place, user_id: int) -> Role | None:
    """Return the role that the groups above give somebody."""
    return _inherited(tx, roll(tx, access), user_id, clock.now_ms())


def _inherited(tx: Transaction, here: Roll, user_id: int, now: int) -> Role | None:
    return None if here.above is None else members.group_role(tx, here.above, user_id, now)


def _check_last_owner(tx: Transaction, here: Roll, member: Member) -> None:
    if member.role is Role.OWNER and not members.has_other_owner(tx, here, member.user_id):
        raise InvalidParameter(
            f"'{member.username}' is the last owner, who can neither go nor have a lower role or an end. "
            "Make somebody else an owner first."
        )


def _note(tx: Transaction, access: Place, action: Action, username: str, role: Role) -> None:
    audit.record(tx, access, action, username, role=role.label)
    tx.announce(TOPIC)


def roll(tx: Transaction, access: Place) -> Roll:
    """Return where the members of a project or group stand."""
    if isinstance(access, Access):
        return members.of_project(access.project.id, projects.group_of(tx, access.project.id))
    return members.of_group(access.group.id, access.group.parent_id)


def _today(now: int) -> datetime.date:
    return datetime.datetime.fromtimestamp(now / 1000, datetime.UTC).date()
