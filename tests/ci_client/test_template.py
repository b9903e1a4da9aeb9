"""The template of a pipeline that trains, registers and promotes: what it declares, and what its scripts do."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]  # it ships no types

from tests import ci_issuers
from tests.identity_provider import Provider
from tests.people import People
from tests.serving import Running

pytestmark = pytest.mark.timeout(900)  # the first test of a client makes its environment

TEMPLATE = Path(__file__).parents[2] / "ci" / "templates" / "train-register-promote.yml"
INPUT = re.compile(r"\$\[\[ inputs\.(\w+) \]\]")
HEREDOC = re.compile(r"<<'END'\n(.*)\nEND", re.DOTALL)
TRAIN = """
import mlflow
for accuracy in (0.5, 0.9, 0.7):
    with mlflow.start_run(run_name=f"accuracy {accuracy}"):
        mlflow.log_metric("accuracy", accuracy)
        mlflow.log_text("flavors: {}", "model/MLmodel")
print("done")
"""


def documents() -> tuple[Any, Any]:
    header, jobs = yaml.safe_load_all(TEMPLATE.read_text())
    return header, jobs


def script(job: str) -> str:
    """Return the Python of a job."""
    found = HEREDOC.search("\n".join(documents()[1][job]["script"]))
    assert found is not None
    return found[1]


def test_every_input_that_is_declared_is_used_and_described() -> None:
    inputs = documents()[0]["spec"]["inputs"]
    assert set(INPUT.findall(TEMPLATE.read_text())) == set(inputs)
    assert all(each["description"] for each in inputs.values())


def test_jobs_have_an_id_token_for_the_server_and_wait_for_each_other() -> None:
    jobs = documents()[1]
    server = "$[[ inputs.server ]]"
    assert jobs[".with-mlflow"]["id_tokens"] == {"MLFLOW_TRACKING_TOKEN": {"aud": server}}
    assert [jobs[name].get("needs") for name in ("train", "register", "promote")] == [None, ["train"], ["register"]]
    assert {jobs[name]["extends"] for name in ("train", "register", "promote")} == {".with-mlflow"}


def test_the_best_run_of_the_pipeline_becomes_a_version_and_gets_the_alias(
    server: Running,
    people: People,
    issuer: Provider,
    run_in_job: Callable[..., str],
    tmp_path: Path,
) -> None:
    ci_issuers.trust(server, people.project, issuer.issuer)

    def token(job: str, pipeline: str) -> str:
        claims = ci_issuers.gitlab(issuer.issuer, server.url, job_id=job, pipeline_id=pipeline)
        return ci_issuers.token(issuer, claims)

    run_in_job("3", TRAIN.replace("0.9", "0.95"), token("1", "573"))  # of another pipeline, and better
    run_in_job("3", TRAIN, token("2", "574"))
    variables = {
        "CI_PIPELINE_ID": "574",
        "MODEL_NAME": "churn",
        "RUN_ORDER": "metrics.accuracy DESC",
        "RUN_ARTIFACT": "model",
        "MODEL_ALIAS": "champion",
    }
    printed = run_in_job("3", script("register"), token("3", "574"), **variables)
    assert printed == "Run accuracy 0.9 is version 1 of churn."
    name, _, value = (tmp_path / "version.env").read_text().strip().partition("=")
    run_in_job("3", script("promote"), token("4", "574"), **variables, **{name: value})
    developer = server.client(people.developer, people.project.id)
    found = developer.get("registered-models/alias", name="churn", alias="champion").json()["model_version"]
    assert found["version"] == "1"
    headers = {"PRIVATE-TOKEN": people.developer}
    job = server.http.get(f"{server.url}/api/v4/projects/{people.project.id}/jobs/3", headers=headers).json()
    assert [each["name"] for each in job["model_versions"]] == ["churn"]
