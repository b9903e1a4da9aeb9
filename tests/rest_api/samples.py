"""For every row of the table of calls in a project, a request that succeeds."""

from collections.abc import Callable
from dataclasses import dataclass

import httpx

from modelstead.http.endpoint import Endpoint
from tests.rest_api.calling import Rest, run, stored
from tests.serving import Mlflow


@dataclass(frozen=True)
class Made:
    """What the requests are about: a run with the number `run`, and a package `p` 1 with a file."""

    run: int
    package: int
    file: int


def make(api: Rest, client: Mlflow) -> Made:
    """Make it anew, so that a request that deletes spoils no other."""
    run_id, _ = run(client)
    number = len(client.post("runs/search", experiment_ids=["0"]).json()["runs"])
    stored(api.put(f"packages/ml_models/candidate:{number}/files/file", run_id.encode()))
    stored(api.put("packages/generic/p/1/file", b"content"))
    [package] = api.packages(package_type="generic", package_name="p")
    [file] = api.files(package["id"])
    return Made(number, package["id"], file["id"])


PATHS: dict[str, Callable[[Made], str]] = {
    "packages": lambda _: "packages",
    "packages/{package_id}": lambda made: f"packages/{made.package}",
    "packages/{package_id}/package_files": lambda made: f"packages/{made.package}/package_files",
    "packages/{package_id}/package_files/{package_file_id}": (
        lambda made: f"packages/{made.package}/package_files/{made.file}"
    ),
    "packages/ml_models/{reference}/files/{path...}": (
        lambda made: f"packages/ml_models/candidate:{made.run}/files/file"
    ),
    "packages/generic/{name}/{version}/{path...}": lambda _: "packages/generic/p/1/file",
}


def call(api: Rest, endpoint: Endpoint, made: Made) -> httpx.Response:
    """Send an endpoint's request."""
    content = b"changed" if endpoint.method == "PUT" else b""
    return api.send(endpoint.method, PATHS[endpoint.path](made), content)


def label(value: object) -> str:
    """Name a parameter, an endpoint above all, in a test's id."""
    return f"{value.method} {value.path}" if isinstance(value, Endpoint) else str(value)
