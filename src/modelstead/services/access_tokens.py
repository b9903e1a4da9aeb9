"""The life of access tokens: created, rotated, revoked. Of a person, or of a bot that has a role in one place.

`by` is on whose account it is done; what they may do is checked by those who call, personal_tokens and bot_tokens.
"""

import datetime
import secrets
from typing import TypedDict

import msgspec

from modelstead import clock, ids, limits
from modelstead.domain import access_token
from modelstead.domain.access_token import AccessToken, check_token_name, expiry_date
from modelstead.domain.actor import OPERATOR, Access, Actor, GroupAccess, ServerAccess, Standing
from modelstead.domain.audit_event import Action
from modelstead.domain.group import Group
from modelstead.domain.key import check_length
from modelstead.domain.permission import Scope
from modelstead.domain.project import Project
from modelstead.domain.role import Role
from modelstead.domain.user import User, UserKind
from modelstead.errors import InvalidState, NotFound
from modelstead.services import audit
from modelstead.services.access import TOPIC
from modelstead.store import access_tokens, groups, members, projects, users
from modelstead.store.access_tokens import Wanted
from modelstead.store.transaction import Transaction


class Secrets(msgspec.Struct, frozen=True):
    """What tokens are made with: the key of their digests and the prefix they begin with."""

    key: bytes
    prefix: str = ids.TOKEN_PREFIX


class Wish(TypedDict):
    """A token to be made: what for, good for what, and until when (YYYY-MM-DD)."""

    name: str
    description: str
    scopes: frozenset[Scope]
    expires: str | None


class NewToken(msgspec.Struct, frozen=True):
    """A token at the only moment its secret is known."""

    secret: str
    id: int
    expires_at: int


def create(
    tx: Transaction,
    made_with: Secrets,
    user: User,
    *,
    name: str,
    scopes: frozenset[Scope],
    expires: str | None = None,
    description: str = "",
    by: Standing = OPERATOR,
) -> NewToken:
    """Create a token of a user, good until midnight UTC of the date `expires` (YYYY-MM-DD, by default in a year)."""
    check_token_name(name)
    check_length(description, "description", limits.TOKEN_DESCRIPTION_LENGTH)
    now = clock.now_ms()
    made = _insert(
        tx, made_with, user.id, name, description, scopes, access_token.expiry(expires, _today(now)), None, now
    )
    _record(tx, by, Action.CREATE_TOKEN, get(tx, made.id))
    return made


def create_for_project(
    tx: Transaction,
    made_with: Secrets,
    project: Project,
    role: Role,
    *,
    name: str,
    scopes: frozenset[Scope],
    expires: str | None = None,
    description: str = "",
    by: Standing = OPERATOR,
) -> NewToken:
    """Create a project's token: a bot that is a member with this role, as on GitLab."""
    bot = _bot(tx, UserKind.PROJECT_BOT, f"project_{project.id}", name, project_id=project.id)
    members.set_project_role(tx, project.id, bot.id, role, bot.created_at)
    return create(tx, made_with, bot, name=name, scopes=scopes, expires=expires, description=description, by=by)


def create_for_group(
    tx: Transaction,
    made_with: Secrets,
    group: Group,
    role: Role,
    *,
    name: str,
    scopes: frozenset[Scope],
    expires: str | None = None,
    description: str = "",
    by: Standing = OPERATOR,
) -> NewToken:
    """Create a group's token: a bot that is a member with this role, there and in all below."""
    bot = _bot(tx, UserKind.GROUP_BOT, f"group_{group.id}", name, group_id=group.id)
    members.set_group_role(tx, group.id, bot.id, role, bot.created_at)
    return create(tx, made_with, bot, name=name, scopes=scopes, expires=expires, description=description, by=by)


def get(tx: Transaction, token_id: int) -> AccessToken:
    """Return a token; raise NotFound."""
    token = access_tokens.by_id(tx, token_id)
    if token is None:
        raise NotFound(f"There is no access token {token_id}.")
    return token


def every(tx: Transaction) -> list[AccessToken]:
    return access_tokens.every(tx)


def page(tx: Transaction, wanted: Wanted) -> tuple[list[AccessToken], int]:
    """Return a page of tokens and how many there are on all pages."""
    return access_tokens.page(tx, wanted, clock.now_ms())


def rotate(
    tx: Transaction, made_with: Secrets, token_id: int, *, expires: str | None = None, by: Standing = OPERATOR
) -> NewToken:
    """End a token and give another in its place, with its name, scopes and role; by default for a week.

    Of two who rotate at once one succeeds. Raise InvalidState for a token that is no good any more.
    """
    now = clock.now_ms()
    ends = access_token.expiry(expires, _today(now), limits.TOKEN_ROTATION_DAYS)
    if not access_tokens.rotate_out(tx, token_id, now):
        get(tx, token_id)
        raise InvalidState("The access token is revoked or expired, so it cannot be rotated. Create another one.")
    old = get(tx, token_id)
    made = _insert(tx, made_with, old.user_id, old.name, old.description, old.scopes, ends, old.family_id, now)
    _record(tx, by, Action.ROTATE_TOKEN, old, new_id=str(made.id))
    tx.announce(TOPIC)
    return made


def revoke(tx: Transaction, token_id: int, *, by: Standing = OPERATOR) -> AccessToken:
    """End a token at once; revoking it again changes nothing. A bot without a token is a member no more."""
    now = clock.now_ms()
    was_good = access_tokens.revoke(tx, token_id, now)
    token = get(tx, token_id)
    if was_good:
        _record(tx, by, Action.REVOKE_TOKEN, token)
        _dismiss(tx, token, now)
    tx.announce(TOPIC)
    return token


def revoke_family(tx: Transaction, token_id: int) -> bool:
    """End what is left of the family of a token that was used after its rotation; False when nothing was left."""
    now = clock.now_ms()
    token = get(tx, token_id)
    if token.family_id is None or access_tokens.revoke_family(tx, token.family_id, now) == 0:
        return False
    by = ServerAccess(Actor(token.user_id, token.username, is_admin=False, scopes=token.scopes, token_id=token.id))
    _record(tx, by, Action.REVOKE_FAMILY, token)
    _dismiss(tx, token, now)
    tx.announce(TOPIC)
    return True


def _bot(tx: Transaction, kind: UserKind, home: str, name: str, **ids_of_home: int) -> User:
    check_token_name(name)
    username = f"{home}_bot_{secrets.token_hex(8)}"
    bot = users.insert(
        tx, username=username, name=name, email=None, kind=kind, is_admin=False, now=clock.now_ms(), **ids_of_home
    )
    assert bot is not None
    return bot


def _insert(
    tx: Transaction,
    made_with: Secrets,
    user_id: int,
    name: str,
    description: str,
    scopes: frozenset[Scope],
    ends: int,
    family_id: int | None,
    now: int,
) -> NewToken:
    secret = ids.access_token(made_with.prefix)
    number = access_tokens.insert(
        tx,
        user_id=user_id,
        name=name,
        digest=ids.digest(made_with.key, secret),
        scopes=scopes,
        expires_at=ends,
        now=now,
        description=description,
        family_id=family_id,
    )
    return NewToken(secret, number, ends)


def _dismiss(tx: Transaction, token: AccessToken, now: int) -> None:
    """Let a bot that has no token left go; a person stays."""
    bot = users.by_id(tx, token.user_id) if token.is_bots else None
    if bot is not None and not access_tokens.are_left(tx, bot.id, now):
        members.remove_everywhere(tx, bot.id)
        users.delete(tx, bot, now)


def _record(tx: Transaction, by: Standing, action: Action, token: AccessToken, **details: str) -> None:
    """Note what is done to a token, at the project or group that it is of."""
    audit.record(
        tx,
        _at(tx, by, token),
        action,
        token.name,
        id=str(token.id),
        user=token.username,
        scopes=" ".join(sorted(scope.value for scope in token.scopes)),
        expires_at=expiry_date(token.expires_at),
        **details,
    )


def _at(tx: Transaction, by: Standing, token: AccessToken) -> Standing:
    project = None if token.project_id is None else projects.by_id(tx, token.project_id)
    if project is not None:
        return Access(by.actor, project, None)
    group = None if token.group_id is None else groups.by_id(tx, token.group_id)
    return by if group is None else GroupAccess(by.actor, group, None)


def _today(now: int) -> datetime.date:
    return datetime.datetime.fromtimestamp(now / 1000, datetime.UTC).date()
