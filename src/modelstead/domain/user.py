"""People and bots."""

from enum import Enum

import msgspec

from modelstead import limits
from modelstead.domain.key import check_length
from modelstead.domain.project import check_slug
from modelstead.errors import InvalidParameter


class UserKind(Enum):
    """A person, or the bot behind a project's or group's token."""

    HUMAN = "human"
    PROJECT_BOT = "project_bot"
    GROUP_BOT = "group_bot"


class UserState(Enum):
    """Whether an account can be used; a deactivated one was put to rest, a blocked one shut out."""

    ACTIVE = "active"
    BLOCKED = "blocked"
    DEACTIVATED = "deactivated"


class User(msgspec.Struct, frozen=True):
    """Someone who acts; never carries the password's hash. A bot lives in one project or group."""

    id: int
    username: str
    name: str
    email: str | None
    kind: UserKind
    is_admin: bool
    is_active: bool
    created_at: int
    deactivated_at: int | None = None
    last_sign_in_at: int | None = None
    project_id: int | None = None
    group_id: int | None = None

    @property
    def is_bot(self) -> bool:
        return self.kind is not UserKind.HUMAN

    @property
    def state(self) -> UserState:
        if self.is_active:
            return UserState.ACTIVE
        return UserState.BLOCKED if self.deactivated_at is None else UserState.DEACTIVATED


def check_username(username: str) -> str:
    return check_slug(username, "username")


def check_name(name: str) -> str:
    """Return a person's name as others read it."""
    if not name.strip():
        raise InvalidParameter("'name' is empty; leave it out to be shown by username.")
    return check_length(name, "name", limits.NAME_LENGTH)


def check_email(email: str) -> str:
    """Return an address that has the outer form of one; only a delivered message proves more."""
    local, at, domain = email.rpartition("@")
    if not (local and at and "." in domain) or any(c.isspace() for c in email) or len(email) > limits.EMAIL_LENGTH:
        raise InvalidParameter(f"'{email}' is not an email address.")
    return email


def check_password(password: str) -> str:
    """Return a password of an acceptable length; length beats rules of composition (OWASP)."""
    if not limits.PASSWORD_LENGTH_MIN <= len(password) <= limits.PASSWORD_LENGTH_MAX:
        raise InvalidParameter(
            f"A password has {limits.PASSWORD_LENGTH_MIN} to {limits.PASSWORD_LENGTH_MAX} characters; "
            f"this one has {len(password)}."
        )
    return password
