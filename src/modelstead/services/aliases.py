"""Aliases of model versions: set, move, delete, follow."""

from modelstead import clock
from modelstead.domain.actor import Access
from modelstead.domain.alias import check_alias
from modelstead.domain.audit_event import Action
from modelstead.domain.model_version import ModelVersion
from modelstead.services import audit, registered_models, version_references, webhook_events
from modelstead.store import model_versions
from modelstead.store import registered_models as rows
from modelstead.store.transaction import Transaction


def put(tx: Transaction, access: Access, name: str, alias: str, version: str) -> str:
    """Let an alias lead to a version of a model; return the semantic version that it led to before, "" for none."""
    check_alias(alias)
    model = registered_models.find(tx, access, name)
    rows.touch(tx, model.id, clock.now_ms())
    found = version_references.find(tx, model, version)
    before = model_versions.by_alias(tx, model.id, alias)
    rows.set_alias(tx, model.id, alias, found.id)
    moved = {} if before is None else {"moved_from": before.semantic_version}
    audit.record(tx, access, Action.SET_ALIAS, found.label, alias=alias, **moved)
    webhook_events.alias_set(tx, access, model, found, alias)
    return "" if before is None else before.semantic_version


def delete(tx: Transaction, access: Access, name: str, alias: str) -> None:
    """Remove an alias; what is not there stays so, as on MLflow's own server."""
    model = registered_models.find(tx, access, name)
    before = model_versions.by_alias(tx, model.id, alias)
    if rows.delete_alias(tx, model.id, alias):
        audit.record(tx, access, Action.DELETE_ALIAS, name if before is None else before.label, alias=alias)
        webhook_events.alias_deleted(tx, access, model, alias)


def follow(tx: Transaction, access: Access, name: str, alias: str) -> ModelVersion:
    """Return the version that an alias leads to; semantic versions and ranges are aliases that cannot be moved."""
    return version_references.find_by_alias(tx, registered_models.find(tx, access, name), alias)
