"""Access tokens: of a person, or of a bot that has a role in a project."""

import datetime
import secrets

import msgspec

from modelstead import clock, ids, limits
from modelstead.domain import access_token
from modelstead.domain.access_token import AccessToken
from modelstead.domain.key import check_length
from modelstead.domain.permission import Scope
from modelstead.domain.project import Project
from modelstead.domain.role import Role
from modelstead.domain.user import User, UserKind
from modelstead.errors import NotFound
from modelstead.services.access import TOPIC
from modelstead.store import access_tokens, members, users
from modelstead.store.transaction import Transaction


class Secrets(msgspec.Struct, frozen=True):
    """What tokens are made with: the key of their digests and the prefix they begin with."""

    key: bytes
    prefix: str = ids.TOKEN_PREFIX


class NewToken(msgspec.Struct, frozen=True):
    """A token at the only moment its secret is known."""

    secret: str
    id: int
    expires_at: int


def create(
    tx: Transaction, made_with: Secrets, user: User, *, name: str, scopes: frozenset[Scope], expires: str | None = None
) -> NewToken:
    """Create a token of a user, good until midnight UTC of the date `expires` (YYYY-MM-DD, by default in a year)."""
    check_length(name, "name", limits.TOKEN_NAME_LENGTH)
    now = clock.now_ms()
    ends = access_token.expiry(expires, datetime.datetime.fromtimestamp(now / 1000, datetime.UTC).date())
    secret = ids.access_token(made_with.prefix)
    number = access_tokens.insert(
        tx,
        user_id=user.id,
        name=name,
        digest=ids.digest(made_with.key, secret),
        scopes=scopes,
        expires_at=ends,
        now=now,
    )
    return NewToken(secret, number, ends)


def create_for_project(
    tx: Transaction,
    made_with: Secrets,
    project: Project,
    role: Role,
    *,
    name: str,
    scopes: frozenset[Scope],
    expires: str | None = None,
) -> NewToken:
    """Create a project's token: a bot that is a member with this role, as on GitLab."""
    now = clock.now_ms()
    username = f"project_{project.id}_bot_{secrets.token_hex(8)}"
    bot = users.insert(tx, username=username, name=name, email=None, kind=UserKind.PROJECT_BOT, is_admin=False, now=now)
    assert bot is not None
    members.set_project_role(tx, project.id, bot.id, role, now)
    return create(tx, made_with, bot, name=name, scopes=scopes, expires=expires)


def every(tx: Transaction) -> list[AccessToken]:
    return access_tokens.every(tx)


def revoke(tx: Transaction, token_id: int) -> AccessToken:
    """End a token at once; revoking it again changes nothing."""
    access_tokens.revoke(tx, token_id, clock.now_ms())
    token = access_tokens.by_id(tx, token_id)
    if token is None:
        raise NotFound(f"There is no access token {token_id}.")
    tx.announce(TOPIC)
    return token
