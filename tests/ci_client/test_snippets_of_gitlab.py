"""The snippets of GitLab's page about MLflow clients, as written there, in a job of which the number alone is known."""

import textwrap
from collections.abc import Callable

import pytest

from modelstead.domain.ci_job import CiJob, CiSystem
from tests.people import People
from tests.serving import Running

pytestmark = pytest.mark.timeout(900)  # the first test of a client makes its environment

CANDIDATE = """
    with mlflow.start_run(run_name=f"Candidate {index}"):
      # Your training code

      # Start of snippet to be included
      if os.getenv('GITLAB_CI'):
        mlflow.set_tag('gitlab.CI_JOB_ID', os.getenv('CI_JOB_ID'))
      # End of snippet to be included
"""
VERSION = """
client = MlflowClient()
model_name = '<your_model_name>'
version = '<your_version>'
model_version = client.get_model_version(model_name, version)
run_id = model_version.run_id

# Your training code

if os.getenv('GITLAB_CI'):
    client.set_tag(model_version.run_id, 'gitlab.CI_JOB_ID', os.getenv('CI_JOB_ID'))
"""
BEFORE = """
import os, mlflow
from mlflow import MlflowClient
index = 0
MlflowClient().create_registered_model('<your_model_name>')
MlflowClient().create_model_version('<your_model_name>', source="", tags={"gitlab.version": '<your_version>'})
"""
AFTER = """
print(mlflow.search_runs(output_format="list")[0].info.run_id, run_id)
"""
SCRIPT = (BEFORE + textwrap.dedent(CANDIDATE) + VERSION + AFTER).replace("<your_model_name>", "churn")
SCRIPT = SCRIPT.replace("<your_version>", "1.2.0")


@pytest.mark.parametrize("client", ["2.7", "3"])
def test_they_link_a_candidate_and_a_version_to_the_job(
    server: Running, people: People, run_in_job: Callable[..., str], job_of: Callable[[str], CiJob | None], client: str
) -> None:
    candidate, version = run_in_job(client, SCRIPT, GITLAB_CI="true", CI_JOB_ID="4711").split()
    assert candidate != version
    for run in (candidate, version):
        job = job_of(run)
        assert job is not None
        assert (job.system, job.job_id, job.is_resolved) == (CiSystem.GITLAB, "4711", False)
    address = f"{server.url}/api/v4/projects/{people.project.id}/jobs/4711"
    told = server.http.get(address, headers={"PRIVATE-TOKEN": people.reporter}).json()
    assert (told["id"], told["resolved"], set(told["runs"])) == (4711, False, {candidate, version})
    assert [(each["name"], each["semantic_version"]) for each in told["model_versions"]] == [("churn", "1.2.0")]


def test_outside_ci_they_link_nothing(run_in_job: Callable[..., str], job_of: Callable[[str], CiJob | None]) -> None:
    candidate, version = run_in_job("3", SCRIPT).split()
    assert (job_of(candidate), job_of(version)) == (None, None)
