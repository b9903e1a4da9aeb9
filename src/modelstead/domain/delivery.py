"""Deliveries: one event on its way to one webhook, and when to try again."""

import base64
import hmac
from collections.abc import Mapping
from enum import IntEnum

import msgspec

from modelstead import limits

DELIVERY_ID = "X-MLflow-Delivery-Id"
TIMESTAMP = "X-MLflow-Timestamp"
SIGNATURE = "X-MLflow-Signature"

_WAITS_SECONDS = (5, 30, 120, 600, 1_800, 3_600, 7_200)
_AGAIN = frozenset({408, 425, 429})
_SERVER_ERROR = 500


class DeliveryState(IntEnum):
    """How a delivery stands; the numbers are stored."""

    WAITING = 0
    DELIVERED = 1
    FAILED = 2


class Delivery(msgspec.Struct, frozen=True):
    """A delivery's row; times are milliseconds. `delivery_id` is what the receiver is told, the same each time."""

    id: int
    project_id: int
    webhook_row: int
    delivery_id: str
    event: str
    body: str
    state: DeliveryState
    attempts: int
    next_at: int
    last_status: int | None
    last_answer: str
    last_error: str
    created_at: int
    updated_at: int


class Outcome(msgspec.Struct, frozen=True):
    """What came of an attempt: the receiver's status and what it said, or why there is neither."""

    status: int | None = None
    answer: str = ""
    error: str = ""
    retry_after: int = 0  # seconds that the receiver asks to wait

    @property
    def is_success(self) -> bool:
        return self.status is not None and 200 <= self.status < 300  # noqa: PLR2004 - HTTP's successes

    @property
    def may_change(self) -> bool:
        """Whether trying again is of use."""
        return self.status is None or self.status in _AGAIN or self.status >= _SERVER_ERROR


def next_wait(attempts: int, outcome: Outcome, chance: float) -> float | None:
    """Return how many seconds after so many attempts the next one is due; None when none is.

    `chance`, from 0 to 1, spreads what failed together by a fifth to both sides. A receiver may ask for a longer wait.
    """
    if outcome.is_success or not outcome.may_change or attempts >= limits.WEBHOOK_ATTEMPTS:
        return None
    wait = _WAITS_SECONDS[min(attempts, len(_WAITS_SECONDS)) - 1] * (0.8 + 0.4 * chance)
    return max(wait, min(outcome.retry_after, limits.WEBHOOK_RETRY_SECONDS_MAX))


def headers(delivery_id: str, body: str, secret: str | None, seconds: int) -> Mapping[str, str]:
    """Return the headers of an attempt at a time: who reads them can check that nobody changed or repeats it."""
    made = {"Content-Type": "application/json", DELIVERY_ID: delivery_id, TIMESTAMP: str(seconds)}
    if secret:
        made[SIGNATURE] = signature(secret, delivery_id, str(seconds), body)
    return made


def signature(secret: str, delivery_id: str, timestamp: str, body: str) -> str:
    """Return `v1,` and the Base64 of the HMAC-SHA256 of `<delivery id>.<timestamp>.<body>`, as MLflow signs."""
    signed = f"{delivery_id}.{timestamp}.{body}".encode()
    return "v1," + base64.b64encode(hmac.digest(secret.encode(), signed, "sha256")).decode()
