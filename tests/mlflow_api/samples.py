"""For every row of the table of calls, a request that succeeds."""

import itertools
import re
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, Self
from urllib.parse import quote

import httpx

from modelstead.http.answer import Answer
from modelstead.http.endpoint import Endpoint, Open, Verb
from modelstead.mlflow_api.endpoints import ARTIFACTS, ENDPOINTS, PROBES
from tests.mlflow_api.sending import good
from tests.serving import Mlflow

_numbers = itertools.count()

# All but those whose address holds the permission: tests/security/test_signed_addresses.py has them.
EVERY = tuple(endpoint for endpoint in ENDPOINTS + ARTIFACTS + PROBES if endpoint.verb is not Verb.SIGNED)
CALLS = tuple(endpoint for endpoint in EVERY if endpoint.permission is not Open.OPEN)
# Where each is, below the tracking URI.
PATHS = {
    **{endpoint: f"api/2.0/mlflow/{endpoint.path}" for endpoint in ENDPOINTS},
    **{endpoint: f"api/2.0/mlflow-artifacts/{endpoint.path}" for endpoint in ARTIFACTS},
    **{endpoint: endpoint.path for endpoint in PROBES},
}
_PART = re.compile(r"\{(\w+)(?:\.\.\.)?\}")

MODEL_JSON = '{"artifact_path": "model", "flavors": {}, "utc_time_created": "2026-01-01", "run_id": "r"}'
TAGS = [{"key": "t", "value": "v"}]
DATASET = {"name": "iris", "digest": "d1", "source_type": "local", "source": "{}"}


class Made:
    """What the requests are about, each thing made when it is first asked for: most requests need one or two.

    An experiment, a run and a model, each with a tag `t`; of the run a metric `m` and a file. And a registered model
    with a version, an alias, and another version in the trash.
    """

    def __init__(self, client: Mlflow) -> None:
        self._client = client

    def whole(self) -> Self:
        """Make everything now: for tests that look whether anything changes."""
        for name in ("address", "model_id", "upload", "registered", "trashed"):
            getattr(self, name)
        return self

    @cached_property
    def experiment_name(self) -> str:
        name = f"sample {next(_numbers)}"
        good(self._client.post("experiments/create", name=name, tags=TAGS))
        return name

    @cached_property
    def experiment_id(self) -> str:
        found = good(self._client.get("experiments/get-by-name", experiment_name=self.experiment_name))
        return str(found["experiment"]["experiment_id"])

    @cached_property
    def run_id(self) -> str:
        made = good(self._client.post("runs/create", experiment_id=self.experiment_id, tags=TAGS))
        run_id = str(made["run"]["info"]["run_id"])
        good(self._client.post("runs/log-metric", run_id=run_id, key="m", value=1, timestamp=1))
        return run_id

    @cached_property
    def address(self) -> str:
        """A file of the run, as the proxy knows it."""
        return self._file(f"runs/{self.run_id}")

    @cached_property
    def model_id(self) -> str:
        made = good(self._client.post("logged-models", experiment_id=self.experiment_id, tags=TAGS))
        model_id = str(made["model"]["info"]["model_id"])
        self._file(f"models/{model_id}")
        return model_id

    @cached_property
    def upload(self) -> Mapping[str, Any]:
        """The one part of a file u.bin of the run, which was sent."""
        return _upload(self._client, self.run_id)

    @cached_property
    def registered(self) -> str:
        """The name of a registered model."""
        return _register(self._client, f"model {next(_numbers)}")

    @cached_property
    def trashed(self) -> str:
        """The name of a registered model in the trash."""
        name = _register(self._client, f"trashed {next(_numbers)}")
        good(self._client.send("DELETE", "api/2.0/mlflow/registered-models/delete", name=name))
        return name

    def _file(self, owner: str) -> str:
        address = f"{owner}/artifacts/dir/a.txt"
        good(self._client.send("PUT", f"api/2.0/mlflow-artifacts/artifacts/{address}", b"kept"))
        return address


def make(client: Mlflow) -> Made:
    """Make it anew, so that a request that deletes spoils no other."""
    return Made(client)


def _upload(client: Mlflow, run_id: str) -> dict[str, Any]:
    """Begin an upload of one part and send it; return what completes it."""
    call = f"{client.root}api/2.0/mlflow-artifacts/mpu/create/runs/{run_id}/artifacts"
    begun = good(client.http.post(call, json={"path": "u.bin", "num_parts": 1}, headers=client.headers))
    etag = client.http.put(begun["credentials"][0]["url"], content=b"new").headers["etag"]
    return {"path": "u.bin", "upload_id": begun["upload_id"], "parts": [{"part_number": 1, "etag": etag}]}


def _register(client: Mlflow, name: str) -> str:
    """Create a registered model with a version 1, and a version 2 in the trash; return its name."""
    good(client.post("registered-models/create", name=name, tags=TAGS))
    for _ in range(2):
        good(client.post("model-versions/create", name=name, tags=TAGS))
    good(client.post("registered-models/alias", name=name, alias="champion", version="1"))
    good(client.send("DELETE", "api/2.0/mlflow/model-versions/delete", name=name, version="2"))
    return name


def _run(made: Made, **more: Any) -> dict[str, Any]:
    return {"run_id": made.run_id, **more}


def _file(made: Made, **more: Any) -> dict[str, Any]:
    assert made.address
    return _run(made, **more)


def _experiment(made: Made, **more: Any) -> dict[str, Any]:
    return {"experiment_id": made.experiment_id, **more}


def _model(made: Made, **more: Any) -> dict[str, Any]:
    return {"model_id": made.model_id, **more}


def _registered(made: Made, **more: Any) -> dict[str, Any]:
    return {"name": made.registered, **more}


def _version(made: Made, **more: Any) -> dict[str, Any]:
    return {"name": made.registered, "version": "1", **more}


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
    "artifacts/list": lambda made: _file(made, path="dir"),
    "upload-artifact": lambda made: _file(made, path="dir/b.txt"),
    "logged-models": _experiment,
    "logged-models/search": lambda made: {"experiment_ids": [made.experiment_id]},
    "logged-models/{model_id}": lambda made: _model(made, status="LOGGED_MODEL_READY"),
    "logged-models/{model_id}/tags": lambda made: _model(made, tags=[{"key": "k", "value": "v"}]),
    "logged-models/{model_id}/tags/{tag_key...}": lambda made: _model(made, tag_key="t"),
    "logged-models/{model_id}/params": lambda made: _model(made, params=[{"key": "p", "value": "1"}]),
    "logged-models/{model_id}/artifacts/directories": lambda made: _model(made, artifact_directory_path="dir"),
    "logged-models/{model_id}/artifacts/files": lambda made: _model(made, artifact_file_path="dir/a.txt"),
    "registered-models/create": lambda _: {"name": f"created {next(_numbers)}"},
    "registered-models/get": _registered,
    "registered-models/update": lambda made: _registered(made, description="text"),
    "registered-models/rename": lambda made: _registered(made, new_name=f"renamed {next(_numbers)}"),
    "registered-models/delete": _registered,
    "registered-models/restore": lambda made: {"name": made.trashed},
    "registered-models/list": lambda _: {"max_results": 1},
    "registered-models/search": lambda _: {"max_results": 1},
    "registered-models/get-latest-versions": lambda made: _registered(made, stages=["None"]),
    "registered-models/set-tag": lambda made: _registered(made, key="k", value="v"),
    "registered-models/delete-tag": lambda made: _registered(made, key="t"),
    "registered-models/alias": lambda made: _version(made, alias="champion"),
    "model-versions/create": _registered,
    "model-versions/get": _version,
    "model-versions/update": lambda made: _version(made, description="text"),
    "model-versions/transition-stage": lambda made: _version(made, stage="Staging"),
    "model-versions/delete": _version,
    "model-versions/restore": lambda made: _registered(made, version="2"),
    "model-versions/search": lambda _: {"max_results": 1},
    "model-versions/get-download-uri": _version,
    "model-versions/set-tag": lambda made: _version(made, key="k", value="v"),
    "model-versions/delete-tag": lambda made: _version(made, key="t"),
    "server-info": lambda _: {},
    "artifacts": lambda made: {"path": made.address.removesuffix("/dir/a.txt")},
    "artifacts/{address...}": lambda made: {"address": made.address},
    "artifacts/presigned-upload-url": lambda made: _file(made, path="dir/b.txt"),
    "artifacts/presigned-download-url": lambda made: _file(made, path="dir/a.txt"),
    "mpu/create/{address...}": lambda made: {"address": f"runs/{made.run_id}/artifacts", "path": "b", "num_parts": 2},
    "mpu/complete/{address...}": lambda made: {"address": f"runs/{made.run_id}/artifacts", **made.upload},
    "mpu/abort/{address...}": lambda made: {"address": f"runs/{made.run_id}/artifacts", **made.upload},
    "presigned/{address...}": lambda made: {"address": made.address},
    "get-artifact": lambda made: _file(made, path="dir/a.txt"),
    "health": lambda _: {},
    "version": lambda _: {},
}


def call(client: Mlflow, endpoint: Endpoint, fields: dict[str, Any]) -> httpx.Response:
    """Send an endpoint's request the way clients send it: parts into the path, files as bytes, the rest as JSON."""
    path, rest = _filled(endpoint, fields)
    if endpoint.method in {"GET", "DELETE"}:
        return client.send(endpoint.method, path, **rest)
    if endpoint.verb is Verb.FILE:
        return client.send(endpoint.method, path, b"new", **rest)
    return client.http.request(endpoint.method, client.root + path, json=rest, headers=client.headers)


def check_success(endpoint: Endpoint, answer: httpx.Response) -> None:
    """Hold an answer to exactly 200, in JSON where the call does not give a file or a word."""
    if endpoint.response is Answer:
        assert answer.status_code == 200, answer.text
    else:
        good(answer)


def path_of(endpoint: Endpoint, fields: dict[str, Any]) -> str:
    """Return the path of one of ENDPOINTS below `api/2.0/mlflow/`, with its parts from the fields."""
    return _filled(endpoint, fields)[0].removeprefix("api/2.0/mlflow/")


def _filled(endpoint: Endpoint, fields: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Return the path with its parts from the fields, and the other fields."""
    rest = dict(fields)

    def fill(part: re.Match[str]) -> str:
        return quote(str(rest.pop(part[1], "")), safe="/" if part[0].endswith("...}") else "")

    return _PART.sub(fill, PATHS[endpoint]), rest


def label(value: object) -> str:
    """Name a parameter, an endpoint above all, in a test's id."""
    return f"{value.method} {value.path}" if isinstance(value, Endpoint) else str(value)
