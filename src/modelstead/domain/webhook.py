"""Webhooks: addresses of other servers that hear of what happens in a project's model registry."""

import re
from collections.abc import Sequence
from enum import IntEnum
from urllib.parse import parse_qsl, urlsplit, urlunsplit

import msgspec

from modelstead import limits
from modelstead.domain.key import check_length, quoted
from modelstead.domain.network_address import Target, target
from modelstead.errors import InvalidParameter

_NAME = re.compile(r"[a-z0-9]([a-z0-9._-]*[a-z0-9])?", re.IGNORECASE)
_MASK = "\N{BULLET}" * 3
_LIKE_A_SECRET = re.compile(r"(?=.*\d)[\w-]{16,}", re.ASCII)  # part of a path, as chat rooms have their keys there

Payload = dict[str, object]


class WebhookStatus(IntEnum):
    """Whether a webhook is called; the numbers are MLflow's."""

    ACTIVE = 1
    DISABLED = 2


class Event(msgspec.Struct, frozen=True):
    """Something that happens to an entity, such as model_version.created."""

    entity: str
    action: str

    @property
    def name(self) -> str:
        return f"{self.entity}.{self.action}"


class Webhook(msgspec.Struct, frozen=True):
    """A webhook's row. `id` is the row, `webhook_id` what clients hold; times are milliseconds.

    `secret` is encrypted; None signs nothing.
    """

    id: int
    project_id: int
    webhook_id: str
    name: str
    description: str
    url: str
    events: tuple[Event, ...]
    status: WebhookStatus
    created_at: int
    updated_at: int
    secret: bytes | None = None


class EventKind(msgspec.Struct, frozen=True):
    """A row of the table of events: when it happens, and a payload as a test sends it.

    MLflow's clients fail on events that MLflow has not, so that those are kept from them.
    """

    event: Event
    when: str
    example: Payload
    in_mlflow: bool = True


_MODEL: Payload = {"name": "example_model"}
_VERSION: Payload = {"name": "example_model", "version": "1"}
_PROMPT: Payload = {"name": "example_prompt"}
_PROMPT_VERSION: Payload = {"name": "example_prompt", "version": "1"}
_KEY: Payload = {"key": "example_key"}
_TAG: Payload = {"key": "example_key", "value": "example_value"}
_TAGS: Payload = {"tags": {"example_key": "example_value"}}
_ALIAS: Payload = {"alias": "example_alias"}
_SEMANTIC: Payload = {"semantic_version": "1.0.0"}
_TOLD: Payload = {"description": "An example"}
_CREATED: Payload = {"source": "models:/123", "run_id": "abcd1234abcd5678", **_TAGS, **_TOLD, **_SEMANTIC}
_STAGE: Payload = {**_TOLD, "stage": "Production", **_SEMANTIC}
_BUDGET: Payload = {
    "budget_policy_id": "bp-abc123",
    "budget_unit": "USD",
    "budget_amount": 100.0,
    "current_spend": 105.5,
    "duration_unit": "MONTHS",
    "duration_value": 1,
    "target_scope": "ENDPOINT",
    "workspace": "default",
    "target_value": "ep-abc123",
    "window_start": 1_704_067_200_000,
}

MODEL_CREATED = Event("registered_model", "created")
MODEL_UPDATED = Event("registered_model", "updated")
MODEL_DELETED = Event("registered_model", "deleted")
VERSION_CREATED = Event("model_version", "created")
VERSION_UPDATED = Event("model_version", "updated")
VERSION_DELETED = Event("model_version", "deleted")
VERSION_TAG_SET = Event("model_version_tag", "set")
VERSION_TAG_DELETED = Event("model_version_tag", "deleted")
ALIAS_SET = Event("model_version_alias", "created")
ALIAS_DELETED = Event("model_version_alias", "deleted")
PROMPT_CREATED = Event("prompt", "created")
PROMPT_VERSION_CREATED = Event("prompt_version", "created")
PROMPT_TAG_SET = Event("prompt_tag", "set")
PROMPT_TAG_DELETED = Event("prompt_tag", "deleted")
PROMPT_VERSION_TAG_SET = Event("prompt_version_tag", "set")
PROMPT_VERSION_TAG_DELETED = Event("prompt_version_tag", "deleted")
PROMPT_ALIAS_SET = Event("prompt_alias", "created")
PROMPT_ALIAS_DELETED = Event("prompt_alias", "deleted")

KINDS: tuple[EventKind, ...] = (
    EventKind(MODEL_CREATED, "a registered model is created", _MODEL | _TAGS | _TOLD),
    EventKind(VERSION_CREATED, "a model version is created", _VERSION | _CREATED),
    EventKind(VERSION_TAG_SET, "a tag of a version is set", _VERSION | _TAG | _SEMANTIC),
    EventKind(VERSION_TAG_DELETED, "a tag of a version is deleted", _VERSION | _KEY | _SEMANTIC),
    EventKind(ALIAS_SET, "an alias is set, or moved to another version", _MODEL | _ALIAS | _VERSION | _SEMANTIC),
    EventKind(ALIAS_DELETED, "an alias is deleted", _MODEL | _ALIAS),
    EventKind(PROMPT_CREATED, "a prompt is created", _PROMPT | _TAGS | _TOLD),
    EventKind(
        PROMPT_VERSION_CREATED,
        "a version of a prompt is created",
        _PROMPT_VERSION | {"template": "Hello {{name}}!"} | _TAGS | _TOLD,
    ),
    EventKind(PROMPT_TAG_SET, "a tag of a prompt is set", _PROMPT | _TAG),
    EventKind(PROMPT_TAG_DELETED, "a tag of a prompt is deleted", _PROMPT | _KEY),
    EventKind(PROMPT_VERSION_TAG_SET, "a tag of a prompt's version is set", _PROMPT_VERSION | _TAG),
    EventKind(PROMPT_VERSION_TAG_DELETED, "a tag of a prompt's version is deleted", _PROMPT_VERSION | _KEY),
    EventKind(PROMPT_ALIAS_SET, "an alias of a prompt is set, or moved", _PROMPT | _ALIAS | _PROMPT_VERSION),
    EventKind(PROMPT_ALIAS_DELETED, "an alias of a prompt is deleted", _PROMPT | _ALIAS),
    EventKind(Event("budget_policy", "exceeded"), "never: there are no budget policies here", _BUDGET),
    EventKind(
        MODEL_UPDATED,
        "a registered model is renamed, or its description changed",
        _MODEL | _TOLD | {"previous_name": "old_name"},
        in_mlflow=False,
    ),
    EventKind(MODEL_DELETED, "a registered model is deleted", _MODEL, in_mlflow=False),
    EventKind(VERSION_UPDATED, "a version's description or stage is changed", _VERSION | _STAGE, in_mlflow=False),
    EventKind(VERSION_DELETED, "a model version is deleted", _VERSION | _SEMANTIC, in_mlflow=False),
)
_BY_NAME = {kind.event.name: kind for kind in KINDS}


def kind_of(event: Event) -> EventKind:
    """Return an event's row of the table; raise InvalidParameter when there is none."""
    found = _BY_NAME.get(event.name)
    if found is not None:
        return found
    actions = sorted(kind.event.action for kind in KINDS if kind.event.entity == event.entity)
    if not actions:
        raise InvalidParameter(f"There is no entity {quoted(event.entity)} that webhooks could hear of.")
    raise InvalidParameter(
        f"Invalid action {quoted(event.action)} for entity {quoted(event.entity)}. Valid actions are: {actions}"
    )


def event_of_name(name: str) -> Event:
    """Return the event of a name such as model_version.created; raise InvalidParameter when there is none."""
    entity, _, action = name.partition(".")
    return kind_of(Event(entity, action)).event


def check_name(name: str) -> str:
    if not _NAME.fullmatch(name) or len(name) > limits.WEBHOOK_NAME_LENGTH:
        raise InvalidParameter(
            f"Webhook name {quoted(name)} is invalid. It must start and end with a letter or digit, have at most "
            f"{limits.WEBHOOK_NAME_LENGTH} characters, and contain only letters, digits, dots (.), underscores (_), "
            "and hyphens (-)."
        )
    return name


def check_description(description: str) -> str:
    return check_length(description, "description", limits.WEBHOOK_DESCRIPTION_LENGTH)


def check_secret(secret: str) -> str:
    return check_length(secret, "secret", limits.WEBHOOK_SECRET_LENGTH)


def check_url(url: str) -> Target:
    """Return a webhook's address in parts; raise InvalidParameter for one that cannot be called."""
    return target(url, "url", limits.WEBHOOK_URL_LENGTH)


def check_events(events: Sequence[Event]) -> tuple[Event, ...]:
    """Return events, each once; raise InvalidParameter when there are none, or for one that does not exist."""
    if not events:
        raise InvalidParameter("Webhook events must be a non-empty list.")
    return tuple(dict.fromkeys(kind_of(event).event for event in events))


def check_heard(events: Sequence[Event]) -> tuple[Event, ...]:
    """Return all that a webhook is to hear of; one is MLflow's, since its clients fail on a webhook of none."""
    heard = check_events(events)
    if not any(kind_of(event).in_mlflow for event in heard):
        raise InvalidParameter("At least one of the events must be one of MLflow's, whose clients fail on none.")
    return heard


def masked(url: str) -> str:
    """Return an address as lists show it: without the values of its query, and without what looks like a key."""
    parts = urlsplit(url)
    path = "/".join(_MASK if _LIKE_A_SECRET.fullmatch(part) else part for part in parts.path.split("/"))
    named = [f"{name}={_MASK}" for name, _ in parse_qsl(parts.query, keep_blank_values=True)]
    query = "&".join(named) or (parts.query and _MASK)
    return urlunsplit((parts.scheme, parts.netloc, path, query, ""))
