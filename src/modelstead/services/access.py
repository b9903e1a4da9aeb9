"""Who stands behind a credential, and what they may do in a project."""

from modelstead import limits
from modelstead.domain.access_token import Holder
from modelstead.domain.actor import ANONYMOUS, Access, Actor, GroupAccess
from modelstead.domain.group import Group
from modelstead.domain.permission import Permission
from modelstead.domain.project import Project
from modelstead.errors import PermissionDenied, Unauthenticated
from modelstead.store import access_tokens, groups, members, projects
from modelstead.store.transaction import Transaction

TOPIC = "access"  # announced by every write that changes users, members, tokens or visibility

_REFUSED = "The access token is not valid: it is unknown, expired or revoked. Create another one."


class RotatedTokenUsed(Unauthenticated):
    """A token was used that another took the place of: somebody has it who should not. Said in the usual words."""

    def __init__(self, token_id: int) -> None:
        super().__init__(_REFUSED)
        self.token_id = token_id


def identify(tx: Transaction, digest: bytes | None, now: int) -> tuple[Actor, int | None]:
    """Return the actor behind a token's digest and when the token was last used.

    No digest is the anonymous actor. Raise Unauthenticated for a token that is unknown, expired, revoked or whose user
    is blocked or deleted, in the same words and at the same cost; RotatedTokenUsed for one that was rotated out.
    """
    if digest is None:
        return ANONYMOUS, None
    holder = access_tokens.holder(tx, digest)
    if holder is None or not holder.is_good(now):
        if holder is not None and holder.rotated_at is not None:
            raise RotatedTokenUsed(holder.token_id)
        raise Unauthenticated(_REFUSED)
    return _actor(holder), holder.last_used_at


def enter(tx: Transaction, actor: Actor, reference: str, now: int) -> Access | None:
    """Return an actor's standing in the project of that id or path; None when there is none to be seen."""
    project = find_project(tx, reference)
    if project is None:
        return None
    role = None if actor.user_id is None else members.role(tx, project.id, actor.user_id, now)
    access = Access(actor, project, role)
    return access if access.sees else None


def enter_group(tx: Transaction, actor: Actor, reference: str, now: int) -> GroupAccess | None:
    """Return an actor's standing in the group of that id or path; None when there is none to be seen."""
    group = find_group(tx, reference)
    if group is None:
        return None
    role = None if actor.user_id is None else members.group_role(tx, group.id, actor.user_id, now)
    access = GroupAccess(actor, group, role)
    return access if access.sees else None


def of_token(tx: Transaction, token_id: int | None, project_id: int, permission: Permission, now: int) -> Access:
    """Return the standing of who signed an address with a token, or with none.

    Raise PermissionDenied when they may not do what the address is for, any more.
    """
    actor: Actor | None = ANONYMOUS
    if token_id is not None:
        holder = access_tokens.holder_of(tx, token_id)
        actor = None if holder is None or not holder.is_good(now) else _actor(holder)
    access = None if actor is None else enter(tx, actor, str(project_id), now)
    if access is None or not access.allows(permission) or not permission.scopes & access.actor.scopes:
        raise PermissionDenied("Whoever made this address may not use it any more. Ask for another.")
    return access


def find_project(tx: Transaction, reference: str) -> Project | None:
    """Return the project of that numeric id or full path."""
    number = _number(reference)
    if number is not None:
        return projects.by_id(tx, number)
    return None if "\0" in reference else projects.by_path(tx, reference)  # PostgreSQL takes no NUL


def find_group(tx: Transaction, reference: str) -> Group | None:
    """Return the group of that numeric id or full path."""
    number = _number(reference)
    if number is not None:
        return groups.by_id(tx, number)
    return None if "\0" in reference else groups.by_path(tx, reference)


def note_use(tx: Transaction, token_id: int, now: int) -> None:
    """Note that a token was used just now, unless that was noted within 10 minutes."""
    access_tokens.touch(tx, token_id, now, now - limits.LAST_USED_SECONDS * 1000)


def _actor(holder: Holder) -> Actor:
    return Actor(
        holder.user_id,
        holder.username,
        holder.is_admin,
        holder.scopes,
        holder.token_id,
        holder.expires_at,
        holder.is_bot,
    )


def _number(reference: str) -> int | None:
    """Return the id that a reference is; None for a path. Digits that no id has are the id of nothing."""
    if not (reference.isascii() and reference.isdigit()):
        return None
    return int(reference) if len(reference) < 19 else 0  # noqa: PLR2004 - digits of an int64
