"""What the server says after each block, asked without a client: one check for each block, in their order."""

import hashlib
import os
from collections.abc import Callable
from typing import Any

import requests

from tests.mlflow_compat.client.expectations import same

MODEL, VERSION, JOB = "churn model", "1.2.0", "4242"
OK, NOT_FOUND = 200, 404
FILE = b"a file of the user's\n"
PLACEHOLDERS = {
    "your_model_name": MODEL,
    "your_version": VERSION,
    "metric_name": "accuracy",
    "metric_value": "0.75",
    "param_name": "depth",
    "param_value": "3",
    "local/path/to/file.txt": "file.txt",  # in the folder where the blocks run
}

Names = dict[str, Any]


def a_candidate_is_linked(_: Names) -> None:
    (run,) = _post("runs/search", experiment_ids=["0"])["runs"]
    same((run["info"]["run_name"], run["info"]["status"]), ("Candidate 0", "FINISHED"))
    same(_pairs(run["data"]["tags"])["gitlab.CI_JOB_ID"], JOB)


def a_model_is_created(names: Names) -> None:
    model = _model()
    same((model["name"], model["description"], names["model"].name), (MODEL, "Model description", MODEL))
    same(model.get("latest_versions", []), [])
    same(_experiment()["lifecycle_stage"], "active")


def a_model_is_fetched(names: Names) -> None:
    same((names["model"].name, names["model"].description), (MODEL, "Model description"))


def a_model_is_updated(_: Names) -> None:
    same(_model()["description"], "New description")


def a_model_is_deleted(_: Names) -> None:
    same(_ask("registered-models/get", name=MODEL).status_code, NOT_FOUND)
    same(_ask("experiments/get-by-name", experiment_name=f"[model]{MODEL}").status_code, NOT_FOUND)


def a_candidate_of_a_model_is_logged(names: Names) -> None:
    run = _run(names["run"].info.run_id)
    same(run["info"]["experiment_id"], _experiment()["experiment_id"])


def a_version_is_created(names: Names) -> None:
    version = _version("1")
    same((version["aliases"], version["description"]), (["1.0.0"], "Model version description"))
    same((names["model_version"].version, list(names["model_version"].aliases)), ("1", ["1.0.0"]))
    same(_run(version["run_id"])["info"]["experiment_id"], _experiment()["experiment_id"])


def a_version_with_a_number_is_created(_: Names) -> None:
    version = _version(VERSION)
    same((version["version"], version["aliases"]), ("2", [VERSION]))
    same(_pairs(version["tags"]), {"gitlab.version": VERSION})
    same(version["description"], "Model version description")
    same(version["run_id"] != _version("1")["run_id"], expected=True)


def a_version_is_updated(_: Names) -> None:
    same([_version(each)["description"] for each in ("2", VERSION)], ["New description"] * 2)
    same(_version("1")["description"], "Model version description")


def a_version_is_fetched(names: Names) -> None:
    _, shown = names["client"].get_model_version(MODEL, "2"), names["_"]
    same((shown.name, shown.version, list(shown.aliases)), (MODEL, "2", [VERSION]))


def the_latest_version_is_found(names: Names) -> None:
    same([each.version for each in names["_"]], ["2"])
    found = _post("registered-models/get-latest-versions", name=MODEL)["model_versions"]
    same([each["aliases"][0] for each in found], [VERSION])


def metrics_and_params_are_logged(_: Names) -> None:
    run = _run(_version(VERSION)["run_id"])
    metrics = {each["key"]: (each["value"], each["step"]) for each in run["data"]["metrics"]}
    same(metrics, {"accuracy": (0.75, 0), "loss": (0.5, 3)})
    same(_pairs(run["data"]["params"]), {"depth": "3", "rate": "0.1"})
    same(_pairs(run["data"]["tags"])["team"], "vision")
    found = _post("runs/search", experiment_ids=[_experiment()["experiment_id"]], filter="metrics.accuracy > 0.7")
    same([each["info"]["run_id"] for each in found["runs"]], [run["info"]["run_id"]])
    same(_run(_version("1")["run_id"])["data"].get("metrics", []), [])


def files_are_logged(names: Names) -> None:
    version = _version(VERSION)
    listed = _ask("artifacts/list", run_id=version["run_id"]).json()["files"]
    kept = {each["path"]: _file(version["run_id"], each["path"]) for each in listed}
    same(sorted(kept), ["file.txt", "image.png", "my_dict.json", "my_plot.png"])
    same(kept["file.txt"], FILE)
    same(names["json"].loads(kept["my_dict.json"]), names["my_dict"])
    same(names["pixels_of"](kept["image.png"]), names["pixels_of"](names["image"]))
    same(kept["my_plot.png"][:4], b"\x89PNG")
    lines = (f"{hashlib.sha256(kept[path]).hexdigest()}  {path}\n" for path in sorted(kept))
    same(version["files_sha256"], hashlib.sha256("".join(lines).encode()).hexdigest())
    address = _ask("model-versions/get-download-uri", name=MODEL, version=VERSION).json()["artifact_uri"]
    path = address.replace("mlflow-artifacts:/", "api/2.0/mlflow-artifacts/artifacts/")
    same({each: _send("GET", f"{path}/{each}").content for each in kept}, kept)


def a_version_is_linked(_: Names) -> None:
    same(_pairs(_run(_version(VERSION)["run_id"])["data"]["tags"])["gitlab.CI_JOB_ID"], JOB)


CHECKS: tuple[Callable[[Names], None], ...] = (
    a_candidate_is_linked,
    a_model_is_created,
    a_model_is_fetched,
    a_model_is_updated,
    a_model_is_deleted,
    a_candidate_of_a_model_is_logged,
    a_version_is_created,
    a_version_with_a_number_is_created,
    a_version_is_updated,
    a_version_is_fetched,
    the_latest_version_is_found,
    metrics_and_params_are_logged,
    files_are_logged,
    a_version_is_linked,
)


def _ask(call: str, **query: str) -> Any:
    return _send("GET", f"api/2.0/mlflow/{call}", params=query)


def _post(call: str, **body: Any) -> Any:
    return _said(_send("POST", f"api/2.0/mlflow/{call}", json=body))


def _file(run_id: str, path: str) -> bytes:
    answer = _send("GET", "get-artifact", params={"run_id": run_id, "path": path})
    same(answer.status_code, OK)
    content: bytes = answer.content
    return content


def _send(method: str, path: str, **more: Any) -> Any:
    headers = {"Authorization": f"Bearer {os.environ['MLFLOW_TRACKING_TOKEN']}"}
    return requests.request(method, f"{os.environ['MLFLOW_TRACKING_URI']}/{path}", headers=headers, timeout=20, **more)


def _said(answer: Any) -> Any:
    if answer.status_code != OK:
        raise AssertionError(answer.text)
    return answer.json()


def _model() -> Any:
    return _said(_ask("registered-models/get", name=MODEL))["registered_model"]


def _version(version: str) -> Any:
    return _said(_ask("model-versions/get", name=MODEL, version=version))["model_version"]


def _run(run_id: str) -> Any:
    return _said(_ask("runs/get", run_id=run_id))["run"]


def _experiment() -> Any:
    return _said(_ask("experiments/get-by-name", experiment_name=f"[model]{MODEL}"))["experiment"]


def _pairs(entries: list[dict[str, str]]) -> dict[str, str]:
    return {each["key"]: each["value"] for each in entries}
