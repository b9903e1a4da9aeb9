"""GitLab's calls about audit events: of a project, of a group, of the whole server."""

from modelstead.domain.actor import Access, GroupAccess, Standing
from modelstead.rest_api.listing import Listing
from modelstead.rest_api.messages.audit_events import (
    AuditEventInfo,
    ListAuditEvents,
    OneAuditEvent,
    audit_event_info,
)
from modelstead.services import audit
from modelstead.store.transaction import Transaction


def listing(tx: Transaction, access: Standing, request: ListAuditEvents) -> Listing:
    found, total = audit.page(tx, access, request.wanted, limit=request.limit, offset=request.offset)
    return Listing([audit_event_info(each) for each in found], total, request, f"/api/v4/{_place(access)}audit_events")


def get(tx: Transaction, access: Standing, request: OneAuditEvent) -> AuditEventInfo:
    return audit_event_info(audit.get(tx, access, request.event_id))


def _place(access: Standing) -> str:
    if isinstance(access, Access):
        return f"projects/{access.project.id}/"
    return f"groups/{access.group.id}/" if isinstance(access, GroupAccess) else ""
