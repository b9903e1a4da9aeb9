"""Sessions: a browser in which a person has signed in; only a keyed digest of its cookie is stored."""

import msgspec

from modelstead import limits

DAY_MS = 86_400_000


class Session(msgspec.Struct, frozen=True):
    """A stored session. Times are milliseconds; `address` and `user_agent` are those of signing in."""

    id: int
    user_id: int
    address: str
    user_agent: str
    created_at: int
    seen_at: int
    expires_at: int

    def is_good(self, now: int) -> bool:
        """Whether the session still opens anything: it has not ended, and was used not too long ago."""
        return now < self.expires_at and now - self.seen_at < limits.SESSION_IDLE_DAYS * DAY_MS


def ends_at(now: int) -> int:
    """Return when a session that begins now ends."""
    return now + limits.SESSION_DAYS * DAY_MS
