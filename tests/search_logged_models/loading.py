"""Load the data of the cases into a database of ours."""

from typing import NamedTuple

from modelstead.domain.actor import Access
from modelstead.domain.logged_model import ModelPoint
from modelstead.domain.param import Param
from modelstead.domain.tag import Tag
from modelstead.services import logged_models
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from tests import factories
from tests.search_logged_models import data


class Loaded(NamedTuple):
    """A database with the data, and who searches it."""

    database: Database
    access: Access


def load(tx: Transaction) -> Access:
    """Store everything in a new project and return a developer's standing in it."""
    access = factories.member(tx)
    for number, name in enumerate(data.EXPERIMENTS[1:], 1):
        assert factories.experiment(tx, access, name) == str(number)
    for model in data.MODELS:
        _add(tx, access, model)
    return access


def _add(tx: Transaction, access: Access, model: data.Model) -> None:
    made = logged_models.create(
        tx,
        access,
        str(model.experiment),
        name=model.name,
        model_type=model.model_type or "",
        source_run_id=model.source_run_id or "",
        params=[Param(*pair) for pair in model.params.items()],
        tags=[Tag(*pair) for pair in model.tags.items()],
    )
    tx.execute("UPDATE logged_models SET model_id = ? WHERE id = ?", (model.model_id, made.model.id))
    run_id = factories.run_id(tx, access, str(model.experiment))
    points = [
        ModelPoint(key, point.value, point.timestamp, point.step, model.model_id, *(point.dataset or ()))
        for key, held in model.metrics.items()
        for point in held
    ]
    factories.log_one(tx, factories.batch(access, run_id, metrics=points, model_points=points).check())
    if model.deleted:
        logged_models.delete(tx, access, model.model_id)
    times = (model.created, model.updated, made.model.id)
    tx.execute("UPDATE logged_models SET created_at = ?, updated_at = ? WHERE id = ?", times)
