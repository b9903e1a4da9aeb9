"""Sending one event to one webhook: signed, to a checked address, once."""

import email.utils

from modelstead import clock, limits
from modelstead.domain import delivery as rules
from modelstead.domain.delivery import Outcome
from modelstead.domain.webhook import Webhook, check_url
from modelstead.errors import InvalidParameter, ModelsteadError
from modelstead.services.sealing import Sealing
from modelstead.store.outgoing import Outgoing, RequestError


class Sending:
    """Makes the attempts of deliveries; neither waits for the database nor changes it."""

    def __init__(self, sealing: Sealing, outgoing: Outgoing) -> None:
        self._sealing = sealing
        self._outgoing = outgoing

    async def check(self, url: str) -> None:
        """Raise InvalidParameter for an address that cannot be called, or must not be."""
        target = check_url(url)
        try:
            await self._outgoing.check(target)
        except RequestError as error:
            raise InvalidParameter(f"Invalid value for parameter 'url' supplied. {error}") from error

    async def send(self, webhook: Webhook, delivery_id: str, body: str) -> Outcome:
        """Send a body and return what came of it, whatever that is."""
        now = clock.now_ms() // 1000
        try:
            secret = None if webhook.secret is None else self._sealing.open(webhook.secret, webhook.webhook_id)
            reply = await self._outgoing.request(
                "POST",
                check_url(webhook.url),
                headers=rules.headers(delivery_id, body, secret, now),
                body=body.encode(),
                most=limits.WEBHOOK_ANSWER_BYTES,
            )
        except (RequestError, ModelsteadError) as error:
            return Outcome(error=str(error))
        answer = reply.body.decode(errors="replace").replace("\0", "\N{REPLACEMENT CHARACTER}")
        return Outcome(reply.status, answer, retry_after=wait_of(reply.headers.get("retry-after", ""), now))


def wait_of(retry_after: str, now: int) -> int:
    """Return how many seconds a Retry-After asks to wait, which is a number or a date; 0 for neither."""
    if retry_after.isascii() and retry_after.isdigit():
        return min(int(retry_after[:9]), limits.WEBHOOK_RETRY_SECONDS_MAX)
    try:
        return max(0, int(email.utils.parsedate_to_datetime(retry_after).timestamp()) - now)
    except (ValueError, OverflowError):
        return 0
