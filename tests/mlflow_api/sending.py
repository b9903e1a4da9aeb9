"""Send MLflow calls in forms that no JSON library writes, and hold refusals against what MLflow says."""

from typing import Any

import httpx

from tests.serving import Mlflow


def send(
    client: Mlflow, call: str, content: bytes, *, kind: str = "application/json", method: str = "POST"
) -> httpx.Response:
    """Send a body as it is."""
    headers = client.headers | ({"Content-Type": kind} if kind else {})
    return client.http.request(method, client.base + call, content=content, headers=headers)


def assert_refused(answer: httpx.Response, status: int, code: str, message: str) -> None:
    """Hold an answer to exactly this refusal."""
    assert answer.headers["content-type"] == "application/json"
    assert (answer.status_code, answer.json()) == (status, {"error_code": code, "message": message})


def assert_invalid(answer: httpx.Response, *parts: str) -> None:
    """Hold an answer to a refusal of a value, whose message has all these parts."""
    assert (answer.status_code, answer.json()["error_code"]) == (400, "INVALID_PARAMETER_VALUE"), answer.text
    for part in parts:
        assert part in answer.json()["message"]


def good(answer: httpx.Response) -> dict[str, Any]:
    """Return the body of a success."""
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/json"
    body: dict[str, Any] = answer.json()
    return body


def stored(client: Mlflow, run_id: str) -> dict[str, Any]:
    """Return everything that a run holds."""
    run: dict[str, Any] = good(client.get("runs/get", run_id=run_id))["run"]
    return run


def data_of(client: Mlflow, run_id: str) -> dict[str, Any]:
    """Return what was logged to a run, without the tag that every run has."""
    data: dict[str, Any] = stored(client, run_id)["data"]
    data["tags"] = [tag for tag in data["tags"] if tag["key"] != "mlflow.runName"]
    return {name: rows for name, rows in data.items() if rows}
