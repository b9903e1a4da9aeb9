"""Write expected.json anew: what MLflow's own SQL store finds in each case.

Run it with the Python of an installation of the full `mlflow` package:
`python tests/search_registry/regenerate.py`.
"""

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

import mlflow
from mlflow.entities.model_registry import ModelVersionTag, RegisteredModelTag
from mlflow.exceptions import MlflowException
from mlflow.store.model_registry.dbmodels.models import SqlModelVersion, SqlRegisteredModel
from mlflow.store.model_registry.sqlalchemy_store import SqlAlchemyStore
from sqlalchemy import update

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.search_registry import cases, data

EXPECTED = Path(__file__).with_name("expected.json")
MAX_RESULTS = 1_000  # more than there are


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = SqlAlchemyStore(f"sqlite:///{folder}/mlflow.db")
        for model in data.MODELS:
            add_model(store, model)
        found = {
            "models": {case.id: outcome(store.search_registered_models, case) for case in cases.MODELS},
            "versions": {case.id: outcome(store.search_model_versions, case) for case in cases.VERSIONS},
        }
    lines = [f' "mlflow": {json.dumps(mlflow.__version__)}']
    for kind, answers in found.items():
        rows = [f"  {json.dumps(each)}: {json.dumps(answers[each], ensure_ascii=False)}" for each in sorted(answers)]
        lines.append(f" {json.dumps(kind)}: {{\n" + ",\n".join(rows) + "\n }")
    EXPECTED.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def add_model(store: Any, model: data.Model) -> None:
    store.create_registered_model(model.name, [RegisteredModelTag(*pair) for pair in model.tags.items()])
    for number, version in enumerate(model.versions, 1):
        tags = [ModelVersionTag(*pair) for pair in version.tags.items()]
        store.create_model_version(model.name, version.source, version.run_id, tags)
        if version.deleted:
            store.delete_model_version(model.name, number)
        with store.ManagedSessionMaker(read_only=False) as session:
            row = (SqlModelVersion.name == model.name, SqlModelVersion.version == number)
            times = {"creation_time": version.created, "last_updated_time": version.updated}
            session.execute(update(SqlModelVersion).where(*row).values(times))
    if model.deleted:
        store.delete_registered_model(model.name)
    with store.ManagedSessionMaker(read_only=False) as session:
        times = {"creation_time": model.created, "last_updated_time": model.updated}
        session.execute(update(SqlRegisteredModel).where(SqlRegisteredModel.name == model.name).values(times))


def outcome(search: Any, case: cases.Case) -> list[str] | str:
    """Return what a case finds, in order, or that it is refused."""
    try:
        found = search(case.filter or None, MAX_RESULTS, list(case.order_by) or None)
    except MlflowException as error:
        # MLflow calls a field that stands twice in an order an error of its own.
        if error.error_code != "INVALID_PARAMETER_VALUE" and "duplicate fields" not in str(error):
            raise
        return cases.REFUSED
    return [f"{each.name}/{each.version}" if hasattr(each, "version") else each.name for each in found]


if __name__ == "__main__":
    main()
