"""Access tokens: scopes, expiry; only a keyed digest of the secret is stored."""

import datetime

import msgspec

from modelstead import limits
from modelstead.domain.key import check_length
from modelstead.domain.permission import Scope
from modelstead.domain.role import Role
from modelstead.errors import InvalidParameter


class AccessToken(msgspec.Struct, frozen=True):
    """A stored token. Times are milliseconds; `expires_at` is midnight UTC of the day named at creation.

    A project's or group's token has the id of that, and its bot's role there while the bot is a member. Tokens that
    took each other's place by rotation are a family, and have the id of the first.
    """

    id: int
    user_id: int
    username: str
    name: str
    scopes: frozenset[Scope]
    created_at: int
    expires_at: int
    revoked_at: int | None
    last_used_at: int | None
    description: str = ""
    family_id: int | None = None
    rotated_at: int | None = None
    project_id: int | None = None
    group_id: int | None = None
    role: Role | None = None

    @property
    def is_bots(self) -> bool:
        return self.project_id is not None or self.group_id is not None

    def is_active(self, now: int) -> bool:
        return self.revoked_at is None and now < self.expires_at


class Holder(msgspec.Struct, frozen=True):
    """Who stands behind a token, as the guard asks: the token and its user in one."""

    token_id: int
    user_id: int
    username: str
    is_admin: bool
    is_bot: bool
    is_active: bool
    scopes: frozenset[Scope]
    expires_at: int
    revoked_at: int | None
    rotated_at: int | None
    last_used_at: int | None

    def is_good(self, now: int) -> bool:
        """Whether the token opens anything."""
        return self.is_active and self.revoked_at is None and now < self.expires_at


def check_token_name(name: str) -> str:
    if not name.strip():
        raise InvalidParameter("'name' is empty: say what the access token is for.")
    return check_length(name, "name", limits.TOKEN_NAME_LENGTH)


def scopes(names: tuple[str, ...]) -> frozenset[Scope]:
    """Return the scopes of these names; raise InvalidParameter that lists the names."""
    try:
        found = frozenset(Scope(name) for name in names)
    except ValueError as error:
        known = ", ".join(scope.value for scope in Scope)
        raise InvalidParameter(f"{str(error).split(' is not')[0]} is not a scope; the scopes are {known}.") from None
    if not found:
        raise InvalidParameter("A token needs at least one scope.")
    return found


def covers(held: frozenset[Scope], wanted: frozenset[Scope]) -> bool:
    """Tell whether scopes are good for all that others are good for: api is for everything."""
    return Scope.API in held or wanted <= held


def expiry(wanted: str | None, today: datetime.date, days: int = limits.TOKEN_DAYS_MAX) -> int:
    """Return the millisecond at which a token wanted until a date (YYYY-MM-DD, by default in `days`) ends."""
    furthest = today + datetime.timedelta(days=limits.TOKEN_DAYS_MAX)
    try:
        date = datetime.date.fromisoformat(wanted) if wanted else today + datetime.timedelta(days=days)
    except ValueError:
        raise InvalidParameter(f"An expiry is a date as YYYY-MM-DD; '{wanted}' is not.") from None
    if not today < date <= furthest:
        raise InvalidParameter(f"A token expires between tomorrow and {furthest}; {date} is outside.")
    return midnight(date)


def midnight(date: datetime.date) -> int:
    """Return the millisecond at which a day begins, UTC."""
    return int(datetime.datetime.combine(date, datetime.time(), datetime.UTC).timestamp() * 1000)


def expiry_date(expires_at: int) -> str:
    """Return the date whose beginning, UTC, ends a token."""
    return datetime.datetime.fromtimestamp(expires_at / 1000, datetime.UTC).date().isoformat()
