"""Aliases of model versions: set, move, delete, follow."""

from modelstead import clock
from modelstead.domain.actor import Access
from modelstead.domain.alias import check_alias
from modelstead.domain.model_version import ModelVersion
from modelstead.services import registered_models, version_references, webhook_events
from modelstead.store import registered_models as rows
from modelstead.store.transaction import Transaction


def put(tx: Transaction, access: Access, name: str, alias: str, version: str) -> None:
    """Let an alias lead to a version of a model, whichever it led to before."""
    check_alias(alias)
    model = registered_models.find(tx, access, name)
    rows.touch(tx, model.id, clock.now_ms())
    found = version_references.find(tx, model, version)
    rows.set_alias(tx, model.id, alias, found.id)
    webhook_events.alias_set(tx, access, model, found, alias)


def delete(tx: Transaction, access: Access, name: str, alias: str) -> None:
    """Remove an alias; what is not there stays so, as on MLflow's own server."""
    model = registered_models.find(tx, access, name)
    if rows.delete_alias(tx, model.id, alias):
        webhook_events.alias_deleted(tx, access, model, alias)


def follow(tx: Transaction, access: Access, name: str, alias: str) -> ModelVersion:
    """Return the version that an alias leads to; semantic versions and ranges are aliases that cannot be moved."""
    return version_references.find_by_alias(tx, registered_models.find(tx, access, name), alias)
