"""The audit log: note who did what, in the transaction that did it."""

from modelstead import clock
from modelstead.domain.actor import Access
from modelstead.domain.audit_event import Action
from modelstead.store import audit_events
from modelstead.store.transaction import Transaction


def record(tx: Transaction, access: Access, action: Action, subject: str, **details: str) -> None:
    """Note what an actor does in a project; `subject` is the name of what they do it to."""
    audit_events.insert(
        tx,
        project_id=access.project.id,
        user_id=access.actor.user_id,
        token_id=access.actor.token_id,
        action=action.value,
        subject=subject,
        details=details,
        now=clock.now_ms(),
    )
