"""Changes of many runs at once: each is one statement, however many runs it is about."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from modelstead.store.transaction import Transaction


class Chosen(NamedTuple):
    """As much of a run as a change of many has to know; `has_version` says that a model version promotes it."""

    id: int
    iid: int
    run_id: str
    experiment_id: int
    deleted_at: int | None
    is_of_version: bool
    has_version: bool


def chosen(tx: Transaction, project_id: int, iids: Iterable[int]) -> list[Chosen]:
    """Return runs by their numbers in a project, in the order of those."""
    found = tx.all(
        "SELECT r.id, r.iid, r.run_id, r.experiment_id, r.deleted_at, r.version_id, "
        "CASE WHEN EXISTS (SELECT 1 FROM model_versions v WHERE v.run_id = r.id) THEN 1 ELSE 0 END "
        "FROM runs r WHERE r.project_id = ? AND r.iid = ANY(?) ORDER BY r.iid",
        (project_id, tx.array(sorted(set(iids)))),
    )
    return [
        Chosen(row_id, iid, run_id, experiment_id, deleted_at, version_id is not None, bool(has_version))
        for row_id, iid, run_id, experiment_id, deleted_at, version_id, has_version in found
    ]


def set_deleted(tx: Transaction, row_ids: Sequence[int], deleted_at: int | None) -> None:
    """Put runs in the trash, or take them out with None."""
    tx.execute(
        "UPDATE runs SET deleted_at = ?, deleted_with_experiment = 0 WHERE id = ANY(?)", (deleted_at, tx.array(row_ids))
    )


def delete_tag(tx: Transaction, row_ids: Sequence[int], key: str, kind: int) -> int:
    """Remove a tag of runs; return how many had it."""
    return tx.execute(
        "DELETE FROM run_tags WHERE run_id = ANY(?) AND key_id IN (SELECT k.id FROM run_keys k "
        "WHERE k.key = ? AND k.kind = ? AND k.experiment_id IN (SELECT experiment_id FROM runs WHERE id = ANY(?)))",
        (tx.array(row_ids), key, kind, tx.array(row_ids)),
    )
