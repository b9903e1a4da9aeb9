"""Webhooks of a project: create, list, change, delete."""

import uuid
from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from modelstead import clock, limits
from modelstead.domain import webhook as rules
from modelstead.domain.actor import Access
from modelstead.domain.audit_event import Action
from modelstead.domain.delivery import Delivery, DeliveryState
from modelstead.domain.page import behind, page_token
from modelstead.domain.webhook import Event, Webhook, WebhookStatus
from modelstead.errors import InvalidParameter, InvalidState, LimitExceeded, NotFound
from modelstead.services import audit
from modelstead.services.sealing import Sealing
from modelstead.services.webhook_events import TOPIC
from modelstead.store import webhook_deliveries, webhooks
from modelstead.store.transaction import Transaction

SECRETS = "webhook secrets"  # what the key is derived for


class Change(msgspec.Struct, frozen=True):
    """New values of a webhook; what is None stays. An empty secret removes it."""

    name: str | None = None
    description: str | None = None
    url: str | None = None
    events: Sequence[Event] | None = None
    secret: str | None = None
    status: WebhookStatus | None = None

    def check(self) -> None:
        """Raise InvalidParameter for the first value that breaks a rule."""
        if self.name is not None:
            rules.check_name(self.name)
        if self.description is not None:
            rules.check_description(self.description)
        if self.url is not None:
            rules.check_url(self.url)
        if self.events is not None:
            rules.check_events(self.events)
        if self.secret is not None:
            rules.check_secret(self.secret)


class Page(NamedTuple):
    """Some webhooks, and the token that leads to the next."""

    webhooks: list[Webhook]
    token: str | None


class Log(NamedTuple):
    """A webhook, some of its deliveries, and how many there are in each state."""

    webhook: Webhook
    deliveries: list[Delivery]
    counts: dict[DeliveryState, int]


def create(tx: Transaction, access: Access, sealing: Sealing, wanted: Change) -> Webhook:
    """Create a webhook with all its values; it is active unless it says otherwise."""
    wanted.check()
    assert wanted.name is not None
    assert wanted.url is not None
    assert wanted.events is not None
    project_id = access.project.id
    if webhooks.count(tx, project_id) >= limits.WEBHOOKS_PROJECT:
        raise LimitExceeded(f"The project has {limits.WEBHOOKS_PROJECT} webhooks, the most that one may. Delete some.")
    now, webhook_id = clock.now_ms(), str(uuid.uuid4())
    made = Webhook(
        id=0,
        project_id=project_id,
        webhook_id=webhook_id,
        name=wanted.name,
        description=wanted.description or "",
        url=wanted.url,
        events=rules.check_events(wanted.events),
        status=wanted.status or WebhookStatus.ACTIVE,
        created_at=now,
        updated_at=now,
        secret=sealing.seal(wanted.secret, webhook_id) if wanted.secret else None,
    )
    made = msgspec.structs.replace(made, id=webhooks.insert(tx, made, created_by=access.actor.user_id))
    _note(tx, access, Action.CREATE_WEBHOOK, made, events=_names(made))
    return made


def listing(tx: Transaction, access: Access, max_results: int, token: str | None) -> Page:
    """Return a page of a project's webhooks, the newest first."""
    if not 1 <= max_results <= limits.WEBHOOKS_PAGE_MAX:
        raise InvalidParameter(f"max_results must be between 1 and {limits.WEBHOOKS_PAGE_MAX}.")
    query = ("webhooks", access.project.id)
    last = behind(token, query, tuple[int])
    found = webhooks.of_project(tx, access.project.id, before=last and last[0], limit=max_results + 1)
    page = found[:max_results]
    return Page(page, page_token(query, (page[-1].id,)) if len(found) > max_results else None)


def get(tx: Transaction, access: Access, webhook_id: str) -> Webhook:
    found = webhooks.get(tx, access.project.id, webhook_id)
    if found is None:
        raise NotFound(f"Webhook with ID {webhook_id} not found.")
    return found


def overview(tx: Transaction, access: Access) -> list[tuple[Webhook, Delivery | None]]:
    """Return all webhooks of a project, the newest first, each with its last delivery."""
    found = webhooks.of_project(tx, access.project.id)
    last = webhook_deliveries.last(tx, [each.id for each in found])
    return [(each, last.get(each.id)) for each in found]


def update(
    tx: Transaction, access: Access, sealing: Sealing, webhook_id: str, change: Change, *, exactly: bool = False
) -> Webhook:
    """Change some values of a webhook.

    Events that MLflow has not, which its clients cannot name, stay, unless the events are meant `exactly`.
    """
    change.check()
    held = get(tx, access, webhook_id)
    events, secret = held.events, held.secret
    if change.events is not None and exactly:
        events = rules.check_heard(change.events)
    elif change.events is not None:
        kept = [event for event in held.events if not rules.kind_of(event).in_mlflow]
        events = rules.check_events([*change.events, *kept])
    if change.secret is not None:
        secret = sealing.seal(change.secret, webhook_id) if change.secret else None
    changed = Webhook(
        id=held.id,
        project_id=held.project_id,
        webhook_id=webhook_id,
        name=held.name if change.name is None else change.name,
        description=held.description if change.description is None else change.description,
        url=held.url if change.url is None else change.url,
        events=events,
        status=held.status if change.status is None else change.status,
        created_at=held.created_at,
        updated_at=clock.now_ms(),
        secret=secret,
    )
    return _store(tx, access, held, changed)


def delete(tx: Transaction, access: Access, webhook_id: str) -> None:
    """Delete a webhook and what it was about to hear; what it heard stays in the log for a while."""
    held = get(tx, access, webhook_id)
    webhooks.delete(tx, held.id, clock.now_ms())
    webhook_deliveries.forget_waiting(tx, held.id)
    _note(tx, access, Action.DELETE_WEBHOOK, held)


def every(tx: Transaction) -> list[Webhook]:
    """Return the webhooks of all projects, for who operates the server."""
    return webhooks.every(tx)


def listen(tx: Transaction, access: Access, webhook_id: str, events: Sequence[Event]) -> Webhook:
    """Let a webhook hear of exactly these events."""
    held = get(tx, access, webhook_id)
    changed = msgspec.structs.replace(held, events=rules.check_heard(events), updated_at=clock.now_ms())
    return _store(tx, access, held, changed)


def deliveries(
    tx: Transaction,
    access: Access,
    webhook_id: str,
    *,
    state: DeliveryState | None = None,
    limit: int,
    offset: int = 0,
) -> Log:
    """Return the newest deliveries of a webhook, those in a state or all."""
    held = get(tx, access, webhook_id)
    found = webhook_deliveries.log(tx, held.id, limit, state=state, offset=offset)
    return Log(held, found, webhook_deliveries.count_by_state(tx, held.id))


def redeliver(tx: Transaction, access: Access, delivery_id: str) -> Delivery:
    """Put a delivery that was made, or has failed, into the queue once more."""
    found = webhook_deliveries.again(tx, access.project.id, delivery_id, clock.now_ms())
    if found is None:
        raise NotFound(f"There is no delivery {delivery_id} that was made or has failed.")
    if not webhooks.by_rows(tx, [found.webhook_row]):
        raise InvalidState("The webhook is off, so nothing is sent to it. Turn it on first.")
    tx.announce(TOPIC)
    return found


def _store(tx: Transaction, access: Access, held: Webhook, changed: Webhook) -> Webhook:
    webhooks.update(tx, changed)
    _note_change(tx, access, held, changed)
    return changed


def _note_change(tx: Transaction, access: Access, held: Webhook, changed: Webhook) -> None:
    """Note what is different, by name: addresses may hold secrets."""
    before, after = msgspec.structs.asdict(held), msgspec.structs.asdict(changed)
    names = [name for name in before if before[name] != after[name] and name != "updated_at"]
    if names:
        more = {"events": _names(changed)} if "events" in names else {}
        _note(tx, access, Action.CHANGE_WEBHOOK, changed, changed=", ".join(names), **more)


def _note(tx: Transaction, access: Access, action: Action, webhook: Webhook, **details: str) -> None:
    audit.record(tx, access, action, webhook.name, id=webhook.webhook_id, **details)


def _names(webhook: Webhook) -> str:
    return ", ".join(event.name for event in webhook.events)
