"""Where a project asks about its CI jobs: set by maintainers, with a token that nobody sees again."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.people import People, settle
from tests.rest_api.calling import Rest, good, refused, rest
from tests.rest_api.ci import put, sent
from tests.serving import Running, running
from tests.stub_gitlab import PROJECT, TOKEN, StubGitLab, stub_gitlab

WANTED = {"url": "https://1.1.1.1", "project_path": PROJECT, "token": TOKEN}


@pytest.fixture
def maintainer(server: Running, people: People) -> Rest:
    return rest(server, people.maintainer, people.project.id)


def test_a_source_is_set_read_changed_and_removed_and_its_token_is_never_shown(maintainer: Rest) -> None:
    refused(maintainer.get("ci_source"), 404, "no CI source")
    answer = sent(maintainer, "PUT", "ci_source", **WANTED | {"url": "https://1.1.1.1/api/v4/"})
    assert TOKEN not in answer.text
    made = good(answer)
    assert made | {"updated_at": ""} == {
        "url": "https://1.1.1.1",
        "project_path": PROJECT,
        "has_token": True,
        "last_error": "",
        "updated_at": "",
        "waiting": 0,
    }
    assert good(maintainer.get("ci_source")) == made
    assert put(maintainer, "ci_source", url="https://1.1.1.1", project_path="vision/other")["has_token"]
    assert not put(maintainer, "ci_source", url="https://1.1.1.1", project_path=PROJECT, token="")["has_token"]
    assert maintainer.delete("ci_source").status_code == 204
    refused(maintainer.delete("ci_source"), 404)


def test_a_token_is_not_sent_to_an_address_that_it_was_not_given_for(maintainer: Rest) -> None:
    put(maintainer, "ci_source", **WANTED)
    refused(sent(maintainer, "PUT", "ci_source", url="https://8.8.8.8", project_path=PROJECT), 400, "'token'")
    assert good(maintainer.get("ci_source"))["url"] == "https://1.1.1.1"


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"url": "http://1.1.1.1"}, "ci_allowed_addresses"),
        ({"url": "https://127.0.0.1"}, "not public"),
        ({"url": "https://169.254.169.254"}, "not public"),
        ({"url": "https://[::1]"}, "not public"),
        ({"url": "https://user:word@1.1.1.1"}, "user or password"),
        ({"url": "https://1.1.1.1/?x=1"}, "query"),
        ({"url": "ftp://1.1.1.1"}, "http"),
        ({"url": "https://1.1.1.1/" + "x" * 2000}, "url"),
        ({"project_path": "defects"}, "project_path"),
        ({"project_path": "../../admin"}, "project_path"),
        ({"project_path": "vision/defects?x"}, "project_path"),
        ({"token": "a b"}, "token"),
        ({"token": "a\r\nHost: x"}, "token"),
        ({"token": "x" * 2000}, "token"),
    ],
)
def test_what_cannot_be_asked_is_refused(maintainer: Rest, changes: dict[str, str], what: str) -> None:
    refused(sent(maintainer, "PUT", "ci_source", **WANTED | changes), 400, what)
    refused(maintainer.get("ci_source"), 404)


def test_only_maintainers_see_and_set_it(server: Running, people: People, maintainer: Rest) -> None:
    put(maintainer, "ci_source", **WANTED)
    for name in ("developer", "reporter", "guest"):
        one = rest(server, getattr(people, name), people.project.id)
        answers = (one.get("ci_source"), sent(one, "PUT", "ci_source", **WANTED), one.delete("ci_source"))
        assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert rest(server, people.outsider, people.project.id).get("ci_source").status_code == 404


@pytest.fixture
def gitlab() -> Iterator[StubGitLab]:
    with stub_gitlab() as made:
        yield made


def test_a_run_tagged_with_a_number_alone_shows_its_job_a_moment_later(tmp_path: Path, gitlab: StubGitLab) -> None:
    gitlab.add(302)
    with running(tmp_path, ci_allowed_addresses=("127.0.0.1",)) as server:
        people = settle(server.server, "ci-resolved/project")
        source = {"url": gitlab.url, "project_path": PROJECT, "token": TOKEN}
        put(rest(server, people.maintainer, people.project.id), "ci_source", **source)
        mlflow = server.client(people.developer, people.project.id)
        tags = [{"key": "gitlab.CI_JOB_ID", "value": "302"}]
        assert mlflow.post("runs/create", experiment_id="0", tags=tags).status_code == 200
        api = rest(server, people.developer, people.project.id)
        for _ in range(200):
            found = good(api.get("jobs/302"))
            if found["resolved"]:
                break
            time.sleep(0.05)
    assert (found["name"], found["verified"], found["user"]["username"]) == ("train", True, "developer")
    assert len(found["runs"]) == 1
