"""Stock clients in the environment of a CI job, with modelstead-ci and without it."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from modelstead.domain.ci_job import CiJob
from modelstead.store import ci_jobs, runs
from modelstead.store.transaction import Transaction
from tests.ci_issuers import LOOPBACK
from tests.identity_provider import Provider, identity_provider
from tests.mlflow_compat.environments import python_of
from tests.mlflow_compat.locking import once
from tests.people import People
from tests.serving import Running, running

PACKAGE = Path(__file__).parents[2] / "packages" / "modelstead-ci"
QUIET = {"DO_NOT_TRACK": "true", "MLFLOW_DISABLE_TELEMETRY": "true", "MLFLOW_HTTP_REQUEST_MAX_RETRIES": "1"}
CLIENT_SECONDS = 240


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Start a server that may ask the issuer of the tests, which is on this machine."""
    with running(tmp_path_factory.mktemp("server"), ci_allowed_addresses=LOOPBACK) as started:
        yield started


@pytest.fixture(scope="session")
def issuer() -> Iterator[Provider]:
    with identity_provider() as made:
        yield made


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """Return a folder that pip has installed the package into, as it does anywhere: by a wheel, with its metadata."""
    return Path(once(tmp_path_factory, worker_id, "modelstead-ci", _install))


@pytest.fixture
def run_in_job(server: Running, people: People, tmp_path: Path) -> Callable[..., str]:
    """Return a function that runs a script with two variables and those given, and returns its last line."""

    def run(client: str, script: str, token: str | None = None, **variables: str) -> str:
        project = f"{server.url}/api/v4/projects/{people.project.id}/ml/mlflow"
        token = people.developer if token is None else token
        job = {"MLFLOW_TRACKING_URI": project, "MLFLOW_TRACKING_TOKEN": token, **variables}
        python = python_of(client)
        return _output([str(python), "-c", script], tmp_path, job).splitlines()[-1]

    return run


@pytest.fixture
def job_of(server: Running) -> Callable[[str], CiJob | None]:
    """Return a function that tells which job a run is linked to."""

    def read(tx: Transaction, run_id: str) -> CiJob | None:
        row = runs.keys(tx, [run_id])[run_id].id
        return ci_jobs.of_runs(tx, [row]).get(row)

    return lambda run_id: server.server.database.read_now(read, run_id)


def _install(folder: Path) -> str:
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-index"]
    options = ["--no-deps", "--no-build-isolation", "--no-compile", "--target", str(folder), str(PACKAGE)]
    _output(pip + options, folder, {})
    return str(folder)


def _output(command: list[str], home: Path, variables: dict[str, str]) -> str:
    done = subprocess.run(
        command,
        cwd=home,
        env={"PATH": os.environ["PATH"], "HOME": str(home), **QUIET, **variables},
        capture_output=True,
        encoding="utf-8",
        timeout=CLIENT_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
