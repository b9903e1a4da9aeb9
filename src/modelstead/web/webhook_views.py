"""Webhooks and their deliveries as pages show them: addresses masked, never a secret."""

import msgspec

from modelstead import limits
from modelstead.domain.delivery import Delivery, DeliveryState
from modelstead.domain.webhook import Webhook, WebhookStatus, masked

STATES = {each.name.lower(): each for each in DeliveryState}


class DeliveryLine(msgspec.Struct, frozen=True):
    """A delivery; `next_at` is None where no attempt follows, and `updated_at` is that of the last one, if any."""

    delivery_id: str
    event: str
    state: str
    attempts: int
    status: int | None
    error: str
    created_at: int
    updated_at: int
    next_at: int | None
    body: str = ""
    body_length: int = 0
    answer: str = ""


class WebhookLine(msgspec.Struct, frozen=True):
    """A webhook; `last` is what was sent to it last."""

    webhook_id: str
    name: str
    description: str
    url: str
    events: list[str]
    is_active: bool
    is_signed: bool
    created_at: int
    updated_at: int
    last: DeliveryLine | None = None


def webhook_line(webhook: Webhook, last: Delivery | None = None) -> WebhookLine:
    return WebhookLine(
        webhook.webhook_id,
        webhook.name,
        webhook.description,
        masked(webhook.url),
        [event.name for event in webhook.events],
        webhook.status is WebhookStatus.ACTIVE,
        webhook.secret is not None,
        webhook.created_at,
        webhook.updated_at,
        None if last is None else delivery_line(last),
    )


def delivery_line(delivery: Delivery, *, whole: bool = False) -> DeliveryLine:
    """Return a delivery as a line; what was sent and answered comes with a whole one."""
    return DeliveryLine(
        delivery_id=delivery.delivery_id,
        event=delivery.event,
        state=delivery.state.name.lower(),
        attempts=delivery.attempts,
        status=delivery.last_status,
        error=delivery.last_error,
        created_at=delivery.created_at,
        updated_at=delivery.updated_at,
        next_at=delivery.next_at if delivery.state is DeliveryState.WAITING else None,
        body=_readable(delivery.body) if whole else "",
        body_length=len(delivery.body) if whole else 0,
        answer=delivery.last_answer if whole else "",
    )


def _readable(body: str) -> str:
    """Return a JSON document with its lines indented, and no more of it than a page shows."""
    shown = msgspec.json.format(body, indent=2) if len(body) <= limits.WEBHOOK_SHOWN_LENGTH else body
    return shown[: limits.WEBHOOK_SHOWN_LENGTH]
