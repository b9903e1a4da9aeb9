"""Rows of registered models, their tags and aliases."""

from collections.abc import Iterable, Sequence

from modelstead.domain.model_version import ModelVersion, Stage
from modelstead.domain.registered_model import Alias, RegisteredModel, RegisteredModelRecord
from modelstead.store import model_versions, registry_tags
from modelstead.store.registry_tags import Tagged
from modelstead.store.transaction import Row, Transaction

_SELECT = (
    "SELECT r.id, r.iid, e.iid, r.name, r.is_prompt, r.description, u.username, r.created_at, r.updated_at, "
    "r.deleted_at FROM registered_models r LEFT JOIN experiments e ON e.id = r.experiment_id "
    "LEFT JOIN users u ON u.id = r.created_by"
)
_STAGES = " UNION ALL ".join(f"SELECT {stage.value} AS stage" for stage in Stage)


def insert(
    tx: Transaction, project_id: int, model: RegisteredModel, *, experiment_id: int | None, created_by: int | None
) -> int | None:
    """Store a model, whose `id` is not known yet, and return its row id; None when the name is taken."""
    row = tx.one(
        "INSERT INTO registered_models "
        "(project_id, experiment_id, iid, name, is_prompt, description, created_by, created_at, updated_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING id",
        (
            project_id,
            experiment_id,
            model.iid,
            model.name,
            int(model.is_prompt),
            model.description,
            created_by,
            model.created_at,
            model.updated_at,
        ),
    )
    return None if row is None else int(row[0])


def by_name(tx: Transaction, project_id: int, name: str) -> RegisteredModel | None:
    """Return the model of a name that is not in the trash."""
    row = tx.one(f"{_SELECT} WHERE r.project_id = ? AND r.name = ? AND r.deleted_at IS NULL", (project_id, name))
    return None if row is None else _model(row)


def by_iid(tx: Transaction, project_id: int, iid: int) -> RegisteredModel | None:
    """Return the model with a number of the project's, in the trash or not."""
    row = tx.one(f"{_SELECT} WHERE r.project_id = ? AND r.iid = ?", (project_id, iid))
    return None if row is None else _model(row)


def last_deleted(tx: Transaction, project_id: int, name: str) -> RegisteredModel | None:
    """Return the model of a name that went to the trash last."""
    row = tx.one(
        f"{_SELECT} WHERE r.project_id = ? AND r.name = ? AND r.deleted_at IS NOT NULL "
        "ORDER BY r.deleted_at DESC, r.id DESC LIMIT 1",
        (project_id, name),
    )
    return None if row is None else _model(row)


def of_experiment(tx: Transaction, experiment_id: int) -> RegisteredModel | None:
    """Return the model that an experiment belongs to, in the trash or not."""
    row = tx.one(f"{_SELECT} WHERE r.experiment_id = ?", (experiment_id,))
    return None if row is None else _model(row)


def records_by_rows(tx: Transaction, row_ids: Sequence[int]) -> list[RegisteredModelRecord]:
    """Return models with all that belongs to them, in the order of their row ids, in a fixed number of queries."""
    found = {row[0]: _model(row) for row in tx.all(f"{_SELECT} WHERE r.id = ANY(?)", (tx.array(row_ids),))}
    tags = registry_tags.of_owners(tx, Tagged.MODEL, row_ids)
    aliases = aliases_of_models(tx, row_ids)
    latest = latest_versions(tx, row_ids)
    return [
        RegisteredModelRecord(
            found[row_id],
            tuple(tags.get(row_id, ())),
            tuple(aliases.get(row_id, ())),
            tuple(latest.get(row_id, ())),
        )
        for row_id in row_ids
        if row_id in found
    ]


def latest_versions(tx: Transaction, row_ids: Sequence[int]) -> dict[int, list[ModelVersion]]:
    """Return each model's highest version of each stage, in the order of the stages."""
    rows = tx.all(
        "SELECT (SELECT v.id FROM model_versions v WHERE v.model_id = m.id AND v.stage = s.stage "
        f"AND v.deleted_at IS NULL ORDER BY {model_versions.HIGHEST_FIRST} LIMIT 1) "
        f"FROM registered_models m CROSS JOIN ({_STAGES}) s WHERE m.id = ANY(?)",
        (tx.array(row_ids),),
    )
    found: dict[int, list[ModelVersion]] = {}
    for version in model_versions.by_rows(tx, [row[0] for row in rows if row[0]]):
        found.setdefault(version.model_id, []).append(version)
    return {row_id: sorted(versions, key=_stage) for row_id, versions in found.items()}


def take_number(tx: Transaction, row_id: int, now: int) -> int | None:
    """Return a model's next sequence number; None when it is in the trash by now.

    Whoever else asks for a number of this model waits until this transaction ends.
    """
    row = tx.one(
        "UPDATE registered_models SET last_number = last_number + 1, updated_at = ? "
        "WHERE id = ? AND deleted_at IS NULL RETURNING last_number",
        (now, row_id),
    )
    return None if row is None else int(row[0])


def rename(tx: Transaction, row_id: int, name: str, now: int) -> None:
    tx.execute("UPDATE registered_models SET name = ?, updated_at = ? WHERE id = ?", (name, now, row_id))


def describe(tx: Transaction, row_id: int, description: str, now: int) -> None:
    tx.execute("UPDATE registered_models SET description = ?, updated_at = ? WHERE id = ?", (description, now, row_id))


def touch(tx: Transaction, row_id: int, now: int) -> None:
    """Note that something about a model has changed; whoever else changes the model waits for this transaction."""
    tx.execute("UPDATE registered_models SET updated_at = ? WHERE id = ?", (now, row_id))


def set_deleted(tx: Transaction, row_id: int, deleted_at: int | None, now: int) -> None:
    """Put a model in the trash, with its versions, or take it out with None."""
    tx.execute("UPDATE registered_models SET deleted_at = ?, updated_at = ? WHERE id = ?", (deleted_at, now, row_id))


def set_alias(tx: Transaction, row_id: int, alias: str, version_id: int) -> None:
    """Let an alias lead to a version, whichever it led to before."""
    tx.execute(
        "INSERT INTO model_aliases (model_id, alias, version_id) VALUES (?, ?, ?) "
        "ON CONFLICT (model_id, alias) DO UPDATE SET version_id = excluded.version_id",
        (row_id, alias, version_id),
    )


def delete_alias(tx: Transaction, row_id: int, alias: str) -> bool:
    """Remove an alias; False when there is none."""
    return tx.execute("DELETE FROM model_aliases WHERE model_id = ? AND alias = ?", (row_id, alias)) > 0


def aliases_of_models(tx: Transaction, row_ids: Iterable[int]) -> dict[int, list[Alias]]:
    """Return each model's aliases, by name."""
    found: dict[int, list[Alias]] = {}
    for row_id, alias, number in tx.all(
        "SELECT a.model_id, a.alias, v.number FROM model_aliases a JOIN model_versions v ON v.id = a.version_id "
        "WHERE a.model_id = ANY(?) ORDER BY a.model_id, a.alias",
        (tx.array(row_ids),),
    ):
        found.setdefault(row_id, []).append(Alias(alias, number))
    return found


def _stage(version: ModelVersion) -> Stage:
    return version.stage


def _model(row: Row) -> RegisteredModel:
    number, iid, experiment_iid, name, is_prompt, description, user, created_at, updated_at, deleted_at = row
    return RegisteredModel(
        number, iid, experiment_iid, name, bool(is_prompt), description, user or "", created_at, updated_at, deleted_at
    )
