"""Write expected.json anew: what MLflow's own SQL store finds in each case.

Run it with the Python of an installation of the full `mlflow` package: `python tests/search/regenerate.py`.
"""

import contextlib
import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any
from unittest import mock

import mlflow
from mlflow.entities import Dataset, DatasetInput, ExperimentTag, InputTag, Metric, Param, RunStatus, RunTag, ViewType
from mlflow.exceptions import MlflowException
from mlflow.store.tracking.dbmodels.models import SqlExperiment, SqlRun
from mlflow.store.tracking.sqlalchemy_store import SqlAlchemyStore
from sqlalchemy import update

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.search import cases, data

EXPECTED = Path(__file__).with_name("expected.json")
MAX_RESULTS = 1_000  # more than there are


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = SqlAlchemyStore(f"sqlite:///{folder}/mlflow.db", folder)
        for experiment in data.EXPERIMENTS:
            add_experiment(store, experiment)
        for run in data.RUNS:
            add_run(store, run)
        with store.ManagedSessionMaker(read_only=False) as session:
            for experiment in data.EXPERIMENTS:
                where = SqlExperiment.experiment_id == experiment.number
                times = {"creation_time": experiment.created, "last_update_time": experiment.updated}
                session.execute(update(SqlExperiment).where(where).values(times))
        runs = {case.id: outcome(partial(search_runs, store, case)) for case in cases.RUNS}
        experiments = {case.id: outcome(partial(search_experiments, store, case)) for case in cases.EXPERIMENTS}
    EXPECTED.write_text(document({"runs": runs, "experiments": experiments}), encoding="utf-8")


def add_experiment(store: Any, experiment: data.Experiment) -> None:
    tags = [ExperimentTag(key, value) for key, value in experiment.tags.items()]
    number = str(experiment.number)
    if experiment.number:
        assert store.create_experiment(experiment.name, tags=tags) == number
    else:
        for tag in tags:
            store.set_experiment_tag(number, tag)
    if experiment.deleted:
        store.delete_experiment(number)


def add_run(store: Any, run: data.Run) -> None:
    tags = [RunTag(key, value) for key, value in run.tags.items()]
    with fixed_uuid(run.run_id):
        store.create_run(str(run.experiment), run.user, run.start, tags, run.name)
    for wave in run.waves():
        metrics = [Metric(key, point.value, point.timestamp, point.step) for key, point in wave.items()]
        store.log_batch(run.run_id, metrics, [], [])
    store.log_batch(run.run_id, [], [Param(key, value) for key, value in run.params.items()], [])
    store.log_inputs(run.run_id, [dataset_input(each) for each in run.datasets])
    store.update_run_info(run.run_id, RunStatus.from_string(run.status), run.end, None)
    if run.deleted:
        store.delete_run(run.run_id)
    with store.ManagedSessionMaker(read_only=False) as session:
        session.execute(update(SqlRun).where(SqlRun.run_uuid == run.run_id).values(artifact_uri=run.artifact_uri))


@contextlib.contextmanager
def fixed_uuid(run_id: str) -> Iterator[None]:
    """Give the next run this id."""
    with mock.patch("mlflow.store.tracking.sqlalchemy_store.uuid.uuid4") as made:
        made.return_value.hex = run_id
        yield


def dataset_input(used: data.Dataset) -> Any:
    tags = [] if used.context is None else [InputTag("mlflow.data.context", used.context)]
    return DatasetInput(Dataset(used.name, used.digest, "local", "{}"), tags)


def search_runs(store: Any, case: cases.RunsCase) -> list[int]:
    """Return the numbers of the runs of a case, in order."""
    numbers = {run.run_id: run.number for run in data.RUNS}
    view = ViewType.from_string(case.view)
    found = store.search_runs(list(case.experiments), case.filter, view, MAX_RESULTS, list(case.order_by))
    return [numbers[run.info.run_id] for run in found]


def search_experiments(store: Any, case: cases.ExperimentsCase) -> list[int]:
    """Return the numbers of the experiments of a case, in order."""
    view = ViewType.from_string(case.view)
    found = store.search_experiments(view, MAX_RESULTS, case.filter, list(case.order_by))
    return [int(experiment.experiment_id) for experiment in found]


def outcome(search: Callable[[], list[int]]) -> list[int] | str:
    """Return what a search finds, or that it is refused as a bad parameter; let any other error through."""
    try:
        return search()
    except MlflowException as error:
        if error.error_code != "INVALID_PARAMETER_VALUE":
            raise
        return cases.REFUSED


def document(kinds: dict[str, dict[str, list[int] | str]]) -> str:
    """Return the expectations as JSON with a line a case, sorted."""
    parts = [f' "mlflow": {json.dumps(mlflow.__version__)}']
    for kind, found in kinds.items():
        lines = [f"  {json.dumps(each, ensure_ascii=False)}: {json.dumps(found[each])}" for each in sorted(found)]
        parts.append(f' "{kind}": {{\n' + ",\n".join(lines) + "\n }")
    return "{\n" + ",\n".join(parts) + "\n}\n"


if __name__ == "__main__":
    main()
