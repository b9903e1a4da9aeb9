"""One webhook: what was sent to it and what came of it, a test, and sending something once more."""

import time
from typing import Annotated, ClassVar, Literal

import msgspec

from modelstead import limits
from modelstead.domain.actor import Access
from modelstead.domain.delivery import SIGNATURE, DeliveryState, Outcome
from modelstead.domain.webhook import event_of_name
from modelstead.http.answer import Answer
from modelstead.http.visit import Form, Visit
from modelstead.services import webhooks
from modelstead.services.webhook_calls import WebhookCalls
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from modelstead.web import urls
from modelstead.web.dialect import done, show
from modelstead.web.view_state import ViewState
from modelstead.web.webhook_views import STATES, DeliveryLine, WebhookLine, delivery_line, webhook_line


class WebhookState(ViewState, frozen=True, kw_only=True):
    """The log: deliveries in a state, "" for all."""

    parts: ClassVar[frozenset[str]] = frozenset({"webhook_id"})

    webhook_id: str
    state: Literal["", "waiting", "delivered", "failed"] = ""
    page: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)] = 1


class TestWebhook(Form, frozen=True, kw_only=True):
    """The form of a test: an example of which event."""

    webhook_id: str
    event: str = ""


class Redeliver(Form, frozen=True, kw_only=True):
    """The form that is one button beside a delivery."""

    webhook_id: str
    delivery_id: str


class Tested(msgspec.Struct, frozen=True):
    """What came of a test; the answer is its first KiB, and `milliseconds` how long it took to have it."""

    event: str
    is_success: bool
    status: int | None
    error: str
    answer: str
    milliseconds: int


class WebhookView(msgspec.Struct, frozen=True):
    """A webhook and a page of its log; `tested` is the outcome of the test that was just made."""

    state: WebhookState
    webhook: WebhookLine
    deliveries: list[DeliveryLine]
    counts: dict[str, int]
    total: int
    last_page: int
    signature: str
    tested: Tested | None = None


class WebhookPages:
    """Shows the page and takes its forms."""

    def __init__(self, database: Database, calls: WebhookCalls) -> None:
        self._database = database
        self._calls = calls

    async def show(self, visit: Visit, request: WebhookState) -> Answer:
        return await self._page(visit, request)

    async def test(self, visit: Visit, request: TestWebhook) -> Answer:
        """Send an example, and show what came of it; the log does not have it."""
        access = visit.in_project
        event = event_of_name(request.event) if request.event else None
        started = time.monotonic()
        outcome = await self._calls.test(access, request.webhook_id, event)
        took = int((time.monotonic() - started) * 1000)
        state = WebhookState(webhook_id=request.webhook_id)
        return await self._page(visit, state, _tested(request.event, outcome, took))

    async def redeliver(self, visit: Visit, request: Redeliver) -> Answer:
        access = visit.in_project
        await self._database.write(_redeliver, access, request.webhook_id, request.delivery_id)
        return done(visit, urls.webhook(access.project, request.webhook_id), "It is sent once more, now.")

    async def _page(self, visit: Visit, state: WebhookState, tested: Tested | None = None) -> Answer:
        log = await self._database.read(
            webhooks.deliveries,
            visit.in_project,
            state.webhook_id,
            state=STATES.get(state.state),
            limit=limits.WEBHOOK_LOG_ROWS,
            offset=(state.page - 1) * limits.WEBHOOK_LOG_ROWS,
        )
        counts = {each.name.lower(): log.counts.get(each, 0) for each in DeliveryState}
        total = counts[state.state] if state.state else sum(counts.values())
        view = WebhookView(
            state=state,
            webhook=webhook_line(log.webhook),
            deliveries=[delivery_line(each, whole=True) for each in log.deliveries],
            counts=counts,
            total=total,
            last_page=max(1, -(-total // limits.WEBHOOK_LOG_ROWS)),
            signature=SIGNATURE,
            tested=tested,
        )
        return show(visit, "webhook.html", view)


def _redeliver(tx: Transaction, access: Access, webhook_id: str, delivery_id: str) -> None:
    webhooks.get(tx, access, webhook_id)
    webhooks.redeliver(tx, access, delivery_id)


def _tested(event: str, outcome: Outcome, milliseconds: int) -> Tested:
    return Tested(event, outcome.is_success, outcome.status, outcome.error, outcome.answer, milliseconds)
