"""Send calls of GitLab's REST API, and MLflow's beside them."""

from dataclasses import dataclass
from typing import Any

import httpx

from tests.serving import Mlflow, Running

PROXY = "mlflow-artifacts/artifacts"


@dataclass(frozen=True)
class Rest:
    """A client of a project's REST API; paths are sent as written."""

    http: httpx.Client
    base: str
    headers: dict[str, str]

    def send(self, method: str, path: str, content: bytes = b"", **query: Any) -> httpx.Response:
        return self.http.request(method, self.base + path, content=content, params=query or None, headers=self.headers)

    def get(self, path: str, **query: Any) -> httpx.Response:
        return self.send("GET", path, **query)

    def put(self, path: str, content: bytes, **query: Any) -> httpx.Response:
        return self.send("PUT", path, content, **query)

    def delete(self, path: str) -> httpx.Response:
        return self.send("DELETE", path)

    def packages(self, **query: Any) -> list[dict[str, Any]]:
        """Return a page of packages."""
        rows: list[dict[str, Any]] = good(self.get("packages", **query))
        return rows

    def files(self, package_id: int, **query: Any) -> list[dict[str, Any]]:
        """Return a page of a package's files."""
        rows: list[dict[str, Any]] = good(self.get(f"packages/{package_id}/package_files", **query))
        return rows


def rest(server: Running, token: str | None, project: int | str) -> Rest:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return Rest(server.http, f"{server.url}/api/v4/projects/{project}/", headers)


def good(answer: httpx.Response) -> Any:
    """Return the JSON of a success."""
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/json"
    return answer.json()


def stored(answer: httpx.Response) -> None:
    """Hold an answer to GitLab's word about an upload."""
    assert (answer.status_code, answer.json()) == (201, {"message": "201 Created"}), answer.text


def refused(answer: httpx.Response, status: int, *parts: str) -> None:
    """Hold an answer to a refusal whose message has all these parts."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/json"
    assert list(answer.json()) == ["message"]
    message = answer.json()["message"]
    assert message.startswith(f"{status} ")
    for part in parts:
        assert part in message, message


def run(client: Mlflow, experiment: str = "") -> tuple[str, int]:
    """Create a run, in a new experiment if one is named; return its id and the number of its experiment."""
    experiment_id = "0"
    if experiment:
        experiment_id = client.post("experiments/create", name=experiment).json()["experiment_id"]
    answer = client.post("runs/create", experiment_id=experiment_id)
    run_id: str = answer.json()["run"]["info"]["run_id"]
    return run_id, int(experiment_id)


def proxy(client: Mlflow, method: str, run_id: str, path: str, content: bytes = b"") -> httpx.Response:
    """Send a call of MLflow's artifact proxy about a run's file."""
    base = client.base.removesuffix("mlflow/")
    return client.http.request(
        method, f"{base}{PROXY}/runs/{run_id}/artifacts/{path}", content=content, headers=client.headers
    )


def listed(client: Mlflow, run_id: str, path: str = "") -> list[str]:
    """Return what MLflow lists of a run's folder."""
    answer = client.get("artifacts/list", run_id=run_id, path=path)
    return [each["path"] for each in answer.json().get("files", [])]
