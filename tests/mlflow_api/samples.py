"""For every row of the table of calls, a request that succeeds."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx

from modelstead.http.endpoint import Endpoint
from tests.mlflow_api.sending import good
from tests.serving import Mlflow

_numbers = itertools.count()

MODEL_JSON = '{"artifact_path": "model", "flavors": {}, "utc_time_created": "2026-01-01", "run_id": "r"}'
DATASET = {"name": "iris", "digest": "d1", "source_type": "local", "source": "{}"}


@dataclass(frozen=True)
class Made:
    """What the requests are about: an experiment and a run, each with a tag `t`, and the run's metric `m`."""

    experiment_id: str
    experiment_name: str
    run_id: str


def make(client: Mlflow) -> Made:
    """Make it anew, so that a request that deletes spoils no other."""
    name = f"sample {next(_numbers)}"
    tags = [{"key": "t", "value": "v"}]
    experiment_id = good(client.post("experiments/create", name=name, tags=tags))["experiment_id"]
    run = good(client.post("runs/create", experiment_id=experiment_id, tags=tags))["run"]
    run_id = run["info"]["run_id"]
    good(client.post("runs/log-metric", run_id=run_id, key="m", value=1, timestamp=1))
    return Made(experiment_id, name, run_id)


def _run(made: Made, **more: Any) -> dict[str, Any]:
    return {"run_id": made.run_id, **more}


def _experiment(made: Made, **more: Any) -> dict[str, Any]:
    return {"experiment_id": made.experiment_id, **more}


SAMPLES: dict[str, Callable[[Made], dict[str, Any]]] = {
    "experiments/create": lambda _: {"name": f"created {next(_numbers)}"},
    "experiments/get": _experiment,
    "experiments/get-by-name": lambda made: {"experiment_name": made.experiment_name},
    "experiments/list": lambda _: {"max_results": 1},
    "experiments/search": lambda _: {"max_results": 1},
    "experiments/update": lambda made: _experiment(made, new_name=f"renamed {next(_numbers)}"),
    "experiments/delete": _experiment,
    "experiments/restore": _experiment,
    "experiments/set-experiment-tag": lambda made: _experiment(made, key="k", value="v"),
    "experiments/delete-experiment-tag": lambda made: _experiment(made, key="t"),
    "runs/create": _experiment,
    "runs/get": _run,
    "runs/update": lambda made: _run(made, status="FINISHED", end_time=5),
    "runs/delete": _run,
    "runs/restore": _run,
    "runs/search": lambda made: {"experiment_ids": [made.experiment_id]},
    "runs/log-metric": lambda made: _run(made, key="loss", value=0.5, timestamp=1),
    "runs/log-parameter": lambda made: _run(made, key="depth", value="3"),
    "runs/set-tag": lambda made: _run(made, key="k", value="v"),
    "runs/log-batch": lambda made: _run(made, params=[{"key": "p", "value": "1"}]),
    "runs/delete-tag": lambda made: _run(made, key="t"),
    "runs/log-model": lambda made: _run(made, model_json=MODEL_JSON),
    "runs/log-inputs": lambda made: _run(made, datasets=[{"dataset": DATASET}]),
    "runs/outputs": lambda made: _run(made, models=[{"model_id": "m-1", "step": 2}]),
    "metrics/get-history": lambda made: _run(made, metric_key="m"),
    "metrics/get-history-bulk": lambda made: {"run_id": [made.run_id], "metric_key": "m"},
    "metrics/get-history-bulk-interval": lambda made: {"run_ids": [made.run_id], "metric_key": "m"},
    "server-info": lambda _: {},
}


def call(client: Mlflow, endpoint: Endpoint, fields: dict[str, Any]) -> httpx.Response:
    """Send an endpoint's request the way clients send it."""
    if endpoint.method == "GET":
        return client.get(endpoint.path, **fields)
    return client.post(endpoint.path, **fields)


def label(value: object) -> str:
    """Name a parameter, an endpoint above all, in a test's id."""
    return f"{value.method} {value.path}" if isinstance(value, Endpoint) else str(value)
