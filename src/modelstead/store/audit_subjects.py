"""What audit events were about and is still there, so that pages lead to it."""

from collections.abc import Iterable

from modelstead.store.transaction import Transaction


def models(tx: Transaction, project_id: int, names: Iterable[str]) -> dict[str, int]:
    """Return the numbers of models that have these names now."""
    return dict(
        tx.all(
            "SELECT name, iid FROM registered_models WHERE project_id = ? AND name = ANY(?) AND deleted_at IS NULL",
            (project_id, tx.array(names)),
        )
    )


def versions(
    tx: Transaction, project_id: int, names: Iterable[str], semantic: Iterable[str]
) -> dict[tuple[str, str], tuple[int, int]]:
    """Return the numbers of the models and versions that have one of these names and semantic versions now."""
    rows = tx.all(
        "SELECT m.name, v.semantic_version, m.iid, v.iid FROM registered_models m "
        "JOIN model_versions v ON v.model_id = m.id AND v.deleted_at IS NULL AND v.semantic_version = ANY(?) "
        "WHERE m.project_id = ? AND m.name = ANY(?) AND m.deleted_at IS NULL",
        (tx.array(semantic), project_id, tx.array(names)),
    )
    return {(name, version): (model, iid) for name, version, model, iid in rows}
