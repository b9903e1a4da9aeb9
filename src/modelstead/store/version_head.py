"""What a version's pages say about its place: its model, its run, its neighbours, and the aliases of the model."""

from collections.abc import Iterable
from typing import NamedTuple

from modelstead.store.transaction import Row, Transaction

_LIVING = "v.deleted_at IS NULL AND m.deleted_at IS NULL"
_LINK = (
    "SELECT m.iid, v.iid, m.name, v.semantic_version, v.number, v.created_at FROM model_versions v "
    "JOIN registered_models m ON m.id = v.model_id"
)


class VersionPlace(NamedTuple):
    """A version's row, its model, and its run, which is its own unless it was promoted from it."""

    id: int
    precedence: str
    model_id: int
    model_iid: int
    model_deleted_at: int | None
    experiment_iid: int | None
    run_row: int | None
    run_iid: int | None
    run_name: str | None
    run_deleted_at: int | None
    is_own_run: bool


class LinkRow(NamedTuple):
    """As much of a version as a link to it shows."""

    model_iid: int
    iid: int
    name: str
    semantic_version: str
    number: int
    created_at: int


class ModelRow(NamedTuple):
    """A model to choose."""

    iid: int
    name: str


class AliasRow(NamedTuple):
    """An alias of a model, and the version that it leads to."""

    alias: str
    iid: int
    semantic_version: str


def place(tx: Transaction, project_id: int, model_iid: int, iid: int) -> VersionPlace | None:
    """Return where a version is, in use or in the trash; None where it is not, or is being purged."""
    row = tx.one(
        "SELECT v.id, v.precedence, m.id, m.iid, m.deleted_at, e.iid, r.id, r.iid, r.name, r.deleted_at, "
        "r.version_id = v.id FROM model_versions v JOIN registered_models m ON m.id = v.model_id "
        "LEFT JOIN experiments e ON e.id = m.experiment_id LEFT JOIN runs r ON r.id = v.run_id "
        "WHERE v.project_id = ? AND v.iid = ? AND m.iid = ? AND (v.deleted_at IS NULL OR v.deleted_at <> 0) "
        "AND (m.deleted_at IS NULL OR m.deleted_at <> 0)",
        (project_id, iid, model_iid),
    )
    return None if row is None else VersionPlace._make((*row[:10], bool(row[10])))


def before(tx: Transaction, model_id: int, precedence: str, number: int) -> LinkRow | None:
    """Return the version in use that comes right before such a one, in the order of semantic versions."""
    return _one(
        tx.one(
            f"{_LINK} WHERE v.model_id = ? AND {_LIVING} AND v.precedence <= ? AND (v.precedence < ? OR v.number < ?) "
            "ORDER BY v.precedence DESC, v.number DESC LIMIT 1",
            (model_id, precedence, precedence, number),
        )
    )


def after(tx: Transaction, model_id: int, precedence: str, number: int) -> LinkRow | None:
    """Return the version in use that comes right after such a one."""
    return _one(
        tx.one(
            f"{_LINK} WHERE v.model_id = ? AND {_LIVING} AND v.precedence >= ? AND (v.precedence > ? OR v.number > ?) "
            "ORDER BY v.precedence, v.number LIMIT 1",
            (model_id, precedence, precedence, number),
        )
    )


def highest(tx: Transaction, model_id: int, limit: int) -> list[LinkRow]:
    """Return the highest versions of a model that are in use."""
    rows = tx.all(
        f"{_LINK} WHERE v.model_id = ? AND {_LIVING} ORDER BY v.precedence DESC, v.number DESC LIMIT ?",
        (model_id, limit),
    )
    return [LinkRow(*row) for row in rows]


def of_run(tx: Transaction, run_row: int, limit: int) -> list[LinkRow]:
    """Return the versions in use of a run, the newest first."""
    rows = tx.all(f"{_LINK} WHERE v.run_id = ? AND {_LIVING} ORDER BY v.id DESC LIMIT ?", (run_row, limit))
    return [LinkRow(*row) for row in rows]


def aliases(tx: Transaction, model_id: int) -> list[AliasRow]:
    """Return the aliases of a model by name."""
    rows = tx.all(
        "SELECT a.alias, v.iid, v.semantic_version FROM model_aliases a JOIN model_versions v ON v.id = a.version_id "
        "WHERE a.model_id = ? ORDER BY a.alias",
        (model_id,),
    )
    return [AliasRow(*row) for row in rows]


def rows_of(tx: Transaction, project_id: int, model_iid: int, iids: Iterable[int]) -> dict[int, tuple[int, int | None]]:
    """Return the row of each of some versions of a model that are in use, by number, with its run's number."""
    rows = tx.all(
        "SELECT v.iid, v.id, r.iid FROM model_versions v JOIN registered_models m ON m.id = v.model_id "
        f"LEFT JOIN runs r ON r.id = v.run_id WHERE v.project_id = ? AND m.iid = ? AND v.iid = ANY(?) AND {_LIVING}",
        (project_id, model_iid, tx.array(iids)),
    )
    return {iid: (row_id, run_iid) for iid, row_id, run_iid in rows}


def models(tx: Transaction, project_id: int, limit: int) -> list[ModelRow]:
    """Return the models of a project that are in use, but for prompts, the last changed first."""
    rows = tx.all(
        "SELECT iid, name FROM registered_models WHERE project_id = ? AND deleted_at IS NULL AND is_prompt = 0 "
        "ORDER BY updated_at DESC, id DESC LIMIT ?",
        (project_id, limit),
    )
    return [ModelRow(*row) for row in rows]


def promoted_last(tx: Transaction, project_id: int, experiment_iid: int) -> int | None:
    """Return the number of the model that a run of an experiment was promoted to last."""
    row = tx.one(
        "SELECT m.iid FROM model_versions v JOIN registered_models m ON m.id = v.model_id "
        "JOIN runs r ON r.id = v.run_id JOIN experiments e ON e.id = r.experiment_id "
        f"WHERE e.project_id = ? AND e.iid = ? AND r.version_id IS NULL AND {_LIVING} ORDER BY v.id DESC LIMIT 1",
        (project_id, experiment_iid),
    )
    return None if row is None else int(row[0])


def model_iid(tx: Transaction, model_id: int) -> int:
    """Return the number of a model in its project, by its row."""
    row = tx.one("SELECT iid FROM registered_models WHERE id = ?", (model_id,))
    assert row is not None
    return int(row[0])


def _one(row: Row | None) -> LinkRow | None:
    return None if row is None else LinkRow(*row)
