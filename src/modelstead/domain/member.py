"""Members: who has which role in a project or group, and until when."""

import datetime

import msgspec

from modelstead.domain.access_token import midnight
from modelstead.domain.role import Role
from modelstead.domain.user import UserState
from modelstead.errors import InvalidParameter


class Member(msgspec.Struct, frozen=True):
    """A user with a role; `expires_at` is midnight UTC of the day on which it ends. Times are milliseconds."""

    user_id: int
    username: str
    name: str
    state: UserState
    is_bot: bool
    role: Role
    created_at: int
    expires_at: int | None


class OwnMembership(msgspec.Struct, frozen=True):
    """What somebody has by a project or group itself, beside what the groups above give them."""

    role: Role
    expires_at: int | None
    is_managed: bool


class MemberLine(msgspec.Struct, frozen=True):
    """A member in a list: with the path of the group above that gives the role, "" where the place itself does.

    A managed membership follows the groups of an identity provider.
    """

    member: Member
    source: str
    is_managed: bool
    own: OwnMembership | None


def role_of(level: int) -> Role:
    """Return the role of a number; raise InvalidParameter that lists the numbers."""
    try:
        return Role(level)
    except ValueError:
        known = ", ".join(f"{int(each)} ({each.label})" for each in Role)
        raise InvalidParameter(f"access_level does not have a valid value; it is one of {known}.") from None


def end(date: str | None, today: datetime.date) -> int | None:
    """Return the millisecond at which a membership that is wanted until a date (YYYY-MM-DD) ends; None is never."""
    if not date:
        return None
    try:
        day = datetime.date.fromisoformat(date)
    except ValueError:
        raise InvalidParameter(f"expires_at is a date as YYYY-MM-DD; '{date}' is not.") from None
    if day <= today:
        raise InvalidParameter(f"expires_at must be after today, {today}; {day} is not.")
    return midnight(day)
