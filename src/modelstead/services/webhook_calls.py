"""Calls about webhooks that do more than a transaction: they look hosts up, keep secrets, or send."""

import uuid

import msgspec

from modelstead import clock
from modelstead.domain.actor import Access
from modelstead.domain.delivery import Outcome
from modelstead.domain.webhook import Event, Webhook, kind_of
from modelstead.services import webhooks
from modelstead.services.sealing import Sealing
from modelstead.services.webhook_events import body_of
from modelstead.services.webhook_sending import Sending
from modelstead.services.webhooks import Change
from modelstead.store.database import Database


class WebhookCalls:
    """Creates, changes and tests webhooks; no transaction is open while another server is asked."""

    def __init__(self, database: Database, sealing: Sealing, sending: Sending) -> None:
        self._database = database
        self._sealing = sealing
        self._sending = sending

    async def create(self, access: Access, wanted: Change) -> Webhook:
        await self._check(wanted)
        return await self._database.write(webhooks.create, access, self._sealing, wanted)

    async def update(self, access: Access, webhook_id: str, change: Change, *, exactly: bool = False) -> Webhook:
        """Change a webhook; see services.webhooks.update. An address that stays is not looked up again."""
        held = await self._database.read(webhooks.get, access, webhook_id)
        await self._check(msgspec.structs.replace(change, url=None) if change.url == held.url else change)
        return await self._database.write(webhooks.update, access, self._sealing, webhook_id, change, exactly=exactly)

    async def test(self, access: Access, webhook_id: str, event: Event | None) -> Outcome:
        """Send an example of an event, of the webhook's first by default, and return what came of it."""
        webhook = await self._database.read(webhooks.get, access, webhook_id)
        kind = kind_of(event or webhook.events[0])
        body = body_of(kind.event, kind.example, clock.now_ms())
        return await self._sending.send(webhook, str(uuid.uuid4()), body)

    async def _check(self, change: Change) -> None:
        change.check()
        if change.url is not None:
            await self._sending.check(change.url)
