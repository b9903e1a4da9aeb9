"""Events of the model registry: who changes it says so here, in the same transaction.

What is queued is sent after the commit, or not at all when there is none.
"""

import datetime
import uuid
from collections.abc import Iterable, Sequence

import msgspec

from modelstead import clock
from modelstead.domain import webhook
from modelstead.domain.actor import Access
from modelstead.domain.model_version import ModelVersion
from modelstead.domain.registered_model import IS_PROMPT, RegisteredModel
from modelstead.domain.tag import Tag
from modelstead.domain.webhook import Event, Payload
from modelstead.store import webhook_deliveries, webhooks
from modelstead.store.transaction import Transaction
from modelstead.store.webhook_deliveries import NewDelivery

TOPIC = "webhook deliveries"  # announced when there is something to send

_PROMPT_TEXT = "mlflow.prompt.text"
_PROMPT_ONLY = frozenset({IS_PROMPT, "_mlflow_prompt_type"})  # tags that only say that a model is a prompt


def model_created(tx: Transaction, access: Access, model: RegisteredModel, tags: Sequence[Tag]) -> None:
    event = webhook.PROMPT_CREATED if model.is_prompt else webhook.MODEL_CREATED
    told = _tags(tags, but=_PROMPT_ONLY if model.is_prompt else frozenset())
    _queue(tx, access, event, {"name": model.name, "tags": told, "description": model.description})


def model_updated(tx: Transaction, access: Access, model: RegisteredModel, previous_name: str | None = None) -> None:
    """Tell that a model has another description or name; a prompt has no such event."""
    if not model.is_prompt:
        data: Payload = {
            "name": model.name,
            "description": model.description,
            "previous_name": previous_name or model.name,
        }
        _queue(tx, access, webhook.MODEL_UPDATED, data)


def model_deleted(tx: Transaction, access: Access, model: RegisteredModel) -> None:
    if not model.is_prompt:
        _queue(tx, access, webhook.MODEL_DELETED, {"name": model.name})


def model_tag_set(tx: Transaction, access: Access, model: RegisteredModel, tag: Tag) -> None:
    """Tell that a prompt's tag was set; MLflow has no such event of other models."""
    if model.is_prompt:
        _queue(tx, access, webhook.PROMPT_TAG_SET, {"name": model.name, "key": tag.key, "value": tag.value})


def model_tag_deleted(tx: Transaction, access: Access, model: RegisteredModel, key: str) -> None:
    if model.is_prompt:
        _queue(tx, access, webhook.PROMPT_TAG_DELETED, {"name": model.name, "key": key})


def version_created(tx: Transaction, access: Access, version: ModelVersion) -> None:
    description = version.description or None
    if version.is_prompt:
        template = next((tag.value for tag in version.tags if tag.key == _PROMPT_TEXT), None)
        told = _tags(version.tags, but=_PROMPT_ONLY | {_PROMPT_TEXT})
        data = _version(version) | {"template": template, "tags": told, "description": description}
        _queue(tx, access, webhook.PROMPT_VERSION_CREATED, data)
        return
    data = {"source": version.source, "run_id": version.run_id or None, "tags": _tags(version.tags)}
    _queue(tx, access, webhook.VERSION_CREATED, _version(version) | data | {"description": description})


def version_updated(tx: Transaction, access: Access, version: ModelVersion) -> None:
    """Tell that a version has another description or stage; a prompt's version has no such event."""
    if not version.is_prompt:
        data = {"description": version.description or None, "stage": version.stage.label}
        _queue(tx, access, webhook.VERSION_UPDATED, _version(version) | data)


def version_deleted(tx: Transaction, access: Access, version: ModelVersion) -> None:
    if not version.is_prompt:
        _queue(tx, access, webhook.VERSION_DELETED, _version(version))


def version_tag_set(tx: Transaction, access: Access, version: ModelVersion, tag: Tag) -> None:
    event = webhook.PROMPT_VERSION_TAG_SET if version.is_prompt else webhook.VERSION_TAG_SET
    _queue(tx, access, event, _version(version) | {"key": tag.key, "value": tag.value})


def version_tag_deleted(tx: Transaction, access: Access, version: ModelVersion, key: str) -> None:
    event = webhook.PROMPT_VERSION_TAG_DELETED if version.is_prompt else webhook.VERSION_TAG_DELETED
    _queue(tx, access, event, _version(version) | {"key": key})


def alias_set(tx: Transaction, access: Access, model: RegisteredModel, version: ModelVersion, alias: str) -> None:
    event = webhook.PROMPT_ALIAS_SET if model.is_prompt else webhook.ALIAS_SET
    _queue(tx, access, event, _version(version) | {"alias": alias})


def alias_deleted(tx: Transaction, access: Access, model: RegisteredModel, alias: str) -> None:
    event = webhook.PROMPT_ALIAS_DELETED if model.is_prompt else webhook.ALIAS_DELETED
    _queue(tx, access, event, {"name": model.name, "alias": alias})


def body_of(event: Event, data: Payload, now: int) -> str:
    """Return what a receiver is sent about an event at a time, in MLflow's form."""
    at = datetime.datetime.fromtimestamp(now / 1000, datetime.UTC).isoformat()
    document = {"entity": event.entity, "action": event.action, "timestamp": at, "data": data}
    return msgspec.json.encode(document).decode()


def _version(version: ModelVersion) -> Payload:
    """Return how an event names a version: as MLflow does, and by the semantic version that MLflow has not."""
    named: Payload = {"name": version.name, "version": str(version.number)}
    return named if version.is_prompt else named | {"semantic_version": version.semantic_version}


def _tags(tags: Iterable[Tag], but: frozenset[str] = frozenset()) -> dict[str, str]:
    return {tag.key: tag.value for tag in tags if tag.key not in but}


def _queue(tx: Transaction, access: Access, event: Event, data: Payload) -> None:
    rows = webhooks.subscribed(tx, access.project.id, event)
    if not rows:
        return
    now = clock.now_ms()
    body = body_of(event, data, now)
    webhook_deliveries.insert(
        tx, [NewDelivery(access.project.id, row, str(uuid.uuid4()), event.name, body, now) for row in rows]
    )
    tx.announce(TOPIC)
