"""Requests and answers about webhooks; field names are MLflow's."""

from collections.abc import Sequence

import msgspec

from modelstead import limits
from modelstead.domain.delivery import Outcome
from modelstead.domain.key import quoted
from modelstead.domain.webhook import KINDS, Event, Webhook, WebhookStatus
from modelstead.errors import InvalidParameter
from modelstead.mlflow_api.messages.reference import Required
from modelstead.services.webhooks import Change

# MLflow's numbers of them, by which they may be named too.
_ENTITIES = (
    "registered_model",
    "model_version",
    "model_version_tag",
    "model_version_alias",
    "prompt",
    "prompt_version",
    "prompt_tag",
    "prompt_version_tag",
    "prompt_alias",
    "budget_policy",
)
_ACTIONS = ("created", "updated", "deleted", "set", "exceeded")
_IN_MLFLOW = frozenset(kind.event for kind in KINDS if kind.in_mlflow)


class WireEvent(msgspec.Struct, frozen=True):
    """An entity and an action, by name or number."""

    entity: str | int
    action: str | int

    @property
    def meant(self) -> Event:
        """The event; raise InvalidParameter for one that MLflow's clients do not know."""
        event = Event(_named(self.entity, _ENTITIES, "entity"), _named(self.action, _ACTIONS, "action"))
        if event not in _IN_MLFLOW:
            actions = sorted(each.action for each in _IN_MLFLOW if each.entity == event.entity)
            raise InvalidParameter(
                f"Invalid action '{event.action}' for entity '{event.entity}'. Valid actions are: {actions}"
            )
        return event


class CreateWebhook(msgspec.Struct, frozen=True):
    """POST webhooks."""

    name: Required
    url: Required
    events: list[WireEvent]
    description: str = ""
    secret: str = ""
    status: str | int | None = None

    @property
    def wanted(self) -> Change:
        return Change(
            self.name,
            self.description,
            self.url,
            [each.meant for each in self.events],
            self.secret,
            status(self.status),
        )


class WebhookReference(msgspec.Struct, frozen=True):
    """GET and DELETE webhooks/{webhook_id}."""

    webhook_id: str


class ListWebhooks(msgspec.Struct, frozen=True):
    """GET webhooks."""

    max_results: int = limits.WEBHOOKS_PAGE
    page_token: str | None = None


class UpdateWebhook(WebhookReference, frozen=True):
    """PATCH webhooks/{webhook_id}: what is absent or empty stays, but for description and secret."""

    name: str = ""
    url: str = ""
    events: list[WireEvent] = []
    description: str | None = None
    secret: str | None = None
    status: str | int | None = None

    @property
    def change(self) -> Change:
        return Change(
            self.name or None,
            self.description,
            self.url or None,
            [each.meant for each in self.events] or None,
            self.secret,
            status(self.status),
        )


class TestWebhook(WebhookReference, frozen=True):
    """POST webhooks/{webhook_id}/test."""

    event: WireEvent | None = None


class WireWebhook(msgspec.Struct, frozen=True, omit_defaults=True):
    """A webhook in an answer; no answer has its secret."""

    webhook_id: str
    name: str
    url: str
    events: Sequence[dict[str, str]]
    status: str
    creation_timestamp: int
    last_updated_timestamp: int
    description: str = ""


class OneWebhook(msgspec.Struct, frozen=True):
    """One webhook."""

    webhook: WireWebhook


class Webhooks(msgspec.Struct, frozen=True, omit_defaults=True):
    """A page of webhooks."""

    webhooks: list[WireWebhook] = []
    next_page_token: str | None = None


class TestResult(msgspec.Struct, frozen=True, omit_defaults=True):
    """What came of a test."""

    success: bool = msgspec.field()
    response_status: int | None = None
    response_body: str = ""
    error_message: str = ""


class Tested(msgspec.Struct, frozen=True):
    """The result of a test."""

    result: TestResult


def status(value: str | int | None) -> WebhookStatus | None:
    """Return a status given by name or number."""
    if value is None or value == "":
        return None
    try:
        return WebhookStatus(int(value)) if str(value).isdecimal() else WebhookStatus[str(value)]
    except (KeyError, ValueError):
        raise InvalidParameter(
            f"Invalid value {quoted(str(value))} for parameter 'status' supplied: use ACTIVE or DISABLED."
        ) from None


def webhook(found: Webhook) -> WireWebhook:
    """Return a webhook as MLflow's clients read it, without the events that they do not know."""
    return WireWebhook(
        webhook_id=found.webhook_id,
        name=found.name,
        url=found.url,
        events=[
            {"entity": event.entity.upper(), "action": event.action.upper()}
            for event in found.events
            if event in _IN_MLFLOW
        ],
        status=found.status.name,
        creation_timestamp=found.created_at,
        last_updated_timestamp=found.updated_at,
        description=found.description,
    )


def tested(outcome: Outcome) -> Tested:
    error = f"Failed to test webhook: {outcome.error}" if outcome.error else ""
    return Tested(TestResult(outcome.is_success, outcome.status, outcome.answer, error))


def _named(given: str | int, names: Sequence[str], field: str) -> str:
    """Return the name of an entity or an action that is given by name, in upper case as in protobuf, or by number."""
    text = str(given)
    if text.isdecimal():
        number = int(text[:9])
        if 1 <= number <= len(names):
            return names[number - 1]
    elif text.lower() in names:
        return text.lower()
    raise InvalidParameter(
        f"Invalid value {quoted(text)} for parameter 'events.{field}' supplied: "
        f"use one of {', '.join(name.upper() for name in names)}."
    )
