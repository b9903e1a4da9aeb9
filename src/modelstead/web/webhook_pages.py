"""The table of the pages of a project's webhooks."""

from modelstead.domain.permission import MANAGE_WEBHOOKS
from modelstead.http.endpoint import Endpoint
from modelstead.http.health import Nothing
from modelstead.web.means import Means
from modelstead.web.page_table import page
from modelstead.web.pages.webhook import Redeliver, TestWebhook, WebhookPages, WebhookState
from modelstead.web.pages.webhook_form import ChangeWebhook, WebhookForm
from modelstead.web.pages.webhooks import DeleteWebhook, OneWebhook, WebhooksPages


def webhook_pages(means: Means) -> tuple[Endpoint, ...]:
    """Return the list, the forms, and a webhook with its deliveries."""
    every, one = WebhooksPages(means.database, means.webhooks), WebhookPages(means.database, means.webhooks)
    path = "/-/settings/webhooks"
    hook = f"{path}/{{webhook_id}}"
    return (
        page("GET", path, every.show, Nothing, MANAGE_WEBHOOKS),
        page("GET", f"{path}/-/new", every.new, Nothing, MANAGE_WEBHOOKS),
        page("POST", path, every.create, WebhookForm, MANAGE_WEBHOOKS),
        page("GET", hook, one.show, WebhookState, MANAGE_WEBHOOKS),
        page("GET", f"{hook}/edit", every.edit, OneWebhook, MANAGE_WEBHOOKS),
        page("POST", f"{hook}/edit", every.change, ChangeWebhook, MANAGE_WEBHOOKS),
        page("GET", f"{hook}/delete", every.ask, OneWebhook, MANAGE_WEBHOOKS),
        page("POST", f"{hook}/delete", every.delete, DeleteWebhook, MANAGE_WEBHOOKS),
        page("POST", f"{hook}/test", one.test, TestWebhook, MANAGE_WEBHOOKS),
        page("POST", f"{hook}/redeliver", one.redeliver, Redeliver, MANAGE_WEBHOOKS),
    )
