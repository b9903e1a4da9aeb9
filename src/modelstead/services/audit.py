"""The audit log: note who did what, in the transaction that did it, and read it."""

import msgspec

from modelstead import clock
from modelstead.domain.actor import Access, Actor, GroupAccess, ServerAccess, Standing
from modelstead.domain.audit_event import Action, AuditEvent
from modelstead.domain.permission import READ_AUDIT, READ_GROUP_AUDIT, READ_PROJECT_AUDIT
from modelstead.errors import NotFound, PermissionDenied
from modelstead.services.access import enter, enter_group
from modelstead.store import audit_events
from modelstead.store.audit_events import Wanted
from modelstead.store.transaction import Transaction


def record(
    tx: Transaction, access: Standing, action: Action, subject: str, *, address: str = "", **details: str
) -> None:
    """Note what an actor does in a project, in a group or on the server.

    `subject` is the name of what they do it to; `address` is where they do it from, where that tells something.
    """
    audit_events.insert(
        tx,
        project_id=access.project.id if isinstance(access, Access) else None,
        group_id=access.group.id if isinstance(access, GroupAccess) else None,
        user_id=access.actor.user_id,
        token_id=access.actor.token_id,
        action=action.value,
        subject=subject,
        details=details,
        address=address,
        now=clock.now_ms(),
    )


def open_log(tx: Transaction, actor: Actor, reference: str) -> Standing:
    """Return the standing by which somebody reads the log of a project or group, of that id or path; "" is the server.

    Raise NotFound for a place that they do not see, PermissionDenied where they may not read the log.
    """
    now = clock.now_ms()
    access: Standing | None = ServerAccess(actor)
    permission = READ_AUDIT
    if reference:
        access, permission = enter(tx, actor, reference, now), READ_PROJECT_AUDIT
        if access is None:
            access, permission = enter_group(tx, actor, reference, now), READ_GROUP_AUDIT
    if access is None:
        raise NotFound(f"There is no project or group '{reference}'.")
    if not access.allows(permission):
        raise PermissionDenied(f"You may not {permission.name}: {permission.taken_by}.")
    return access


def page(
    tx: Transaction, access: Standing, wanted: Wanted, *, limit: int, offset: int = 0
) -> tuple[list[AuditEvent], int]:
    """Return some of the events of a project, of a group or of the whole server, the newest first, and how many."""
    return audit_events.page(tx, _of_place(access, wanted), limit, offset)


def behind(tx: Transaction, access: Standing, wanted: Wanted, after: int, limit: int) -> list[AuditEvent]:
    """Return the events of such a place behind the one with an id, the oldest first."""
    return audit_events.behind(tx, _of_place(access, wanted), after, limit)


def get(tx: Transaction, access: Standing, event_id: int) -> AuditEvent:
    """Return an event of a project, of a group or of the whole server."""
    found = audit_events.get(tx, _of_place(access, Wanted()), event_id)
    if found is None:
        raise NotFound(f"There is no audit event {event_id}.")
    return found


def _of_place(access: Standing, wanted: Wanted) -> Wanted:
    if isinstance(access, Access):
        return msgspec.structs.replace(wanted, project_id=access.project.id)
    if isinstance(access, GroupAccess):
        return msgspec.structs.replace(wanted, group_id=access.group.id)
    return wanted
