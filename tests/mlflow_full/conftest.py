"""A running server, MLflow's own server beside it, and full clients that talk to both."""

import functools
import json
import os
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.mlflow_compat.locking import locked
from tests.mlflow_compat.server import serving
from tests.mlflow_full.behaviours import all_behaviours
from tests.mlflow_full.environments import CLIENTS, NEWEST, ROOT, python_of
from tests.mlflow_full.stock_server import stock_server

CLIENT_SECONDS = 240
AT_ONCE = 2
# Settings of whoever runs the tests must not change what a client does.
DROPPED_PREFIXES = ("MLFLOW_", "PYTHON", "MODELSTEAD_", "DATABRICKS_")
VARIABLES = {
    "DO_NOT_TRACK": "true",
    "MLFLOW_DISABLE_TELEMETRY": "true",
    "MLFLOW_HTTP_REQUEST_MAX_RETRIES": "1",
    "MLFLOW_HTTP_REQUEST_TIMEOUT": "60",
    "GIT_PYTHON_REFRESH": "quiet",
    # MLflow 2.7 imports pip, and after that setuptools only works with the distutils that pip chose.
    "SETUPTOOLS_USE_DISTUTILS": "stdlib",
    "MPLBACKEND": "Agg",
    "OMP_NUM_THREADS": "1",
    "PYTHONPATH": str(ROOT),
}

Report = dict[str, str]


@pytest.fixture(scope="session")
def report_of(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Callable[[str], Report]:
    """Return a function that gives a client's report.

    The clients try everything once per test run: the process that asks first shares the reports with the others.
    """
    own = tmp_path_factory.getbasetemp()
    shared = own if worker_id == "master" else own.parent

    @functools.cache
    def reports() -> dict[str, Report]:
        file = shared / "full-clients.json"
        with locked(file.with_name(f"{file.name}.lock")):
            if not file.exists():
                file.write_text(json.dumps(_let_them_try(tmp_path_factory.mktemp("full-clients"))))
        read: dict[str, Report] = json.loads(file.read_text())
        return read

    return lambda client: reports()[client]


def _let_them_try(folder: Path) -> dict[str, Report]:
    """Let every client try everything; both servers are started for all of them, as that takes longest."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        pythons = dict(zip(CLIENTS, pool.map(python_of, CLIENTS), strict=True))
        with ExitStack() as stack:
            for name in ("ours", "stock", *CLIENTS):
                (folder / name).mkdir()
            server = stack.enter_context(serving(folder / "ours"))
            stock = stack.enter_context(
                stock_server(pythons[NEWEST], folder / "stock", _variables(pythons[NEWEST], folder / "stock"))
            )
            variables = {**server.variables(), "STOCK_TRACKING_URI": stock}
            reports = pool.map(lambda client: _try(pythons[client], variables, folder / client), reversed(CLIENTS))
            return dict(zip(reversed(CLIENTS), reports, strict=True))


def _try(python: Path, servers: dict[str, str], home: Path) -> Report:
    """Let a client try everything; if it dies, that is the outcome of each."""
    written, output = home / "report.json", home / "output.txt"
    command = (python, "-m", "tests.mlflow_full.client", written)
    try:
        with output.open("w") as file:
            environment = _variables(python, home) | servers
            subprocess.run(
                command, cwd=home, env=environment, stdout=file, stderr=file, timeout=CLIENT_SECONDS, check=True
            )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        return dict.fromkeys(all_behaviours(), f"the client died: {error}\n{output.read_text(errors='replace')}")
    report: Report = json.loads(written.read_text(encoding="utf-8"))
    return report


def _variables(python: Path, home: Path) -> dict[str, str]:
    """Return the environment of a program; what matplotlib finds out about fonts in seconds is kept beside it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(DROPPED_PREFIXES)}
    (home / "tmp").mkdir()
    folders = {"HOME": home, "TMPDIR": home / "tmp", "MPLCONFIGDIR": python.parents[1] / "matplotlib"}
    return kept | VARIABLES | {name: str(path) for name, path in folders.items()}
