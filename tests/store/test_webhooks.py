"""Rows of webhooks."""

import msgspec

from modelstead.domain.webhook import MODEL_CREATED, VERSION_CREATED, Event, Webhook, WebhookStatus
from modelstead.store import webhooks
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from tests import factories

PROJECT = "team/project"


def add(tx: Transaction, project_id: int, name: str, *events: Event, secret: bytes | None = None) -> Webhook:
    made = Webhook(
        0, project_id, f"id-{name}", name, "", "http://a.example", events, WebhookStatus.ACTIVE, 1, 2, secret
    )
    return msgspec.structs.replace(made, id=webhooks.insert(tx, made, created_by=None))


def project(tx: Transaction, path: str = PROJECT) -> int:
    return factories.member(tx, path).project.id


def test_a_webhook_comes_back_as_it_was_stored(database: Database) -> None:
    project_id = database.write_now(project)
    made = database.write_now(add, project_id, "a", MODEL_CREATED, VERSION_CREATED, secret=b"\x00sealed")
    assert database.read_now(webhooks.get, project_id, "id-a") == made
    assert database.read_now(webhooks.by_id, "id-a") == made
    changed = msgspec.structs.replace(
        made,
        name="b",
        description="d",
        url="http://b.example",
        events=(VERSION_CREATED,),
        secret=None,
        status=WebhookStatus.DISABLED,
        updated_at=9,
    )
    database.write_now(webhooks.update, changed)
    assert database.read_now(webhooks.get, project_id, "id-a") == changed


def test_a_project_does_not_see_those_of_another(database: Database) -> None:
    mine, other = database.write_now(project), database.write_now(project, "other/project")
    database.write_now(add, other, "a", MODEL_CREATED)
    assert database.read_now(webhooks.get, mine, "id-a") is None
    assert database.read_now(webhooks.of_project, mine) == []
    assert database.read_now(webhooks.subscribed, mine, MODEL_CREATED) == []
    assert database.read_now(webhooks.count, mine) == 0


def test_only_active_ones_with_the_event_are_subscribed(database: Database) -> None:
    project_id = database.write_now(project)
    both = database.write_now(add, project_id, "both", MODEL_CREATED, VERSION_CREATED)
    database.write_now(add, project_id, "other", VERSION_CREATED)
    off = database.write_now(add, project_id, "off", MODEL_CREATED)
    database.write_now(webhooks.update, msgspec.structs.replace(off, status=WebhookStatus.DISABLED))
    gone = database.write_now(add, project_id, "gone", MODEL_CREATED)
    database.write_now(webhooks.delete, gone.id, 5)
    assert database.read_now(webhooks.subscribed, project_id, MODEL_CREATED) == [both.id]
    rows = [both.id, off.id, gone.id]
    assert list(database.read_now(webhooks.by_rows, rows)) == [both.id]


def test_a_deleted_one_is_gone_with_its_secret(database: Database) -> None:
    project_id = database.write_now(project)
    made = database.write_now(add, project_id, "a", MODEL_CREATED, secret=b"sealed")
    database.write_now(webhooks.delete, made.id, 5)
    assert database.read_now(webhooks.get, project_id, "id-a") is None
    assert database.read_now(webhooks.count, project_id) == 0
    assert database.read_now(_secrets) == [(None,)]


def test_the_newest_come_first_page_by_page(database: Database) -> None:
    project_id = database.write_now(project)
    made = [database.write_now(add, project_id, name, MODEL_CREATED) for name in "abc"]
    first = database.read_now(webhooks.of_project, project_id, limit=2)
    assert [each.name for each in first] == ["c", "b"]
    rest = database.read_now(webhooks.of_project, project_id, before=first[-1].id, limit=2)
    assert rest == [made[0]]


def _secrets(tx: Transaction) -> list[tuple[object, ...]]:
    return tx.all("SELECT secret FROM webhooks")
