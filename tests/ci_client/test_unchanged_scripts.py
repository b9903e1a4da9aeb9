"""Training scripts that know nothing of CI, beside modelstead-ci as pip installs it."""

import importlib.metadata
from collections.abc import Callable
from pathlib import Path

import pytest

from modelstead.domain.ci_job import CiJob, CiSystem
from tests.ci_client.variables import GITHUB, GITLAB
from tests.mlflow_compat.environments import CLIENTS

pytestmark = pytest.mark.timeout(900)  # the first test of a client makes its environment

SCRIPT = """
import mlflow
with mlflow.start_run() as run:
    mlflow.log_metric("loss", 0.25)
print(run.info.run_id)
"""
RunInJob = Callable[..., str]
JobOf = Callable[[str], CiJob | None]


@pytest.mark.parametrize("client", CLIENTS)
def test_a_run_in_gitlab_ci_is_linked(run_in_job: RunInJob, job_of: JobOf, installed: Path, client: str) -> None:
    job = job_of(run_in_job(client, SCRIPT, PYTHONPATH=str(installed), **GITLAB))
    assert job is not None
    assert (job.system, job.job_id, job.name, job.stage) == (CiSystem.GITLAB, "4711", "train", "train")
    assert (job.pipeline_id, job.pipeline_source) == ("574", "merge_request_event")
    assert (job.ref, job.commit_sha) == ("better-labels", GITLAB["CI_COMMIT_SHA"])
    assert (job.merge_request_iid, job.merge_request_title) == ("12", "Better labels")
    assert (job.user_login, job.user_name) == ("developer", "A developer")
    assert (job.url, job.pipeline_url) == (GITLAB["CI_JOB_URL"], GITLAB["CI_PIPELINE_URL"])


def test_a_run_in_github_actions_is_linked(run_in_job: RunInJob, job_of: JobOf, installed: Path) -> None:
    job = job_of(run_in_job("3", SCRIPT, PYTHONPATH=str(installed), **GITHUB))
    assert job is not None
    assert (job.system, job.job_id, job.name, job.stage) == (CiSystem.GITHUB, "9876543210-2", "train", "Train")
    assert (job.pipeline_id, job.ref, job.user_login) == ("9876543210", "better-labels", "octocat")


def test_a_run_with_the_variables_but_outside_ci_is_not(run_in_job: RunInJob, job_of: JobOf, installed: Path) -> None:
    variables = {name: value for name, value in GITLAB.items() if name != "GITLAB_CI"}
    assert job_of(run_in_job("3", SCRIPT, PYTHONPATH=str(installed), **variables)) is None


def test_the_package_needs_nothing_and_brings_its_types_and_licence(installed: Path) -> None:
    (found,) = importlib.metadata.distributions(path=[str(installed)])
    assert found.metadata["Name"] == "modelstead-ci"
    assert not found.requires
    assert {(each.group, each.value) for each in found.entry_points} == {
        ("mlflow.run_context_provider", "modelstead_ci:CiJobContext"),
        ("mlflow.request_header_provider", "modelstead_ci.github_token:GitHubToken"),
    }
    files = {file.name for file in found.files or ()}
    assert {"__init__.py", "py.typed", "LICENSE"} <= files
