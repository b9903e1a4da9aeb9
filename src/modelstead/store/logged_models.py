"""Rows of logged models, their tags and params."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from modelstead.domain.logged_model import LoggedModel, LoggedModelStatus
from modelstead.domain.param import Param
from modelstead.domain.tag import Tag
from modelstead.store.runs import RunKey
from modelstead.store.transaction import Row, Transaction

_SELECT = (
    "SELECT r.id, r.model_id, e.iid, r.name, r.model_type, r.source_run_id, r.status, r.status_message, r.created_at, "
    "r.updated_at, r.deleted_at FROM logged_models r JOIN experiments e ON e.id = r.experiment_id"
)


class ModelKey(NamedTuple):
    """As much of a model as logging a metric for it needs."""

    id: int
    project_id: int
    is_deleted: bool


def insert(tx: Transaction, project_id: int, experiment_id: int, model: LoggedModel, *, created_by: int | None) -> int:
    """Store a model, whose `id` is not known yet, and return its row id."""
    row = tx.one(
        "INSERT INTO logged_models (project_id, experiment_id, model_id, name, model_type, source_run_id, created_by, "
        "status, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
        (
            project_id,
            experiment_id,
            model.model_id,
            model.name,
            model.model_type,
            model.source_run_id,
            created_by,
            int(model.status),
            model.created_at,
            model.updated_at,
        ),
    )
    assert row is not None
    return int(row[0])


def get(tx: Transaction, project_id: int, model_id: str) -> LoggedModel | None:
    row = tx.one(f"{_SELECT} WHERE r.model_id = ? AND r.project_id = ?", (model_id, project_id))
    return None if row is None else _model(row)


def keys(tx: Transaction, model_ids: Iterable[str]) -> dict[str, ModelKey]:
    """Return what is known of these models, in whichever project they are."""
    rows = tx.all(
        "SELECT model_id, id, project_id, deleted_at IS NOT NULL FROM logged_models WHERE model_id = ANY(?)",
        (tx.array(model_ids),),
    )
    return {row[0]: ModelKey(*row[1:]) for row in rows}


def by_rows(tx: Transaction, row_ids: Sequence[int]) -> list[LoggedModel]:
    """Return models in the order of their row ids."""
    found = {row[0]: _model(row) for row in tx.all(f"{_SELECT} WHERE r.id = ANY(?)", (tx.array(row_ids),))}
    return [found[row_id] for row_id in row_ids if row_id in found]


def newest_of_run(tx: Transaction, run: RunKey, run_id: str, name: str) -> LoggedModel | None:
    """Return the last created model of a name that a run says is its own, and that is not in the trash."""
    row = tx.one(
        f"{_SELECT} WHERE r.experiment_id = ? AND r.source_run_id = ? AND r.name = ? AND r.deleted_at IS NULL "
        "ORDER BY r.created_at DESC, r.model_id LIMIT 1",
        (run.experiment_id, run_id, name),
    )
    return None if row is None else _model(row)


def set_status(tx: Transaction, row_id: int, status: LoggedModelStatus, now: int) -> None:
    tx.execute("UPDATE logged_models SET status = ?, updated_at = ? WHERE id = ?", (int(status), now, row_id))


def set_deleted(tx: Transaction, row_id: int, deleted_at: int | None, now: int) -> None:
    """Put a model in the trash, or take it out with None."""
    tx.execute("UPDATE logged_models SET deleted_at = ?, updated_at = ? WHERE id = ?", (deleted_at, now, row_id))


def set_tags(tx: Transaction, row_id: int, tags: Mapping[str, str]) -> None:
    """Set tags of a model, over what was there."""
    tx.execute_many(
        "INSERT INTO logged_model_tags (model_id, key, value) VALUES (?, ?, ?) "
        "ON CONFLICT (model_id, key) DO UPDATE SET value = excluded.value",
        [(row_id, key, tags[key]) for key in sorted(tags)],  # in an order in which writers never deadlock
    )


def delete_tag(tx: Transaction, row_id: int, key: str) -> bool:
    """Remove a tag; False when there is none."""
    return tx.execute("DELETE FROM logged_model_tags WHERE model_id = ? AND key = ?", (row_id, key)) > 0


def insert_params(tx: Transaction, row_id: int, params: Iterable[Param]) -> int:
    """Store params and return how many were new; what is there stays."""
    return tx.execute_many(
        "INSERT INTO logged_model_params (model_id, key, value) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        sorted((row_id, param.key, param.value) for param in params),
    )


def logged_params(tx: Transaction, row_id: int, wanted: Iterable[str]) -> dict[str, str]:
    """Return the values of those of the keys that a model has."""
    return dict(
        tx.all(
            "SELECT key, value FROM logged_model_params WHERE model_id = ? AND key = ANY(?)",
            (row_id, tx.array(wanted)),
        )
    )


def tags_of_models(tx: Transaction, row_ids: Iterable[int]) -> dict[int, list[Tag]]:
    """Return each model's tags, by key."""
    return {row_id: [Tag(*pair) for pair in pairs] for row_id, pairs in _pairs(tx, "tags", row_ids).items()}


def params_of_models(tx: Transaction, row_ids: Iterable[int]) -> dict[int, list[Param]]:
    """Return each model's params, by key."""
    return {row_id: [Param(*pair) for pair in pairs] for row_id, pairs in _pairs(tx, "params", row_ids).items()}


def _pairs(tx: Transaction, noun: str, row_ids: Iterable[int]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {}
    for row_id, *pair in tx.all(
        f"SELECT model_id, key, value FROM logged_model_{noun} WHERE model_id = ANY(?) ORDER BY model_id, key",
        (tx.array(row_ids),),
    ):
        found.setdefault(row_id, []).append(tuple(pair))
    return found


def _model(row: Row) -> LoggedModel:
    number, model_id, iid, name, model_type, source, status, message, created_at, updated_at, deleted_at = row
    return LoggedModel(
        number,
        model_id,
        iid,
        name,
        model_type,
        source,
        LoggedModelStatus(status),
        message,
        created_at,
        updated_at,
        deleted_at,
    )
