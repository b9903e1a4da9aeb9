"""modelstead webhook."""

import datetime

import click

from modelstead import limits
from modelstead.cli.options import STORE, with_settings
from modelstead.cli.options import as_json as json_option
from modelstead.cli.printing import show, show_all
from modelstead.cli.store import opened
from modelstead.domain.delivery import Delivery
from modelstead.domain.webhook import Webhook, event_of_name
from modelstead.services import operating, webhooks
from modelstead.settings import Settings
from modelstead.store.transaction import Transaction


@click.group()
def command() -> None:
    """List webhooks and what they were sent, and send it again."""


@command.command("list")
@json_option
@with_settings(*STORE)
def list_(configured: Settings, *, as_json: bool) -> None:
    """List every webhook, never their secrets."""
    with opened(configured) as (database, _):
        found = database.read_now(webhooks.every)
    show_all(
        [_webhook(each) for each in found], as_json=as_json, empty="No webhooks yet. MLflow's clients create them."
    )


@command.command()
@click.argument("webhook_id", metavar="ID")
@click.argument("events", metavar="EVENT...", nargs=-1, required=True)
@json_option
@with_settings(*STORE)
def listen(configured: Settings, webhook_id: str, events: tuple[str, ...], *, as_json: bool) -> None:
    """Let a webhook hear of exactly these events, also of those that MLflow has not."""
    with opened(configured) as (database, _):
        changed = database.write_now(_listen, webhook_id, events)
    show(_webhook(changed), as_json=as_json)


@command.command()
@click.argument("webhook_id", metavar="ID")
@click.option(
    "--limit", type=click.IntRange(1, limits.WEBHOOK_LOG), default=20, show_default=True, help="How many of the newest."
)
@json_option
@with_settings(*STORE)
def deliveries(configured: Settings, webhook_id: str, limit: int, *, as_json: bool) -> None:
    """List what a webhook was sent, the newest first, and what came of it."""
    with opened(configured) as (database, _):
        found = database.read_now(_newest, webhook_id, limit)
    show_all([_delivery(each) for each in found], as_json=as_json, empty="Nothing was sent yet.")


@command.command()
@click.argument("delivery_id", metavar="DELIVERY")
@json_option
@with_settings(*STORE)
def redeliver(configured: Settings, delivery_id: str, *, as_json: bool) -> None:
    """Send a delivery again. A running server does it within 10 seconds."""
    with opened(configured) as (database, _):
        found = database.write_now(_redeliver, delivery_id)
    show(_delivery(found), as_json=as_json)


def _listen(tx: Transaction, webhook_id: str, names: tuple[str, ...]) -> Webhook:
    events = [event_of_name(name) for name in names]
    return webhooks.listen(tx, operating.of_webhook(tx, webhook_id), webhook_id, events)


def _newest(tx: Transaction, webhook_id: str, limit: int) -> list[Delivery]:
    return webhooks.deliveries(tx, operating.of_webhook(tx, webhook_id), webhook_id, limit=limit).deliveries


def _redeliver(tx: Transaction, delivery_id: str) -> Delivery:
    return webhooks.redeliver(tx, operating.of_delivery(tx, delivery_id), delivery_id)


def _webhook(found: Webhook) -> dict[str, object]:
    return {
        "id": found.webhook_id,
        "project": found.project_id,
        "name": found.name,
        "url": found.url,
        "events": [event.name for event in found.events],
        "status": found.status.name.lower(),
    }


def _delivery(found: Delivery) -> dict[str, object]:
    at = datetime.datetime.fromtimestamp(found.updated_at / 1000, datetime.UTC)
    return {
        "id": found.delivery_id,
        "event": found.event,
        "state": found.state.name.lower(),
        "attempts": found.attempts,
        "status": found.last_status,
        "error": found.last_error or None,
        "at": at.isoformat(timespec="seconds"),
    }
