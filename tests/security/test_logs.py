"""What the logs say, and what they never say."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.commands import Serving, serving


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Serving]:
    """Start a server of its own, whose output is read."""
    with serving(tmp_path, "--log-format", "json", "--log-level", "debug") as started:
        yield started


def lines(server: Serving) -> list[dict[str, Any]]:
    return [json.loads(line) for line in server.errors().splitlines()]


def test_tokens_are_in_no_line_and_requests_are(server: Serving) -> None:
    token = server.token
    base = "/api/v4/projects/1/ml/mlflow/api/2.0/mlflow"
    headers = {"Authorization": f"Bearer {token}"}
    server.http.get(f"{base}/runs/get?run_id=x&private_token={token}", headers=headers)
    server.http.get(f"{base}/runs/get", headers={"PRIVATE-TOKEN": token[:-1]})
    server.http.get("/-/setup?secret=very-secret-secret")
    server.http.get(f"{base}/runs/get", headers={"Authorization": "Basic eDp2ZXJ5LXNlY3JldA=="})
    server.stop()
    output = server.errors()
    assert token not in output
    assert token[6:30] not in output
    assert "very-secret-secret" not in output
    assert "eDp2ZXJ5" not in output
    found = [line for line in lines(server) if line.get("path") == f"{base}/runs/get"]
    assert [(line["status"], line["user"]) for line in found] == [(404, "admin"), (401, ""), (401, "")]
    assert all(line["client"] == "127.0.0.1" and line["request_id"] and line["ms"] >= 0 for line in found)


def test_a_token_that_someone_put_into_a_path_is_masked(server: Serving) -> None:
    server.http.get(f"/api/v4/projects/1/ml/mlflow/api/2.0/mlflow/runs/{server.token}")
    server.http.get(f"/{server.token}")
    server.stop()
    assert server.token not in server.errors()


def test_a_request_forges_no_line(server: Serving) -> None:
    server.http.get("/x%0A%7B%22level%22%3A%22error%22%7D%0D%1B%5B31m", headers={"User-Agent": "a\tb"})
    server.stop()
    new = server.errors()
    assert "\x1b" not in new
    assert "\r" not in new
    found = [line for line in lines(server) if line.get("path", "/health") != "/health"]
    assert [line["path"] for line in found] == ["/x%0A%7B%22level%22%3A%22error%22%7D%0D%1B%5B31m"]


def test_the_access_log_may_be_turned_off(tmp_path: Path) -> None:
    with serving(tmp_path, "--access-log", "false") as server:
        server.http.get("/health")
        server.stop()
        assert "/health" not in server.errors()
