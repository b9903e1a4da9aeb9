"""Load the data of the search cases into a database of ours."""

from collections.abc import Mapping
from typing import NamedTuple

from modelstead.domain.actor import Access
from modelstead.domain.dataset import Dataset, DatasetInput
from modelstead.domain.metric import MetricPoint
from modelstead.domain.param import Param
from modelstead.domain.run import RunStatus
from modelstead.domain.tag import Tag
from modelstead.services import experiments, inputs, runs
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from tests import factories
from tests.search import data


class Loaded(NamedTuple):
    """A database with the data, and who searches it."""

    database: Database
    access: Access


def load(tx: Transaction) -> Access:
    """Store everything in a new project and return a developer's standing in it."""
    access = factories.member(tx)
    for experiment in data.EXPERIMENTS:
        _add_experiment(tx, access, experiment)
    for run in data.RUNS:
        _add_run(tx, access, run)
    tx.execute_many(
        "UPDATE experiments SET created_at = ?, updated_at = ? WHERE iid = ? AND project_id = ?",
        [(each.created, each.updated, each.number, access.project.id) for each in data.EXPERIMENTS],
    )
    return access


def _add_experiment(tx: Transaction, access: Access, experiment: data.Experiment) -> None:
    number, tags = str(experiment.number), _tags(experiment.tags)
    if experiment.number:
        assert factories.experiment(tx, access, experiment.name, *tags) == number
    else:
        for tag in tags:
            experiments.set_tag(tx, access, number, tag)
    if experiment.deleted:
        experiments.delete(tx, access, number)


def _add_run(tx: Transaction, access: Access, run: data.Run) -> None:
    made = runs.create(
        tx,
        access,
        str(run.experiment),
        name=run.name,
        user_id=run.user,
        start_time=run.start,
        tags=_tags({**run.tags, **data.JOBS.get(run.number, {})}),
    )
    tx.execute("UPDATE runs SET run_id = ? WHERE run_id = ?", (run.run_id, made.run.run_id))
    for wave in run.waves():
        points = [MetricPoint(key, point.value, point.timestamp, point.step) for key, point in wave.items()]
        factories.log_one(tx, factories.batch(access, run.run_id, metrics=points).check())
    params = [Param(key, value) for key, value in run.params.items()]
    factories.log_one(tx, factories.batch(access, run.run_id, params=params).check())
    inputs.log(tx, access, run.run_id, [_dataset_input(each) for each in run.datasets], [])
    runs.update(tx, access, run.run_id, status=RunStatus[run.status], end_time=run.end, name="")
    if run.deleted:
        runs.delete(tx, access, run.run_id)


def _tags(tags: Mapping[str, str]) -> list[Tag]:
    return [Tag(key, value) for key, value in tags.items()]


def _dataset_input(used: data.Dataset) -> DatasetInput:
    context = () if used.context is None else (Tag("mlflow.data.context", used.context),)
    return DatasetInput(Dataset(used.name, used.digest, "local", "{}"), context)
