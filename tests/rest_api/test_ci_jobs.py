"""CI jobs and pipelines in GitLab's shape: read by who reads the project, told of by developers."""

import pytest

from modelstead import limits
from modelstead.domain import ci_job
from modelstead.domain.ci_job import CiSystem
from modelstead.domain.project import Visibility
from modelstead.services import ci_links
from tests.people import People, settle
from tests.rest_api.calling import Rest, good, refused, rest
from tests.rest_api.ci import put, sent
from tests.serving import Mlflow, Running

SHA = "714a629c0b401fdce83e847fc9589983fc6f46bc"
FACTS = {
    "name": "train",
    "stage": "build",
    "status": "running",
    "ref": "main",
    "sha": SHA,
    "commit_title": "Train for longer",
    "pipeline_id": 574,
    "pipeline_url": "https://gitlab.example.com/vision/defects/-/pipelines/574",
    "source": "push",
    "web_url": "https://gitlab.example.com/vision/defects/-/jobs/302",
    "user_login": "developer",
    "user_name": "A developer",
}


def test_a_job_that_tells_of_itself_is_read_as_gitlab_shows_jobs(api: Rest) -> None:
    told = put(api, "jobs/302", **FACTS)
    assert told == good(api.get("jobs/302"))
    project = int(api.base.rstrip("/").rpartition("/")[2])
    assert told | {"created_at": ""} == {
        "id": 302,
        "name": "train",
        "stage": "build",
        "status": "running",
        "ref": "main",
        "created_at": "",
        "web_url": "https://gitlab.example.com/vision/defects/-/jobs/302",
        "commit": {"id": SHA, "short_id": "714a629c", "title": "Train for longer"},
        "pipeline": {
            "id": 574,
            "project_id": project,
            "ref": "main",
            "sha": SHA,
            "status": "running",
            "source": "push",
            "web_url": "https://gitlab.example.com/vision/defects/-/pipelines/574",
        },
        "user": {"username": "developer", "name": "A developer"},
        "system": "gitlab",
        "verified": False,
        "resolved": True,
        "environment": "",
        "merge_request": None,
        "runs": [],
        "model_versions": [],
    }
    assert put(api, "jobs/302", status="success")["status"] == "success"
    assert good(api.get("jobs/302"))["name"] == "train"


def test_a_job_lists_its_runs_and_versions(api: Rest, developer: Mlflow) -> None:
    tags = [{"key": "gitlab.CI_JOB_ID", "value": "303"}]
    runs = [developer.post("runs/create", experiment_id="0", tags=tags).json()["run"]["info"] for _ in range(2)]
    developer.post("runs/delete", run_id=runs[0]["run_id"])
    developer.post("registered-models/create", name="defects")
    for run_id, more in ((runs[1]["run_id"], []), ("", tags)):
        made = developer.post(
            "model-versions/create", name="defects", source="s3://bucket/model", run_id=run_id, tags=more
        )
        assert made.status_code == 200, made.text
    found = good(api.get("jobs/303"))
    assert found["runs"] == [runs[1]["run_id"]]
    assert [(each["name"], each["version"]) for each in found["model_versions"]] == [("defects", "2"), ("defects", "1")]
    assert (found["resolved"], found["pipeline"], found["user"], found["commit"]) == (False, None, None, None)
    assert good(api.get("jobs"))[0] == found


def test_jobs_are_listed_the_newest_first_and_by_pipeline(api: Rest) -> None:
    for number in range(1, 6):
        put(api, f"jobs/{number}", pipeline_id="7" if number % 2 else "8", status="success")
    assert [job["id"] for job in good(api.get("jobs"))] == [5, 4, 3, 2, 1]
    page = api.get("jobs", pipeline_id="7", per_page=2, page=2)
    assert ([job["id"] for job in good(page)], page.headers["x-total"]) == ([1], "3")
    assert "pipeline_id=7" in page.headers["link"]
    assert [job["id"] for job in good(api.get("pipelines/8/jobs"))] == [4, 2]
    refused(api.get("pipelines/9/jobs"), 404)


def test_a_pipeline_is_what_its_jobs_tell(api: Rest) -> None:
    put(api, "jobs/1", **FACTS | {"status": "success"})
    put(api, "jobs/2", pipeline_id=574, status="failed")
    found = good(api.get("pipelines/574"))
    assert (found["id"], found["ref"], found["sha"], found["status"]) == (574, "main", SHA, "failed")
    assert (found["source"], found["user"]["username"], found["system"]) == ("push", "developer", "gitlab")
    assert found["web_url"] == FACTS["pipeline_url"]
    put(api, "jobs/2", status="running")
    assert good(api.get("pipelines/574"))["status"] == "running"
    changed = put(api, "pipelines/574", ref="release", web_url="https://gitlab.example.com/p/574")
    assert (changed["ref"], changed["web_url"]) == ("release", "https://gitlab.example.com/p/574")
    assert {job["ref"] for job in good(api.get("jobs"))} == {"release"}
    refused(sent(api, "PUT", "pipelines/575", ref="main"), 404, "no job of a pipeline 575")


def test_a_workflow_of_github_is_a_job_too(api: Rest) -> None:
    found = put(api, "jobs/9876543210-2", pipeline_id="9876543210", ref="main")
    assert (found["id"], found["system"], found["pipeline"]["id"]) == ("9876543210-2", "github", 9876543210)
    assert good(api.get("pipelines/9876543210"))["system"] == "github"


def test_what_an_id_token_said_stays(server: Running, people: People, api: Rest) -> None:
    facts = ci_job.facts(CiSystem.GITLAB, "11", {"ref": "main", "user_login": "developer"})
    server.server.database.write_now(ci_links.note, people.project.id, facts, is_verified=True)
    found = put(api, "jobs/11", ref="release", user_login="eve", name="train", status="running")
    assert (found["ref"], found["user"]["username"], found["name"]) == ("main", "developer", "train")
    assert found["verified"]
    assert put(api, "jobs/11", status="success", name="other") | {"status": "running"} == found


def test_a_job_is_its_projects_alone(server: Running, people: People, api: Rest) -> None:
    put(api, "jobs/302", **FACTS)
    other = settle(server.server, "ci-elsewhere/project")
    elsewhere = rest(server, other.developer, other.project.id)
    refused(elsewhere.get("jobs/302"), 404)
    assert put(elsewhere, "jobs/302", name="theirs")["name"] == "theirs"
    assert good(api.get("jobs/302"))["name"] == "train"
    refused(rest(server, other.developer, people.project.id).get("jobs"), 404)


def test_guests_read_and_developers_tell(server: Running, people: People, api: Rest) -> None:
    put(api, "jobs/302", **FACTS)
    for name, status in (("guest", 403), ("reporter", 403), ("read_only", 403), ("developer", 200)):
        one = rest(server, getattr(people, name), people.project.id)
        assert good(one.get("jobs/302"))["name"] == "train"
        for path in ("jobs/302", "pipelines/574"):
            assert sent(one, "PUT", path, ref="main").status_code == status
    assert people.project.visibility is Visibility.PRIVATE


@pytest.mark.parametrize("name", ["x", "-1", "1-", "1-x", "1" * 21, "%D9%A1", "1%00"])
def test_what_is_no_number_of_a_job_is_refused(api: Rest, name: str) -> None:
    assert sent(api, "PUT", f"jobs/{name}", name="train").status_code == 400
    assert api.get(f"jobs/{name}").status_code in (400, 404)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("ref", "x" * (limits.CI_FACT_LENGTH + 1)),
        ("web_url", "javascript:alert(1)"),
        ("pipeline_url", 'https://x/"onclick='),
        ("name", 5),
        ("pipeline_id", {"a": 1}),
    ],
)
def test_a_fact_that_breaks_a_rule_is_refused_and_nothing_is_stored(api: Rest, field: str, value: object) -> None:
    assert sent(api, "PUT", "jobs/1", **{field: value}).status_code == 400
    refused(api.get("jobs/1"), 404)
