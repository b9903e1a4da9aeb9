"""What one run read and made, as its page shows it: datasets with the beginning of their schema, logged models."""

from typing import NamedTuple

from modelstead.domain.dataset import ModelDirection
from modelstead.store.transaction import Transaction

_MODEL = "l.model_id, l.name, l.model_type, l.status, l.created_at"


class DatasetRow(NamedTuple):
    """A dataset of a run; `context` says what it was read for, `schema` is None where it is too long to be shown."""

    name: str
    digest: str
    source_type: str
    context: str
    schema: str | None


class ModelRow(NamedTuple):
    """A logged model that a run read or made."""

    model_id: str
    name: str
    model_type: str | None
    status: int
    created_at: int
    is_input: bool


def datasets(tx: Transaction, run_id: int, *, schema_length: int, limit: int) -> list[DatasetRow]:
    """Return the datasets that a run used, in the order they were first stored."""
    rows = tx.all(
        "SELECT d.name, d.digest, d.source_type, COALESCE(t.value, ''), "
        "CASE WHEN length(d.schema) <= ? THEN d.schema END FROM run_datasets r JOIN datasets d ON d.id = r.dataset_id "
        "LEFT JOIN run_dataset_tags t ON t.run_id = r.run_id AND t.dataset_id = d.id AND t.key = 'mlflow.data.context' "
        "WHERE r.run_id = ? ORDER BY d.id LIMIT ?",
        (schema_length, run_id, limit),
    )
    return [DatasetRow(*row) for row in rows]


def models(
    tx: Transaction, project_id: int, experiment_iid: int, run_row: int, run_id: str, limit: int
) -> list[ModelRow]:
    """Return the logged models that a run made, or says it did, and those that it read; the first made come first."""
    rows = tx.all(
        f"SELECT {_MODEL}, 0 FROM experiments e CROSS JOIN logged_models l WHERE e.project_id = ? AND e.iid = ? "
        "AND l.experiment_id = e.id AND l.source_run_id = ? AND l.deleted_at IS NULL "
        f"UNION SELECT {_MODEL}, CASE WHEN r.direction = {int(ModelDirection.INPUT)} THEN 1 ELSE 0 END "
        "FROM run_models r CROSS JOIN logged_models l "
        "WHERE r.run_id = ? AND l.model_id = r.model_id AND l.project_id = ? AND l.deleted_at IS NULL "
        "ORDER BY 6, 5, 1 LIMIT ?",
        (project_id, experiment_iid, run_id, run_row, project_id, limit),
    )
    return [ModelRow(row[0], row[1], row[2], row[3], row[4], is_input=bool(row[5])) for row in rows]
