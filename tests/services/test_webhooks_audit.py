"""What is done to webhooks is in the audit log, without what may be secret."""

from modelstead.domain.actor import Access
from modelstead.domain.audit_event import AuditEvent
from modelstead.domain.webhook import MODEL_CREATED, WebhookStatus
from modelstead.services import audit, operating, webhooks
from modelstead.services.webhooks import Change
from modelstead.store.audit_events import Wanted
from modelstead.store.database import Database
from tests.services.hooks import SEALING, hook

URL = "https://hooks.example/a-secret-part"


def events(database: Database, access: Access) -> list[AuditEvent]:
    """Return what was done to webhooks of a project, the oldest first."""
    found, _ = database.read_now(audit.page, access, Wanted(), limit=100)
    return [each for each in reversed(found) if each.action.startswith("webhook.")]


def test_creating_changing_and_deleting_a_webhook_are_noted(database: Database, access: Access) -> None:
    number = database.write_now(hook, access, url=URL, secret="abc").webhook_id
    change = Change(name="other", url=URL + "/2", secret="def", status=WebhookStatus.DISABLED)
    database.write_now(webhooks.update, access, SEALING, number, change)
    database.write_now(webhooks.delete, access, number)
    found = events(database, access)
    assert [(each.action, each.subject, each.user_id, each.details) for each in found] == [
        ("webhook.create", "hook", access.actor.user_id, {"id": number, "events": "model_version.created"}),
        ("webhook.change", "other", access.actor.user_id, {"id": number, "changed": "name, url, status, secret"}),
        ("webhook.delete", "other", access.actor.user_id, {"id": number}),
    ]
    assert "a-secret-part" not in str(found)


def test_a_change_that_changes_nothing_is_not_noted(database: Database, access: Access) -> None:
    made = database.write_now(hook, access)
    database.write_now(webhooks.update, access, SEALING, made.webhook_id, Change(name=made.name))
    assert [each.action for each in events(database, access)] == ["webhook.create"]


def test_an_operator_who_changes_what_a_webhook_hears_is_noted(database: Database, access: Access) -> None:
    made = database.write_now(hook, access)
    database.write_now(
        lambda tx: webhooks.listen(tx, operating.of_webhook(tx, made.webhook_id), made.webhook_id, [MODEL_CREATED])
    )
    last = events(database, access)[-1]
    assert (last.action, last.user_id, last.place) == ("webhook.change", None, access.project.path)
    assert last.details == {"id": made.webhook_id, "changed": "events", "events": "registered_model.created"}
