"""People and bots."""

from enum import Enum

import msgspec

from modelstead import limits
from modelstead.domain.project import check_slug
from modelstead.errors import InvalidParameter


class UserKind(Enum):
    """A person, or the bot behind a project's or group's token."""

    HUMAN = "human"
    PROJECT_BOT = "project_bot"


class User(msgspec.Struct, frozen=True):
    """Someone who acts; never carries the password's hash."""

    id: int
    username: str
    name: str
    email: str | None
    kind: UserKind
    is_admin: bool
    is_active: bool
    created_at: int


def check_username(username: str) -> str:
    return check_slug(username, "username")


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
