"""modelstead-ci asks GitHub Actions for ID tokens, which end after minutes, and for new ones in time."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from modelstead.domain.ci_job import CiJob
from modelstead_ci.github_token import GitHubToken
from tests import ci_issuers
from tests.ci_client.variables import GITHUB
from tests.identity_provider import Provider
from tests.people import People
from tests.serving import Running

pytestmark = pytest.mark.timeout(900)  # the first test of a client makes its environment

SCRIPT = """
import mlflow
with mlflow.start_run() as run:
    mlflow.log_metric("loss", 0.25)
    mlflow.log_text("fine", "notes.txt")
print(run.info.run_id)
"""
RunInJob = Callable[..., str]
JobOf = Callable[[str], CiJob | None]


@contextmanager
def actions(issuer: Provider, seconds: int) -> Iterator[tuple[dict[str, str], list[str]]]:
    """Answer as the runner's token service; give the variables of its jobs, and the audiences they ask for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            assert self.headers["Authorization"] == "Bearer of the job"
            asked.extend(parse_qs(urlsplit(self.path).query)["audience"])
            claims = ci_issuers.github(issuer.issuer, asked[-1], exp=int(time.time()) + seconds)
            body = json.dumps({"count": 1, "value": ci_issuers.token(issuer, claims)}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as made:
        threading.Thread(target=made.serve_forever).start()
        address = f"http://127.0.0.1:{made.server_port}/token?api-version=2.0"
        try:
            yield {"ACTIONS_ID_TOKEN_REQUEST_URL": address, "ACTIONS_ID_TOKEN_REQUEST_TOKEN": "of the job"}, asked
        finally:
            made.shutdown()


@pytest.mark.parametrize(("client", "seconds"), [("1.30", 300), ("3", 300), ("3", 30)])
def test_an_unchanged_script_logs_without_any_token_of_its_own(
    server: Running,
    people: People,
    issuer: Provider,
    run_in_job: RunInJob,
    job_of: JobOf,
    installed: Path,
    client: str,
    seconds: int,
) -> None:
    ci_issuers.trust(server, people.project, issuer.issuer, project_path="octo-org/octo-repo")
    with actions(issuer, seconds) as (variables, asked):
        job = {**GITHUB, **variables, "PYTHONPATH": str(installed), "MLFLOW_TRACKING_AUDIENCE": server.url}
        linked = job_of(run_in_job(client, SCRIPT, "", **job))
    assert linked is not None
    assert (linked.user_login, linked.is_verified, linked.name) == ("octocat", True, "train")
    assert set(asked) == {server.url}
    assert (len(asked) == 1) == (seconds > 60)  # one that is about to end is replaced


@pytest.mark.parametrize("change", [{"MLFLOW_TRACKING_AUDIENCE": ""}, {"MLFLOW_TRACKING_TOKEN": "glpat-x"}, {}])
def test_it_asks_only_when_it_is_told_to_and_there_is_no_other_token(
    monkeypatch: pytest.MonkeyPatch, change: dict[str, str]
) -> None:
    for name in ("MLFLOW_TRACKING_TOKEN", "MLFLOW_TRACKING_USERNAME"):
        monkeypatch.delenv(name, raising=False)
    told = {"MLFLOW_TRACKING_AUDIENCE": "https://ml.example.com", "ACTIONS_ID_TOKEN_REQUEST_TOKEN": "of the job"}
    for name, value in (told | {"ACTIONS_ID_TOKEN_REQUEST_URL": "https://example.com"} | change).items():
        monkeypatch.setenv(name, value)
    assert GitHubToken().in_context() == (not change)
