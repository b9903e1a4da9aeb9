"""Requests and answers about audit events; field names are GitLab's."""

from enum import Enum

import msgspec

from modelstead.domain.audit_event import AuditEvent
from modelstead.rest_api.listing import Paged
from modelstead.rest_api.messages.namespaces import Id
from modelstead.rest_api.messages.times import moment, time_text
from modelstead.store.audit_events import Wanted


class EntityType(Enum):
    """What an event was done in."""

    PROJECT = "Project"
    GROUP = "Group"
    USER = "User"


class ListAuditEvents(Paged, frozen=True, kw_only=True):
    """GET audit_events: `action` is ours, the name of what was done."""

    created_after: str | None = None
    created_before: str | None = None
    author_id: Id | None = None
    action: str | None = None

    @property
    def wanted(self) -> Wanted:
        return Wanted(
            user_id=self.author_id,
            action=self.action,
            since=moment(self.created_after, "created_after"),
            until=moment(self.created_before, "created_before"),
        )


class ListServerAuditEvents(ListAuditEvents, frozen=True, kw_only=True):
    """GET audit_events of the whole server, or of one project or group, which `entity_type` and `entity_id` name."""

    entity_type: EntityType | None = None
    entity_id: Id | None = None

    @property
    def wanted(self) -> Wanted:
        named = {EntityType.PROJECT: "project_id", EntityType.GROUP: "group_id", EntityType.USER: "user_id"}
        if self.entity_type is None or self.entity_id is None:
            return super().wanted
        return msgspec.structs.replace(super().wanted, **{named[self.entity_type]: self.entity_id})


class OneAuditEvent(msgspec.Struct, frozen=True):
    """An audit event by its id."""

    event_id: Id


class AuditEventInfo(msgspec.Struct, frozen=True):
    """An audit event in an answer."""

    id: int
    author_id: int | None
    entity_id: int | None
    entity_type: EntityType
    event_name: str
    details: dict[str, object]
    created_at: str


def audit_event_info(event: AuditEvent) -> AuditEventInfo:
    """Return an event as GitLab shows it; what was done on the server itself is its author's."""
    entity_type, entity_id = EntityType.USER, event.user_id
    if event.project_id is not None:
        entity_type, entity_id = EntityType.PROJECT, event.project_id
    elif event.group_id is not None:
        entity_type, entity_id = EntityType.GROUP, event.group_id
    details: dict[str, object] = {
        "author_name": event.name,
        "author_username": event.username,
        "token_id": event.token_id,
        "target_details": event.subject,
        "ip_address": event.address or None,
        "entity_path": event.place,
        **event.details,
    }
    return AuditEventInfo(
        event.id, event.user_id, entity_id, entity_type, event.action, details, time_text(event.created_at)
    )
