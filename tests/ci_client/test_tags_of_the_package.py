"""What modelstead-ci tells of a job: what the server reads, and nothing else."""

import pytest

import modelstead_ci
from modelstead import limits
from modelstead.domain.ci_job import TAGS, CiSystem, from_tags
from modelstead_ci import CiJobContext, job_tags
from tests.ci_client.variables import GITHUB, GITLAB

STATUS = "gitlab.CI_JOB_STATUS"  # no job knows its own


@pytest.fixture(autouse=True)
def _outside_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in {"GITLAB_CI", "GITHUB_ACTIONS", *modelstead_ci.GITLAB, *(f"GITHUB_{x}" for x in modelstead_ci.GITHUB)}:
        monkeypatch.delenv(name, raising=False)


def enter(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str]) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)


def test_it_sends_the_tags_that_the_server_reads() -> None:
    sent = {f"gitlab.{name}" for name in modelstead_ci.GITLAB} | {f"github.{name}" for name in modelstead_ci.GITHUB}
    assert sent == TAGS - {STATUS}


def test_a_job_of_gitlab_is_told_by_its_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    enter(monkeypatch, GITLAB)
    assert CiJobContext().in_context()
    found = from_tags(CiJobContext().tags())
    assert found is not None
    assert (found.system, found.job_id, found.pipeline_id, found.user_login) == (
        CiSystem.GITLAB,
        "4711",
        "574",
        "developer",
    )
    assert found.merge_request_url == "https://gitlab.example.com/vision/defects/-/merge_requests/12"


def test_a_job_of_github_is_told_by_its_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    enter(monkeypatch, GITHUB)
    assert CiJobContext().in_context()
    found = from_tags(CiJobContext().tags())
    assert found is not None
    assert (found.system, found.job_id, found.ref) == (CiSystem.GITHUB, "9876543210-2", "better-labels")
    assert found.url == "https://github.com/vision/defects/actions/runs/9876543210/attempts/2"
    assert found.merge_request_url == "https://github.com/vision/defects/pull/12"


@pytest.mark.parametrize("sign", ["GITLAB_CI", "CI_JOB_ID", "GITHUB_ACTIONS", "GITHUB_RUN_ID"])
def test_outside_a_job_it_tells_nothing(monkeypatch: pytest.MonkeyPatch, sign: str) -> None:
    variables = next(each for each in (GITLAB, GITHUB) if sign in each)
    enter(monkeypatch, {name: value for name, value in variables.items() if name != sign})
    assert not CiJobContext().in_context()
    assert CiJobContext().tags() == {}


def test_it_sends_no_other_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    secrets = {"CI_JOB_TOKEN": "secret", "CI_REGISTRY_PASSWORD": "secret", "CI_JOB_JWT": "secret"}
    enter(monkeypatch, GITLAB | secrets | {"GITHUB_TOKEN": "secret", "MLFLOW_TRACKING_TOKEN": "secret"})
    assert "secret" not in job_tags().values()


def test_a_long_value_is_cut_and_an_empty_one_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    enter(monkeypatch, GITLAB | {"CI_COMMIT_TITLE": "x" * 100_000, "CI_ENVIRONMENT_NAME": ""})
    tags = job_tags()
    assert tags["gitlab.CI_COMMIT_TITLE"] == "x" * modelstead_ci.VALUE_LENGTH
    assert "gitlab.CI_ENVIRONMENT_NAME" not in tags
    assert limits.CI_FACT_LENGTH == modelstead_ci.VALUE_LENGTH
