"""CI jobs and pipelines by python-gitlab."""

from tests.people import People
from tests.python_gitlab.conftest import Client
from tests.rest_api.calling import rest
from tests.rest_api.ci import put
from tests.serving import Running


def test_jobs_and_pipelines_are_read(client: Client, server: Running, people: People) -> None:
    api = rest(server, people.developer, people.project.id)
    put(
        api,
        "jobs/302",
        name="train",
        status="success",
        ref="main",
        sha="714a629c",
        pipeline_id=574,
        user_login="developer",
    )
    project = client("guest").projects.get(people.project.id)
    (job,) = project.jobs.list(get_all=True)
    assert (job.id, job.name, job.status, job.pipeline["id"]) == (302, "train", "success", 574)
    assert project.jobs.get(302).user["username"] == "developer"
    pipeline = project.pipelines.get(574)
    assert (pipeline.status, pipeline.ref, pipeline.sha) == ("success", "main", "714a629c")
    assert [each.id for each in pipeline.jobs.list(get_all=True)] == [302]
