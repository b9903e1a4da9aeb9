"""Rows of what runs read and made: datasets with their tags, logged models."""

from collections.abc import Iterable

from modelstead.domain.dataset import Dataset, DatasetInput, ModelDirection, ModelLink
from modelstead.domain.tag import Tag
from modelstead.store.transaction import Transaction


def ensure_dataset(tx: Transaction, experiment_id: int, dataset: Dataset) -> int:
    """Return the row id of an experiment's dataset, stored unless one of its name and digest is there."""
    key = (experiment_id, dataset.name, dataset.digest)
    row = tx.one("SELECT id FROM datasets WHERE experiment_id = ? AND name = ? AND digest = ?", key)
    if row is None:
        tx.execute(
            "INSERT INTO datasets (experiment_id, name, digest, source_type, source, schema, profile) "
            "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            (*key, dataset.source_type, dataset.source, dataset.schema, dataset.profile),
        )
        row = tx.one("SELECT id FROM datasets WHERE experiment_id = ? AND name = ? AND digest = ?", key)
    assert row is not None
    return int(row[0])


def link_dataset(tx: Transaction, run_id: int, dataset_id: int, tags: Iterable[Tag]) -> None:
    """Note that a run used a dataset; tags overwrite those of an earlier note."""
    tx.execute(
        "INSERT INTO run_datasets (run_id, dataset_id) VALUES (?, ?) ON CONFLICT DO NOTHING", (run_id, dataset_id)
    )
    tx.execute_many(
        "INSERT INTO run_dataset_tags (run_id, dataset_id, key, value) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (run_id, dataset_id, key) DO UPDATE SET value = excluded.value",
        [(run_id, dataset_id, tag.key, tag.value) for tag in tags],
    )


def link_models(tx: Transaction, run_id: int, direction: ModelDirection, links: Iterable[ModelLink]) -> None:
    tx.execute_many(
        "INSERT INTO run_models (run_id, direction, model_id, step) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (run_id, direction, model_id) DO UPDATE SET step = excluded.step",
        [(run_id, int(direction), link.model_id, link.step) for link in links],
    )


def datasets_of_runs(tx: Transaction, run_ids: Iterable[int]) -> dict[int, list[DatasetInput]]:
    """Return the datasets each run used, in the order they were first stored."""
    wanted = tx.array(run_ids)
    tags: dict[tuple[int, int], list[Tag]] = {}
    for run_id, dataset_id, key, value in tx.all(
        "SELECT run_id, dataset_id, key, value FROM run_dataset_tags WHERE run_id = ANY(?) "
        "ORDER BY run_id, dataset_id, key",
        (wanted,),
    ):
        tags.setdefault((run_id, dataset_id), []).append(Tag(key, value))
    found: dict[int, list[DatasetInput]] = {}
    for run_id, dataset_id, *columns in tx.all(
        "SELECT r.run_id, d.id, d.name, d.digest, d.source_type, d.source, d.schema, d.profile "
        "FROM run_datasets r JOIN datasets d ON d.id = r.dataset_id WHERE r.run_id = ANY(?) ORDER BY r.run_id, d.id",
        (wanted,),
    ):
        each = DatasetInput(Dataset(*columns), tuple(tags.get((run_id, dataset_id), ())))
        found.setdefault(run_id, []).append(each)
    return found


def models_of_runs(tx: Transaction, run_ids: Iterable[int]) -> dict[tuple[int, ModelDirection], list[ModelLink]]:
    """Return the logged models each run read and made, by step and id."""
    found: dict[tuple[int, ModelDirection], list[ModelLink]] = {}
    for run_id, direction, model_id, step in tx.all(
        "SELECT run_id, direction, model_id, step FROM run_models WHERE run_id = ANY(?) "
        "ORDER BY run_id, direction, step, model_id",
        (tx.array(run_ids),),
    ):
        found.setdefault((run_id, ModelDirection(direction)), []).append(ModelLink(model_id, step))
    return found
