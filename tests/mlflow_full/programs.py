"""Programs that run in the environment of a full client and write a report."""

import json
import os
import subprocess
from collections.abc import Iterable
from pathlib import Path

from tests.mlflow_full.environments import ROOT

CLIENT_SECONDS = 240
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
"""What came of each behaviour, by its name."""


def report_of_module(module: str, python: Path, servers: dict[str, str], home: Path, names: Iterable[str]) -> Report:
    """Run a module that writes a report about the names; if it dies, that is the outcome of each."""
    written, output = home / "report.json", home / "output.txt"
    try:
        with output.open("w") as file:
            environment = variables_of(python, home) | servers
            command = (python, "-m", module, written)
            subprocess.run(
                command, cwd=home, env=environment, stdout=file, stderr=file, timeout=CLIENT_SECONDS, check=True
            )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        return dict.fromkeys(names, f"the client died: {error}\n{output.read_text(errors='replace')}")
    report: Report = json.loads(written.read_text(encoding="utf-8"))
    return report


def variables_of(python: Path, home: Path) -> dict[str, str]:
    """Return the environment of a program; what matplotlib finds out about fonts in seconds is kept beside it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(DROPPED_PREFIXES)}
    (home / "tmp").mkdir()
    folders = {"HOME": home, "TMPDIR": home / "tmp", "MPLCONFIGDIR": python.parents[1] / "matplotlib"}
    return kept | VARIABLES | {name: str(path) for name, path in folders.items()}
