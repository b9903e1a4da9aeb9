"""Access tokens: scopes, expiry; only a keyed digest of the secret is stored."""

import datetime

import msgspec

from modelstead import limits
from modelstead.domain.permission import Scope
from modelstead.errors import InvalidParameter


class AccessToken(msgspec.Struct, frozen=True):
    """A stored token. Times are milliseconds; `expires_at` is midnight UTC of the day named at creation."""

    id: int
    user_id: int
    username: str
    name: str
    scopes: frozenset[Scope]
    created_at: int
    expires_at: int
    revoked_at: int | None
    last_used_at: int | None

    def is_active(self, now: int) -> bool:
        return self.revoked_at is None and now < self.expires_at


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


def expiry(wanted: str | None, today: datetime.date) -> int:
    """Return the millisecond at which a token wanted until a date (YYYY-MM-DD, by default the furthest) ends."""
    furthest = today + datetime.timedelta(days=limits.TOKEN_DAYS_MAX)
    try:
        date = datetime.date.fromisoformat(wanted) if wanted else furthest
    except ValueError:
        raise InvalidParameter(f"An expiry is a date as YYYY-MM-DD; '{wanted}' is not.") from None
    if not today < date <= furthest:
        raise InvalidParameter(f"A token expires between tomorrow and {furthest}; {date} is outside.")
    midnight = datetime.datetime.combine(date, datetime.time(), datetime.UTC)
    return int(midnight.timestamp() * 1000)


def expiry_date(expires_at: int) -> str:
    """Return the date whose beginning, UTC, ends a token."""
    return datetime.datetime.fromtimestamp(expires_at / 1000, datetime.UTC).date().isoformat()
