"""GitLab's own Python client works against the running server; one behaviour is one test."""

import ast
import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.environments import ROOT
from tests.gitlab_mlops.environment import python_of_client
from tests.mlflow_compat.locking import once
from tests.mlflow_compat.server import serving

CLIENT_SECONDS = 120
QUIET = {"DO_NOT_TRACK": "true", "MLFLOW_HTTP_REQUEST_MAX_RETRIES": "1", "MLFLOW_HTTP_REQUEST_TIMEOUT": "20"}

Report = dict[str, str]


def _behaviours() -> list[str]:
    """List the public functions; the client, which the file imports, is not installed here."""
    parsed = ast.parse((Path(__file__).parent / "client" / "behaviours.py").read_text(encoding="utf-8"))
    names = [each.name for each in parsed.body if isinstance(each, ast.FunctionDef)]
    return [name for name in names if not name.startswith("_")]


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Report:
    """Return what the client reports; it tries everything once per test run."""
    made: Report = once(tmp_path_factory, worker_id, "gitlab-mlops", _try_everything)
    return made


def _try_everything(folder: Path) -> Report:
    python, written = python_of_client(), folder / "report.json"
    with serving(folder) as server:
        done = subprocess.run(
            [python, "-m", "tests.gitlab_mlops.client", written, *_behaviours()],
            cwd=folder,
            env={"PATH": os.environ["PATH"], "HOME": str(folder), "PYTHONPATH": str(ROOT)} | QUIET | server.variables(),
            capture_output=True,
            encoding="utf-8",
            timeout=CLIENT_SECONDS,
            check=False,
        )
    if done.returncode != 0:
        return dict.fromkeys(_behaviours(), f"the client died: {done.stdout}{done.stderr}")
    report: Report = json.loads(written.read_text(encoding="utf-8"))
    return report


@pytest.mark.parametrize("behaviour", _behaviours())
def test_with_the_client_of_gitlab(report: Report, behaviour: str) -> None:
    assert report[behaviour] == "ok", report[behaviour]
