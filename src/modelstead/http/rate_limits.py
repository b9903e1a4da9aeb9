"""Rate limits: how many requests a minute an address, or a token, may send; each server process counts for itself."""

import time
from typing import TYPE_CHECKING

from modelstead.domain.actor import Actor
from modelstead.domain.network_address import network
from modelstead.errors import TooManyRequests
from modelstead.settings import Settings

if TYPE_CHECKING:
    from limits.strategies import SlidingWindowCounterRateLimiter


class RateLimits:
    """Counts requests in the last minute; a limit of 0 is none."""

    def __init__(self, settings: Settings) -> None:
        self._anonymous = settings.anonymous_requests_per_minute
        self._failing = settings.failing_requests_per_minute
        self._token = settings.token_requests_per_minute
        self._sign_in = settings.sign_ins_per_minute
        self._limiter: SlidingWindowCounterRateLimiter | None = None

    def check(self, actor: Actor, address: str) -> None:
        """Count a request; raise TooManyRequests when its sender sent too many."""
        if actor.is_anonymous:
            self._count(self._anonymous, "anonymous", network(address), "requests without an access token")
        elif self._token and actor.token_id is not None:
            self._count(self._token, "token", str(actor.token_id), "requests with this access token")
        elif self._token and actor.ci is not None:
            job = f"{actor.ci.issuer} {actor.ci.project_path} {actor.ci.facts.job_id}"
            self._count(self._token, "job", job, "requests of this CI job")

    def fail(self, address: str) -> None:
        """Count a request that was refused for its credential, or for having none."""
        self._count(self._failing, "failing", network(address), "requests without a good access token")

    def sign_in(self, address: str) -> None:
        """Count a form with a password, which costs more than other requests."""
        self._count(self._sign_in, "sign-in", network(address), "passwords")

    def _count(self, most: int, what: str, who: str, told: str) -> None:
        if not most:
            return
        from limits import RateLimitItemPerMinute  # noqa: PLC0415 - a server without strangers does without

        limiter = self._limiter = self._limiter or _limiter()
        item = RateLimitItemPerMinute(most)
        if not limiter.hit(item, what, who):
            reset = limiter.get_window_stats(item, what, who).reset_time
            raise TooManyRequests(
                f"Too many {told} came from here: more than {most} in a minute. Wait a moment and try again.",
                retry_after=int(reset - time.time()) + 1,
            )


def _limiter() -> "SlidingWindowCounterRateLimiter":
    from limits.storage import MemoryStorage  # noqa: PLC0415 - see above
    from limits.strategies import SlidingWindowCounterRateLimiter  # noqa: PLC0415 - see above

    return SlidingWindowCounterRateLimiter(MemoryStorage())
