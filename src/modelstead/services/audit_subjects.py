"""The models and versions that audit events were about and that are still there."""

from collections.abc import Sequence
from typing import NamedTuple

from modelstead.domain.actor import Access, Standing
from modelstead.domain.audit_event import AuditEvent
from modelstead.store import audit_subjects
from modelstead.store.transaction import Transaction


class Subject(NamedTuple):
    """A model, or a version of it, by their numbers in the project."""

    model: int
    version: int | None = None


def find(tx: Transaction, access: Standing, events: Sequence[AuditEvent]) -> dict[int, Subject]:
    """Return what events of a project were about and is still there, by the events' ids; of other places nothing."""
    if not isinstance(access, Access):
        return {}
    project_id = access.project.id
    names = {event.id: event.subject for event in events if event.action.startswith("registered_model.")}
    labels = {event.id: _label(event) for event in events if event.action.startswith("model_version.")}
    models = audit_subjects.models(tx, project_id, names.values()) if names else {}
    versions = audit_subjects.versions(tx, project_id, *zip(*labels.values(), strict=True)) if labels else {}
    found = {event_id: Subject(models[name]) for event_id, name in names.items() if name in models}
    return found | {event_id: Subject(*versions[label]) for event_id, label in labels.items() if label in versions}


def _label(event: AuditEvent) -> tuple[str, str]:
    name, _, semantic = event.subject.rpartition(" ")  # as ModelVersion.label has it
    return name, semantic
