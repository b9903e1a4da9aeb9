"""Where a run came from, as its tags say."""

import pytest

from modelstead.domain.run_source import Fact, address, facts

COMMIT = "0123456789abcdef0123456789abcdef01234567"


def test_a_run_without_such_tags_says_nothing() -> None:
    assert facts({"mlflow.runName": "a", "other": "b", "gitlab.CI_JOB_ID": ""}) == []


def test_a_ci_job_links_to_what_it_belongs_to() -> None:
    found = facts(
        {
            "gitlab.CI_PROJECT_URL": "https://git.example.com/team/app/",
            "gitlab.CI_JOB_ID": "77",
            "gitlab.CI_PIPELINE_ID": "5",
            "gitlab.CI_MERGE_REQUEST_IID": "3",
            "gitlab.CI_COMMIT_SHA": COMMIT,
            "gitlab.GITLAB_USER_LOGIN": "ada",
        }
    )
    base = "https://git.example.com/team/app/-/"
    assert [(fact.label, fact.text, fact.url) for fact in found] == [
        ("Job", "77", base + "jobs/77"),
        ("Pipeline", "5", base + "pipelines/5"),
        ("Merge request", "3", base + "merge_requests/3"),
        ("Commit", COMMIT[:12], base + "commit/" + COMMIT),
        ("Triggered by", "ada", ""),
    ]


def test_an_address_of_its_own_goes_before_the_one_that_is_guessed() -> None:
    found = facts(
        {"gitlab.CI_JOB_ID": "7", "gitlab.CI_JOB_URL": "https://ci/7", "gitlab.CI_PROJECT_URL": "https://git"}
    )
    assert found == [Fact("Job", "7", "https://ci/7", is_code=True)]


def test_what_a_client_says_of_its_program_is_told() -> None:
    found = facts(
        {
            "mlflow.source.git.commit": COMMIT,
            "mlflow.source.git.repoURL": "https://github.com/team/app.git",
            "mlflow.source.name": "train.py",
            "mlflow.user": "eve",
        }
    )
    assert [(fact.label, fact.text, fact.url) for fact in found] == [
        ("Commit", COMMIT[:12], f"https://github.com/team/app/commit/{COMMIT}"),
        ("Repository", "https://github.com/team/app.git", "https://github.com/team/app.git"),
        ("Source", "train.py", ""),
        ("User", "eve", ""),
    ]


@pytest.mark.parametrize(
    "text", ["javascript:alert(1)", "//host", "http://a b", "https://a'b", "data:x", "", "https://"]
)
def test_a_page_leads_to_web_addresses_only(text: str) -> None:
    assert address(text) == ""
    assert facts({"gitlab.CI_JOB_ID": "7", "gitlab.CI_JOB_URL": text})[0].url == ""


@pytest.mark.parametrize("job", ["7/../../x", "7?x=1", "a b", "<b>"])
def test_a_number_that_is_none_leads_nowhere(job: str) -> None:
    assert facts({"gitlab.CI_JOB_ID": job, "gitlab.CI_PROJECT_URL": "https://git"})[0] == Fact("Job", job, is_code=True)
