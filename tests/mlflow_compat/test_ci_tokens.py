"""Stock clients with the ID token of a CI job as MLFLOW_TRACKING_TOKEN, and nothing else that tells of CI."""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from modelstead.domain.ci_job import CiJob
from modelstead.domain.project import Project, Visibility
from modelstead.services import projects
from modelstead.store import ci_jobs
from modelstead.store.transaction import Transaction
from tests.ci_issuers import LOOPBACK, github, gitlab, token, trust
from tests.identity_provider import Claims, Provider, identity_provider
from tests.mlflow_compat.conftest import CLIENT_SECONDS, HERE, IMPATIENT, QUIET
from tests.mlflow_compat.environments import python_of
from tests.serving import Running, running

SCRIPT = HERE / "scripts" / "train_by_id_token.py"


@pytest.fixture
def issuer() -> Iterator[Provider]:
    with identity_provider() as started:
        yield started


@pytest.fixture
def ci_server(tmp_path: Path) -> Iterator[Running]:
    with running(tmp_path / "server", ci_allowed_addresses=LOOPBACK) as started:
        yield started


def trained(client: str, server: Running, project: Project, credential: str, home: Path) -> dict[str, str]:
    """Let a job train in an environment with two variables of MLflow's, and return what it prints."""
    variables = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "MLFLOW_TRACKING_URI": f"{server.url}/api/v4/projects/{project.id}/ml/mlflow",
        "MLFLOW_TRACKING_TOKEN": credential,
    }
    done = subprocess.run(
        [python_of(client), SCRIPT],
        cwd=home,
        env={**variables, **QUIET, **IMPATIENT},
        capture_output=True,
        encoding="utf-8",
        timeout=CLIENT_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    printed: dict[str, str] = json.loads(done.stdout.splitlines()[-1])
    return printed


def jobs_of(tx: Transaction, run_id: str) -> tuple[CiJob, CiJob]:
    """Return the job of a run, and of the version that was made of it."""
    row = tx.one("SELECT r.id, v.id FROM runs r JOIN model_versions v ON v.run_id = r.id WHERE r.run_id = ?", (run_id,))
    assert row is not None
    return ci_jobs.of_runs(tx, [row[0]])[row[0]], ci_jobs.of_versions(tx, [row[1]])[row[1]]


@pytest.mark.parametrize("client", ["1.30", "3"])
def test_a_job_logs_by_its_id_token_and_is_known_without_a_tag(
    ci_server: Running, issuer: Provider, tmp_path: Path, client: str
) -> None:
    database = ci_server.server.database
    trusting, other = (
        database.write_now(projects.create, f"vision/{name}", Visibility.PRIVATE) for name in ("defects", "other")
    )
    trust(ci_server, trusting, issuer.issuer, ref="main", only_protected=True)
    trust(ci_server, trusting, issuer.issuer, project_path="octo-org/*")
    of_gitlab, of_github = gitlab(issuer.issuer, ci_server.url), github(issuer.issuer, ci_server.url)
    told: dict[str, tuple[Claims, tuple[str, ...]]] = {
        "3": (of_gitlab, ("302", "574", "main", "sidney.jones", "vision/defects")),
        "1.30": (of_github, ("9876543210-2", "9876543210", "main", "octocat", "octo-org/octo-repo")),
    }
    claims, expected = told[client]
    printed = trained(client, ci_server, trusting, token(issuer, claims), tmp_path)
    for job in database.read_now(jobs_of, printed["run"]):
        assert (job.job_id, job.pipeline_id, job.ref, job.user_login, job.project_path) == expected
        assert job.is_verified
    refused = trained(client, ci_server, other, token(issuer, claims), tmp_path)
    assert list(refused) == ["error"]
    assert "ID token is not accepted here" in refused["error"]
