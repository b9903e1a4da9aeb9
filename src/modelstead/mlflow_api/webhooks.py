"""MLflow's calls about webhooks."""

from modelstead.domain.actor import Access
from modelstead.mlflow_api.messages.webhooks import (
    CreateWebhook,
    ListWebhooks,
    OneWebhook,
    Tested,
    TestWebhook,
    UpdateWebhook,
    WebhookReference,
    Webhooks,
    tested,
    webhook,
)
from modelstead.services import webhooks
from modelstead.services.webhook_calls import WebhookCalls
from modelstead.store.transaction import Transaction


async def create(calls: WebhookCalls, access: Access, request: CreateWebhook) -> OneWebhook:
    return OneWebhook(webhook(await calls.create(access, request.wanted)))


def listing(tx: Transaction, access: Access, request: ListWebhooks) -> Webhooks:
    page = webhooks.listing(tx, access, request.max_results, request.page_token)
    return Webhooks([webhook(found) for found in page.webhooks], page.token)


def get(tx: Transaction, access: Access, request: WebhookReference) -> OneWebhook:
    return OneWebhook(webhook(webhooks.get(tx, access, request.webhook_id)))


async def update(calls: WebhookCalls, access: Access, request: UpdateWebhook) -> OneWebhook:
    return OneWebhook(webhook(await calls.update(access, request.webhook_id, request.change)))


def delete(tx: Transaction, access: Access, request: WebhookReference) -> None:
    webhooks.delete(tx, access, request.webhook_id)


async def test(calls: WebhookCalls, access: Access, request: TestWebhook) -> Tested:
    event = None if request.event is None else request.event.meant
    return tested(await calls.test(access, request.webhook_id, event))
