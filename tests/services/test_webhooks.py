"""Webhooks of a project: created, listed, changed, deleted."""

import pytest

from modelstead import limits
from modelstead.domain.actor import Access
from modelstead.domain.webhook import MODEL_CREATED, MODEL_DELETED, VERSION_CREATED, Event, WebhookStatus
from modelstead.errors import InvalidParameter, LimitExceeded, NotFound
from modelstead.services import webhook_events, webhooks
from modelstead.services.webhooks import Change
from modelstead.store import webhook_deliveries
from modelstead.store.database import Database
from tests.services.hooks import SEALING, hook, model


def test_a_webhook_comes_back_with_its_secret_sealed(database: Database, access: Access) -> None:
    made = database.write_now(hook, access, secret="abc")
    assert database.read_now(webhooks.get, access, made.webhook_id) == made
    assert made.status is WebhookStatus.ACTIVE
    assert made.secret is not None
    assert b"abc" not in made.secret
    assert SEALING.open(made.secret, made.webhook_id) == "abc"


def test_what_breaks_a_rule_is_refused(database: Database, access: Access) -> None:
    for wrong in ({"name": "-"}, {"url": "ftp://a.example"}, {"secret": "x" * 1_001}):
        with pytest.raises(InvalidParameter):
            database.write_now(hook, access, **wrong)
    with pytest.raises(InvalidParameter):
        database.write_now(hook, access, Event("model_version", "set"))
    assert database.read_now(webhooks.listing, access, 10, None) == ([], None)


def test_a_project_has_only_so_many(database: Database, access: Access, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "WEBHOOKS_PROJECT", 2)
    for _ in range(2):
        made = database.write_now(hook, access)
    with pytest.raises(LimitExceeded, match="Delete some"):
        database.write_now(hook, access)
    database.write_now(webhooks.delete, access, made.webhook_id)
    database.write_now(hook, access)


def test_only_what_is_given_changes(database: Database, access: Access) -> None:
    made = database.write_now(hook, access, secret="abc")
    change = Change(description="d", status=WebhookStatus.DISABLED)
    changed = database.write_now(webhooks.update, access, SEALING, made.webhook_id, change)
    assert (changed.description, changed.status) == ("d", WebhookStatus.DISABLED)
    assert (changed.name, changed.url, changed.events, changed.secret) == (
        made.name,
        made.url,
        made.events,
        made.secret,
    )
    assert database.read_now(webhooks.get, access, made.webhook_id) == changed


def test_a_secret_is_replaced_or_with_an_empty_one_removed(database: Database, access: Access) -> None:
    made = database.write_now(hook, access, secret="abc")
    changed = database.write_now(webhooks.update, access, SEALING, made.webhook_id, Change(secret="new"))
    assert changed.secret is not None
    assert SEALING.open(changed.secret, made.webhook_id) == "new"
    assert database.write_now(webhooks.update, access, SEALING, made.webhook_id, Change(secret="")).secret is None


def test_events_that_mlflow_has_not_stay_when_the_others_change(database: Database, access: Access) -> None:
    made = database.write_now(hook, access, VERSION_CREATED, MODEL_DELETED)
    change = Change(events=[MODEL_CREATED])
    changed = database.write_now(webhooks.update, access, SEALING, made.webhook_id, change)
    assert changed.events == (MODEL_CREATED, MODEL_DELETED)


def test_events_that_are_meant_exactly_are_all_there_are_and_one_is_mlflow_s(
    database: Database, access: Access
) -> None:
    made = database.write_now(hook, access, VERSION_CREATED, MODEL_DELETED)

    def change(*events: Event) -> tuple[Event, ...]:
        wanted = Change(events=events)
        return database.write_now(webhooks.update, access, SEALING, made.webhook_id, wanted, exactly=True).events

    assert change(MODEL_CREATED) == (MODEL_CREATED,)
    assert change(MODEL_CREATED, MODEL_DELETED) == (MODEL_CREATED, MODEL_DELETED)
    with pytest.raises(InvalidParameter, match="one of MLflow's"):
        change(MODEL_DELETED)


def test_another_project_s_is_not_found(database: Database, access: Access, elsewhere: Access) -> None:
    made = database.write_now(hook, elsewhere)
    for call in (webhooks.get, webhooks.delete):
        with pytest.raises(NotFound, match=f"Webhook with ID {made.webhook_id} not found"):
            database.write_now(call, access, made.webhook_id)
    with pytest.raises(NotFound):
        database.write_now(webhooks.update, access, SEALING, made.webhook_id, Change(name="mine"))
    assert database.read_now(webhooks.get, elsewhere, made.webhook_id) == made


def test_a_deleted_one_hears_nothing_any_more(database: Database, access: Access) -> None:
    made = database.write_now(hook, access, MODEL_CREATED)
    database.write_now(webhook_events.model_created, access, model(), [])
    database.write_now(webhooks.delete, access, made.webhook_id)
    database.write_now(webhook_events.model_created, access, model(), [])
    assert database.read_now(webhook_deliveries.log, made.id, 10) == []
    with pytest.raises(NotFound):
        database.read_now(webhooks.get, access, made.webhook_id)


def test_pages_lead_through_all_of_them_the_newest_first(database: Database, access: Access) -> None:
    made = [database.write_now(hook, access).webhook_id for _ in range(5)]
    found, token = [], None
    while True:
        page = database.read_now(webhooks.listing, access, 2, token)
        found += [each.webhook_id for each in page.webhooks]
        token = page.token
        if token is None:
            break
    assert found == made[::-1]


@pytest.mark.parametrize("size", [0, -1, 1_001])
def test_a_page_has_a_size_within_bounds(database: Database, access: Access, size: int) -> None:
    with pytest.raises(InvalidParameter, match="between 1 and 1000"):
        database.read_now(webhooks.listing, access, size, None)


def test_a_token_of_another_project_is_refused(database: Database, access: Access, elsewhere: Access) -> None:
    for _ in range(2):
        database.write_now(hook, elsewhere)
    token = database.read_now(webhooks.listing, elsewhere, 1, None).token
    with pytest.raises(InvalidParameter, match="another query"):
        database.read_now(webhooks.listing, access, 1, token)
