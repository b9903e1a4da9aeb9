"""A project's webhooks with what was sent to them, of which nothing goes out."""

from modelstead import clock
from modelstead.app import Modelstead
from modelstead.domain.actor import OPERATOR, Access
from modelstead.domain.delivery import DeliveryState
from modelstead.domain.role import Role
from modelstead.domain.webhook import MODEL_CREATED, MODEL_UPDATED, VERSION_CREATED, WebhookStatus
from modelstead.services import projects, webhooks
from modelstead.services.sealing import Sealing
from modelstead.services.webhook_events import body_of
from modelstead.services.webhooks import Change
from modelstead.store import webhook_deliveries
from modelstead.store.transaction import Transaction
from modelstead.store.webhook_deliveries import NewDelivery, Settled

HOUR_MS = 3_600_000


def hook(tx: Transaction, server: Modelstead, path: str) -> None:
    """Create two webhooks that are off, and deliveries of the first that are over."""
    project, sealing = projects.get(tx, path), Sealing(server.secrets.key, webhooks.SECRETS)
    access, now = Access(OPERATOR.actor, project, Role.OWNER), clock.now_ms()
    off = Change(
        name="chat",
        url="https://chat.example.com/services/T012345678/abcdEFGH1234567890",
        events=[MODEL_CREATED],
        status=WebhookStatus.DISABLED,
    )
    webhooks.create(tx, access, sealing, off)
    deploy = webhooks.create(
        tx,
        access,
        sealing,
        Change(
            name="deploy",
            description="Deploys each new version to staging",
            url="https://deploy.example.com/hook?token=abc",
            events=[VERSION_CREATED, MODEL_CREATED, MODEL_UPDATED],
            secret="a long random text",
            status=WebhookStatus.DISABLED,
        ),
    )
    body = body_of(VERSION_CREATED, {"name": "moons", "version": "3", "semantic_version": "1.3.0", "tags": {}}, now)
    webhook_deliveries.insert(
        tx,
        [
            NewDelivery(project.id, deploy.id, f"showroom-{each}", VERSION_CREATED.name, body, now - each * HOUR_MS)
            for each in range(6, 0, -1)
        ],
    )
    waiting = [each.id for each in webhook_deliveries.log(tx, deploy.id, 100)]
    for each in webhook_deliveries.claim(tx, waiting, now, now + HOUR_MS):
        is_good = each.delivery_id != "showroom-3"
        state, status = (DeliveryState.DELIVERED, 200) if is_good else (DeliveryState.FAILED, 400)
        answer = '{"ok": true}' if is_good else '{"error": "no such environment"}'
        webhook_deliveries.settle(
            tx, Settled(each.id, each.attempts, state, 0, status, answer, "", each.created_at + 800)
        )
