"""A running server, and stock clients that talk to it.

To hold the expectations against another MLflow server, name it in MLFLOW_COMPAT_TRACKING_URI (it must contain
`/projects/1/`) and MLFLOW_COMPAT_TRACKING_TOKEN, and run with `-n 0`.
"""

import functools
import json
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.mlflow_compat.behaviours import all_behaviours
from tests.mlflow_compat.environments import python_of
from tests.mlflow_compat.locking import once
from tests.mlflow_compat.server import Server, serving

HERE = Path(__file__).parent
CLIENT_SECONDS = 240
QUIET = {"DO_NOT_TRACK": "true", "MLFLOW_DISABLE_TELEMETRY": "true"}
IMPATIENT = {"MLFLOW_HTTP_REQUEST_MAX_RETRIES": "1", "MLFLOW_HTTP_REQUEST_TIMEOUT": "20"}

Report = dict[str, str]


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server per test process."""
    if "MLFLOW_COMPAT_TRACKING_URI" in os.environ:
        yield Server(os.environ["MLFLOW_COMPAT_TRACKING_URI"], os.environ["MLFLOW_COMPAT_TRACKING_TOKEN"])
        return
    with serving(tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture(scope="session")
def report_of(server: Server, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Callable[[str], Report]:
    """Return a function that lets a client try every behaviour and returns its report.

    A client tries them once per test run: the process that asks first shares the report with the others.
    """

    @functools.cache
    def report_of_client(client: str) -> Report:
        report: Report = once(
            tmp_path_factory, worker_id, f"client-{client}", functools.partial(_try_everything, client, server)
        )
        return report

    return report_of_client


@pytest.fixture
def run_script(server: Server, tmp_path: Path) -> Callable[..., dict[str, object]]:
    """Return a function that runs a training script with nothing but the two variables and those given.

    The script prints JSON as its last line. MLflow's usage reports are turned off as well: tests do not phone home.
    """

    def run(client: str, script: str, **variables: str) -> dict[str, object]:
        output = _run([python_of(client), HERE / "scripts" / script], server, tmp_path, {**QUIET, **variables})
        printed: dict[str, object] = json.loads(output.splitlines()[-1])
        return printed

    return run


def _try_everything(client: str, server: Server, home: Path) -> Report:
    """Let a client try every behaviour; if it dies, that is the outcome of each."""
    variables = {"PATH": os.environ["PATH"], "HOME": str(home), "PYTHONPATH": str(HERE), **QUIET, **IMPATIENT}
    written = home / "report.json"
    try:
        _run([python_of(client), "-m", "client", written], server, home, variables)
    except (AssertionError, subprocess.TimeoutExpired) as error:
        return dict.fromkeys(all_behaviours(), f"the client died: {error}")
    report: Report = json.loads(written.read_text(encoding="utf-8"))
    return report


def _run(command: list[str | Path], server: Server, folder: Path, variables: dict[str, str]) -> str:
    """Run a client's command against the server; return what it printed."""
    done = subprocess.run(
        command,
        cwd=folder,
        env={**server.variables(), **variables},
        capture_output=True,
        encoding="utf-8",
        timeout=CLIENT_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
