"""A project's webhooks: the list, and the forms that create, change and delete one."""

import msgspec

from modelstead import limits
from modelstead.domain.delivery import DeliveryState
from modelstead.domain.webhook import Webhook
from modelstead.errors import InvalidParameter, LimitExceeded
from modelstead.http.answer import Answer
from modelstead.http.health import Nothing
from modelstead.http.visit import Form, Visit
from modelstead.services import webhooks
from modelstead.services.webhook_calls import WebhookCalls
from modelstead.store.database import Database
from modelstead.web import urls
from modelstead.web.dialect import done, show
from modelstead.web.pages.webhook_form import ChangeWebhook, WebhookForm, form_of, form_view, place_of
from modelstead.web.webhook_views import WebhookLine, webhook_line


class OneWebhook(msgspec.Struct, frozen=True, kw_only=True):
    """A page about one webhook."""

    webhook_id: str


class DeleteWebhook(Form, frozen=True, kw_only=True):
    """The form that is one button."""

    webhook_id: str


class WebhooksView(msgspec.Struct, frozen=True):
    """The list; a project has at most so many."""

    webhooks: list[WebhookLine]
    most: int


class DeleteView(msgspec.Struct, frozen=True):
    """What is to be deleted, and how many deliveries wait that are not made then."""

    webhook: WebhookLine
    waiting: int


class WebhooksPages:
    """Shows the list and takes the forms."""

    def __init__(self, database: Database, calls: WebhookCalls) -> None:
        self._database = database
        self._calls = calls

    async def show(self, visit: Visit, _: Nothing) -> Answer:
        found = await self._database.read(webhooks.overview, visit.in_project)
        lines = [webhook_line(webhook, last) for webhook, last in found]
        return show(visit, "webhooks.html", WebhooksView(lines, limits.WEBHOOKS_PROJECT))

    async def new(self, visit: Visit, _: Nothing) -> Answer:
        return _form(visit, WebhookForm(active=True))

    async def create(self, visit: Visit, request: WebhookForm) -> Answer:
        access, errors = visit.in_project, request.wrong()
        if errors:
            return _form(visit, request, None, errors)
        try:
            made = await self._calls.create(access, request.change)
        except (InvalidParameter, LimitExceeded) as error:
            return _form(visit, request, None, {place_of(error): str(error)})
        return done(visit, urls.webhook(access.project, made.webhook_id), "The webhook is there. Send it a test.")

    async def edit(self, visit: Visit, request: OneWebhook) -> Answer:
        held = await self._database.read(webhooks.get, visit.in_project, request.webhook_id)
        return _form(visit, form_of(held), held)

    async def change(self, visit: Visit, request: ChangeWebhook) -> Answer:
        access, errors = visit.in_project, request.wrong()
        held = await self._database.read(webhooks.get, access, request.webhook_id)
        if errors:
            return _form(visit, request, held, errors)
        try:
            await self._calls.update(access, request.webhook_id, request.change, exactly=True)
        except InvalidParameter as error:
            return _form(visit, request, held, {place_of(error): str(error)})
        return done(visit, urls.webhook(access.project, request.webhook_id), "The webhook is changed.")

    async def ask(self, visit: Visit, request: OneWebhook) -> Answer:
        """Ask whether to delete it."""
        log = await self._database.read(webhooks.deliveries, visit.in_project, request.webhook_id, limit=0)
        waiting = log.counts.get(DeliveryState.WAITING, 0)
        return show(visit, "webhook_delete.html", DeleteView(webhook_line(log.webhook), waiting))

    async def delete(self, visit: Visit, request: DeleteWebhook) -> Answer:
        access = visit.in_project
        await self._database.write(webhooks.delete, access, request.webhook_id)
        return done(visit, urls.settings(access.project, "webhooks"), "The webhook is deleted.")


def _form(
    visit: Visit, typed: WebhookForm, held: Webhook | None = None, errors: dict[str, str] | None = None
) -> Answer:
    return show(visit, "webhook_form.html", form_view(typed, held, errors), 400 if errors else 200)
