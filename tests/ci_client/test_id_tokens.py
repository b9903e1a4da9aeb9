"""Stock clients with the ID token of a job as their token: no secret is stored, and nothing is tagged."""

from collections.abc import Callable
from pathlib import Path

import pytest

from modelstead.domain.ci_job import CiJob, CiSystem
from tests import ci_issuers
from tests.ci_client.variables import GITLAB
from tests.identity_provider import Provider
from tests.people import People
from tests.serving import Running

pytestmark = pytest.mark.timeout(900)  # the first test of a client makes its environment

SCRIPT = """
import mlflow
with mlflow.start_run() as run:
    mlflow.log_metric("loss", 0.25)
print(run.info.run_id)
"""
RunInJob = Callable[..., str]
JobOf = Callable[[str], CiJob | None]


def test_a_run_of_a_job_of_gitlab_is_linked(
    server: Running, people: People, issuer: Provider, run_in_job: RunInJob, job_of: JobOf
) -> None:
    ci_issuers.trust(server, people.project, issuer.issuer)
    token = ci_issuers.token(issuer, ci_issuers.gitlab(issuer.issuer, server.url))
    job = job_of(run_in_job("3", SCRIPT, token))
    assert job is not None
    assert (job.system, job.job_id, job.pipeline_id, job.ref) == (CiSystem.GITLAB, "302", "574", "main")
    assert (job.user_login, job.is_verified) == ("sidney.jones", True)


def test_a_run_of_a_workflow_of_github_is_linked(
    server: Running, people: People, issuer: Provider, run_in_job: RunInJob, job_of: JobOf
) -> None:
    ci_issuers.trust(server, people.project, issuer.issuer, project_path="octo-org/octo-repo")
    token = ci_issuers.token(issuer, ci_issuers.github(issuer.issuer, server.url))
    job = job_of(run_in_job("2.22", SCRIPT, token))
    assert job is not None
    assert (job.system, job.job_id, job.stage, job.ref) == (CiSystem.GITHUB, "9876543210-2", "train", "main")
    assert (job.user_login, job.is_verified) == ("octocat", True)


def test_the_package_completes_what_the_token_says(
    server: Running, people: People, issuer: Provider, run_in_job: RunInJob, job_of: JobOf, installed: Path
) -> None:
    ci_issuers.trust(server, people.project, issuer.issuer)
    token = ci_issuers.token(issuer, ci_issuers.gitlab(issuer.issuer, server.url, job_id="4711"))
    job = job_of(run_in_job("3", SCRIPT, token, PYTHONPATH=str(installed), **GITLAB))
    assert job is not None
    assert (job.job_id, job.ref, job.user_login) == ("4711", "main", "sidney.jones")
    assert (job.name, job.commit_title) == ("train", "Look at the labels again")


def test_a_job_tells_how_it_ended_by_its_token(server: Running, people: People, issuer: Provider) -> None:
    ci_issuers.trust(server, people.project, issuer.issuer)
    headers = {"PRIVATE-TOKEN": ci_issuers.token(issuer, ci_issuers.gitlab(issuer.issuer, server.url))}
    job = f"{server.url}/api/v4/projects/{people.project.id}/jobs/302"
    assert server.http.put(job, headers=headers, json={"status": "success"}).status_code == 200
    assert server.http.get(job, headers=headers).json()["status"] == "success"
