"""What tests of purging share: everything that a run can have, things put in the trash long ago, and what is stored."""

import hashlib

from modelstead.domain.actor import Access
from modelstead.domain.artifact import Address
from modelstead.domain.dataset import Dataset, DatasetInput, ModelLink
from modelstead.domain.logged_model import ModelPoint
from modelstead.domain.metric import MetricPoint
from modelstead.domain.param import Param
from modelstead.domain.star import Starred
from modelstead.domain.tag import Tag
from modelstead.services import artifacts, inputs, logged_models
from modelstead.store import stars
from modelstead.store.blobs.blobs import Stored
from modelstead.store.transaction import Row, Transaction
from tests import factories

DAY_MS = 86_400_000
NOUNS = ("experiments", "runs", "logged_models", "registered_models", "model_versions")
OWNED = (
    "experiment_tags",
    "run_keys",
    "saved_views",
    "stars",
    "datasets",
    "params",
    "run_tags",
    "metric_points",
    "latest_metrics",
    "run_datasets",
    "run_dataset_tags",
    "run_models",
    "logged_model_params",
    "logged_model_tags",
    "logged_model_metrics",
    "registered_model_tags",
    "model_version_tags",
    "model_aliases",
    "artifacts",
)


def put_file(tx: Transaction, access: Access, address: Address, content: bytes) -> str:
    """Note a file without storing its bytes; return its blob's name."""
    name = f"{address.kind.name}-{address.owner}-{address.path}"
    artifacts.put(tx, access, address, Stored(len(content), hashlib.sha256(content).digest()), name)
    return name


def full_model(tx: Transaction, access: Access, experiment_id: str = "0", name: str = "forest") -> str:
    """Create a logged model that has one of everything."""
    params, tags = (Param("depth", "3"),), (Tag("stage", "test"),)
    made = logged_models.create(tx, access, experiment_id, name=name, params=params, tags=tags).model.model_id
    put_file(tx, access, Address.of_logged_model(made, "model/weights"), b"weights of " + made.encode())
    return made


def star(tx: Transaction, access: Access, noun: Starred, table: str, run_id: str) -> None:
    """Give a run or an experiment a star of the caller."""
    column = {"runs": "run_id", "experiments": "name"}[table]
    row = tx.one(f"SELECT id FROM {table} WHERE {column} = ? AND project_id = ?", (run_id, access.project.id))
    assert row is not None
    assert access.actor.user_id is not None
    stars.put(tx, access.actor.user_id, noun, [row[0]], 1)


def full_run(tx: Transaction, access: Access, experiment_id: str = "0", *, model: str = "", shared: bytes = b"") -> str:
    """Create a run that has one of everything; `model` is one that it logs metrics for."""
    made = factories.run_id(tx, access, experiment_id)
    points = (MetricPoint("loss", 0.5, 1, 0), MetricPoint("loss", float("nan"), 2, 1))
    measured = (ModelPoint("loss", 0.5, 1, 0, model, "", ""),) if model else ()
    batch = factories.batch(
        access,
        made,
        metrics=points,
        params=(Param("depth", "3"),),
        tags=(Tag("kind", "test"),),
        model_points=measured,
    )
    factories.log_one(tx, batch)
    dataset = DatasetInput(Dataset("iris", "123", "local", "here", None, None), (Tag("context", "train"),))
    inputs.log(tx, access, made, (dataset,), (ModelLink("m-1", 0),))
    star(tx, access, Starred.RUN, "runs", made)
    put_file(tx, access, Address.of_run(made, "own"), b"own of " + made.encode())
    put_file(tx, access, Address.of_run(made, "folder/shared"), shared or b"shared of " + made.encode())
    return made


def age(tx: Transaction, days: float) -> None:
    """Let everything that is in the trash have been put there so many days earlier."""
    for table in NOUNS:
        tx.execute(f"UPDATE {table} SET deleted_at = deleted_at - ?", (int(days * DAY_MS),))


def everything(tx: Transaction) -> dict[str, list[Row]]:
    """Return all rows of all tables that a purge is about."""
    return {table: sorted(tx.all(f"SELECT * FROM {table}"), key=repr) for table in (*NOUNS, *OWNED, "blobs")}


def left(tx: Transaction) -> dict[str, int]:
    """Return how many rows each table has, but those that have none."""
    counts = {table: tx.one(f"SELECT COUNT(*) FROM {table}") for table in (*NOUNS, *OWNED)}
    return {table: row[0] for table, row in counts.items() if row is not None and row[0]}
