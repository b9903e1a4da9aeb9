"""What a webhook hears when something happens in the model registry: MLflow's events with MLflow's payloads."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from modelstead.domain.actor import Access
from modelstead.domain.tag import Tag
from modelstead.domain.webhook import KINDS, MODEL_CREATED, VERSION_CREATED, WebhookStatus, event_of_name
from modelstead.services import webhook_events as events
from modelstead.services import webhooks
from modelstead.services.webhooks import Change
from modelstead.store import webhook_deliveries
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from tests.services.hooks import SEALING, hook, model, version

MODEL, PROMPT, VERSION, PROMPT_VERSION = model(), model(is_prompt=True), version(), version(is_prompt=True)
TAG, IS_PROMPT = Tag("team", "vision"), Tag("mlflow.prompt.is_prompt", "true")
TYPE, TEXT = Tag("_mlflow_prompt_type", "text"), Tag("mlflow.prompt.text", "Hi {{you}}")
NAMED = {"name": "iris", "version": "3", "semantic_version": "1.2.0"}
PROMPT_NAMED = {"name": "iris", "version": "3"}

Happen = Callable[[Transaction, Access], None]

CASES: list[tuple[str, Happen, dict[str, Any]]] = [
    (
        "registered_model.created",
        lambda tx, access: events.model_created(tx, access, MODEL, [TAG]),
        {"name": "iris", "tags": {"team": "vision"}, "description": "about"},
    ),
    (
        "registered_model.updated",
        lambda tx, access: events.model_updated(tx, access, MODEL, "rose"),
        {"name": "iris", "description": "about", "previous_name": "rose"},
    ),
    ("registered_model.deleted", lambda tx, access: events.model_deleted(tx, access, MODEL), {"name": "iris"}),
    (
        "model_version.created",
        lambda tx, access: events.version_created(tx, access, version(TAG, description="d")),
        NAMED | {"source": "runs:/r1/model", "run_id": "r1", "tags": {"team": "vision"}, "description": "d"},
    ),
    (
        "model_version.updated",
        lambda tx, access: events.version_updated(tx, access, VERSION),
        NAMED | {"description": None, "stage": "Staging"},
    ),
    ("model_version.deleted", lambda tx, access: events.version_deleted(tx, access, VERSION), NAMED),
    (
        "model_version_tag.set",
        lambda tx, access: events.version_tag_set(tx, access, VERSION, TAG),
        NAMED | {"key": "team", "value": "vision"},
    ),
    (
        "model_version_tag.deleted",
        lambda tx, access: events.version_tag_deleted(tx, access, VERSION, "team"),
        NAMED | {"key": "team"},
    ),
    (
        "model_version_alias.created",
        lambda tx, access: events.alias_set(tx, access, MODEL, VERSION, "best"),
        NAMED | {"alias": "best"},
    ),
    (
        "model_version_alias.deleted",
        lambda tx, access: events.alias_deleted(tx, access, MODEL, "best"),
        {"name": "iris", "alias": "best"},
    ),
    (
        "prompt.created",
        lambda tx, access: events.model_created(tx, access, PROMPT, [TAG, IS_PROMPT, TYPE]),
        {"name": "iris", "tags": {"team": "vision"}, "description": "about"},
    ),
    (
        "prompt_version.created",
        lambda tx, access: events.version_created(tx, access, version(TAG, IS_PROMPT, TYPE, TEXT, is_prompt=True)),
        PROMPT_NAMED | {"template": "Hi {{you}}", "tags": {"team": "vision"}, "description": None},
    ),
    (
        "prompt_tag.set",
        lambda tx, access: events.model_tag_set(tx, access, PROMPT, TAG),
        {"name": "iris", "key": "team", "value": "vision"},
    ),
    (
        "prompt_tag.deleted",
        lambda tx, access: events.model_tag_deleted(tx, access, PROMPT, "team"),
        {"name": "iris", "key": "team"},
    ),
    (
        "prompt_version_tag.set",
        lambda tx, access: events.version_tag_set(tx, access, PROMPT_VERSION, TAG),
        PROMPT_NAMED | {"key": "team", "value": "vision"},
    ),
    (
        "prompt_version_tag.deleted",
        lambda tx, access: events.version_tag_deleted(tx, access, PROMPT_VERSION, "team"),
        PROMPT_NAMED | {"key": "team"},
    ),
    (
        "prompt_alias.created",
        lambda tx, access: events.alias_set(tx, access, PROMPT, PROMPT_VERSION, "best"),
        PROMPT_NAMED | {"alias": "best"},
    ),
    (
        "prompt_alias.deleted",
        lambda tx, access: events.alias_deleted(tx, access, PROMPT, "best"),
        {"name": "iris", "alias": "best"},
    ),
]

NEVER = {"budget_policy.exceeded"}


def heard(database: Database, row_id: int) -> list[dict[str, Any]]:
    return [json.loads(each.body) for each in database.read_now(webhook_deliveries.log, row_id, 100)]


def test_every_event_of_the_table_has_a_case() -> None:
    assert {name for name, _, _ in CASES} == {kind.event.name for kind in KINDS} - NEVER


@pytest.mark.parametrize(("name", "happen", "data"), CASES, ids=[name for name, _, _ in CASES])
def test_a_webhook_hears_what_it_is_for_and_nothing_else(
    database: Database, access: Access, name: str, happen: Happen, data: dict[str, Any]
) -> None:
    made = database.write_now(hook, access, event_of_name(name))
    for _, other, _ in CASES:
        database.write_now(other, access)
    (body,) = heard(database, made.id)
    entity, action = name.split(".")
    assert body.pop("timestamp").endswith("+00:00")
    assert body == {"entity": entity, "action": action, "data": data}
    assert happen in [each for _, each, _ in CASES]


@pytest.mark.parametrize(("name", "_", "data"), CASES, ids=[name for name, _, _ in CASES])
def test_an_example_has_the_fields_of_the_real_payload(name: str, _: Happen, data: dict[str, Any]) -> None:
    example = next(kind.example for kind in KINDS if kind.event.name == name)
    assert example.keys() == data.keys()


def test_a_model_without_a_run_says_so(database: Database, access: Access) -> None:
    made = database.write_now(hook, access)
    database.write_now(events.version_created, access, version(run_id=""))
    assert heard(database, made.id)[0]["data"]["run_id"] is None


def test_each_webhook_hears_by_a_delivery_of_its_own(database: Database, access: Access, elsewhere: Access) -> None:
    mine = [database.write_now(hook, access, MODEL_CREATED) for _ in range(2)]
    other = database.write_now(hook, elsewhere, MODEL_CREATED)
    database.write_now(events.model_created, access, MODEL, [])
    logs = [database.read_now(webhook_deliveries.log, each.id, 10) for each in [*mine, other]]
    assert [len(log) for log in logs] == [1, 1, 0]
    assert logs[0][0].delivery_id != logs[1][0].delivery_id


def test_a_disabled_webhook_hears_nothing(database: Database, access: Access) -> None:
    made = database.write_now(hook, access, MODEL_CREATED)
    change = Change(status=WebhookStatus.DISABLED)
    database.write_now(webhooks.update, access, SEALING, made.webhook_id, change)
    database.write_now(events.model_created, access, MODEL, [])
    assert heard(database, made.id) == []


def test_what_was_undone_is_not_told(database: Database, access: Access) -> None:
    made = database.write_now(hook, access, MODEL_CREATED)

    def fail(tx: Transaction) -> None:
        events.model_created(tx, access, MODEL, [])
        raise KeyError

    with pytest.raises(KeyError):
        database.write_now(fail)
    assert heard(database, made.id) == []


def test_only_what_somebody_hears_wakes_the_sender(database: Database, access: Access) -> None:
    told: list[None] = []
    database.subscribe(events.TOPIC, lambda: told.append(None))
    database.write_now(events.version_created, access, VERSION)
    assert told == []
    database.write_now(hook, access, VERSION_CREATED)
    database.write_now(events.version_created, access, VERSION)
    assert told == [None]
