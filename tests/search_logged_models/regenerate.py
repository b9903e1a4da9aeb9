"""Write expected.json anew: what MLflow's own SQL store finds in each case.

Run it with the Python of an installation of the full `mlflow` package:
`python tests/search_logged_models/regenerate.py`.
"""

import contextlib
import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import mlflow
from mlflow.entities import LoggedModelParameter, LoggedModelTag, Metric
from mlflow.exceptions import MlflowException
from mlflow.store.tracking.dbmodels.models import SqlLoggedModel
from mlflow.store.tracking.sqlalchemy_store import SqlAlchemyStore
from sqlalchemy import update

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.search_logged_models import cases, data

EXPECTED = Path(__file__).with_name("expected.json")
MAX_RESULTS = 1_000  # more than there are


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = SqlAlchemyStore(f"sqlite:///{folder}/mlflow.db", folder)
        for name in data.EXPERIMENTS[1:]:
            store.create_experiment(name)
        for model in data.MODELS:
            add_model(store, model)
        found = {case.id: outcome(store, case) for case in cases.CASES}
    lines = [f"  {json.dumps(each, ensure_ascii=False)}: {json.dumps(found[each])}" for each in sorted(found)]
    document = f'{{\n "mlflow": {json.dumps(mlflow.__version__)},\n "cases": {{\n' + ",\n".join(lines) + "\n }\n}\n"
    EXPECTED.write_text(document, encoding="utf-8")


def add_model(store: Any, model: data.Model) -> None:
    with fixed_uuid(model.model_id.removeprefix("m-")):
        store.create_logged_model(
            str(model.experiment),
            model.name,
            model.source_run_id,
            [LoggedModelTag(key, value) for key, value in model.tags.items()],
            [LoggedModelParameter(key, value) for key, value in model.params.items()],
            model.model_type,
        )
    run = store.create_run(str(model.experiment), "", 0, [], "")
    for key, points in model.metrics.items():
        for point in points:
            name, digest = point.dataset or (None, None)
            more = {"model_id": model.model_id, "dataset_name": name, "dataset_digest": digest}
            # MLflow keeps one value of a metric, time, step and run, so each dataset's come from a run of its own.
            run_id = store.create_run(str(model.experiment), "", 0, [], "").info.run_id if point.dataset else None
            metric = Metric(key, point.value, point.timestamp, point.step, **more)
            store.log_metric(run_id or run.info.run_id, metric)
    if model.deleted:
        store.delete_logged_model(model.model_id)
    with store.ManagedSessionMaker(read_only=False) as session:
        values = {
            "creation_timestamp_ms": model.created,
            "last_updated_timestamp_ms": model.updated,
            "artifact_location": model.artifact_uri,
        }
        session.execute(update(SqlLoggedModel).where(SqlLoggedModel.model_id == model.model_id).values(values))


@contextlib.contextmanager
def fixed_uuid(digits: str) -> Iterator[None]:
    """Give the next model this id."""
    with mock.patch("mlflow.store.tracking.sqlalchemy_store.uuid.uuid4", return_value=digits):
        yield


def outcome(store: Any, case: cases.Case) -> list[int] | str:
    """Return the numbers of the models of a case, in order, or that it is refused as a bad parameter."""
    numbers = {model.model_id: model.number for model in data.MODELS}
    names = ("field_name", "ascending", "dataset_name", "dataset_digest")
    try:
        found = store.search_logged_models(
            list(case.experiments),
            case.filter or None,
            [dict(zip(names[2:], each, strict=False)) for each in case.datasets] or None,
            MAX_RESULTS,
            [dict(zip(names, each, strict=False)) for each in case.order_by] or None,
        )
    except MlflowException as error:
        if error.error_code != "INVALID_PARAMETER_VALUE":
            raise
        return cases.REFUSED
    return [numbers[model.model_id] for model in found]


if __name__ == "__main__":
    main()
