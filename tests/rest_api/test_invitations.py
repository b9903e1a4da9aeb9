"""GitLab's calls about invitations."""

from typing import Any

import httpx
import pytest

from modelstead.domain.project import Visibility
from modelstead.services import projects
from tests.people import People
from tests.rest_api.calling import refused
from tests.serving import Running


def call(
    server: Running, people: People, who: str, method: str, path: str = "", *, place: str = "", **body: Any
) -> httpx.Response:
    place = place or f"projects/{people.project.id}"
    headers = {"PRIVATE-TOKEN": getattr(people, who)} if who else {}
    url = f"{server.url}/api/v4/{place}/invitations{path}"
    return server.http.request(method, url, json=body or None, headers=headers)


def test_an_invitation_is_made_listed_and_revoked(server: Running, people: People) -> None:
    made = call(server, people, "maintainer", "POST", email="new@example.com", access_level=30, expires_at="2099-01-01")
    assert made.status_code == 201
    assert made.json()["status"] == "success"
    (link,) = made.json()["invitations"]
    assert link["invite_email"] == "new@example.com"
    assert link["url"].startswith(f"{server.url}/-/invitations?secret=")
    assert server.http.get(link["url"]).status_code == 200
    listed = call(server, people, "maintainer", "GET")
    assert listed.headers["x-total"] == "1"
    (row,) = listed.json()
    assert (row["invite_email"], row["access_level"], row["expires_at"]) == (
        "new@example.com",
        30,
        "2099-01-01T00:00:00.000Z",
    )
    assert row["created_by_name"].startswith("maintainer-of-")
    assert "secret" not in listed.text
    assert call(server, people, "maintainer", "DELETE", "/new%40example.com").status_code == 204
    assert call(server, people, "maintainer", "GET").json() == []
    assert server.http.get(link["url"]).status_code == 404
    refused(call(server, people, "maintainer", "DELETE", "/new%40example.com"), 404, "no open invitation")


def test_several_are_invited_at_once_and_what_is_wrong_is_told_of_each(server: Running, people: People) -> None:
    emails = "one@example.com, two@example.com,nobody"
    answer = call(server, people, "owner", "POST", email=emails, access_level=20)
    assert (answer.status_code, answer.json()["status"]) == (201, "error")
    assert list(answer.json()["message"]) == ["nobody"]
    assert [each["invite_email"] for each in answer.json()["invitations"]] == ["one@example.com", "two@example.com"]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"access_level": 30}, "email is missing."),
        ({"email": "a@b.c"}, "access_level is missing."),
        ({"email": "a@b.c", "access_level": 31}, "access_level does not have a valid value"),
        ({"email": "nobody", "access_level": 30}, "'nobody' is not an email address."),
        ({"email": "", "access_level": 30}, "1 to 100 addresses"),
        ({"email": "a@b.c", "access_level": 30, "expires_at": "2001-01-01"}, "expires_at must be after today"),
    ],
)
def test_bad_values_are_refused(server: Running, people: People, body: dict[str, Any], words: str) -> None:
    refused(call(server, people, "owner", "POST", **body), 400, words)


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("administrator", 201),
        ("owner", 201),
        ("maintainer", 201),
        ("developer", 403),
        ("reporter", 403),
        ("guest", 403),
        ("project_bot", 403),
        ("read_only", 403),
        ("outsider", 404),
        ("expired", 401),
        ("revoked", 401),
        ("", 401),
    ],
)
def test_maintainers_invite_to_a_project(server: Running, people: People, who: str, status: int) -> None:
    answer = call(server, people, who, "POST", email="x@example.com", access_level=10)
    assert answer.status_code == status
    assert call(server, people, who, "GET").status_code == (200 if status == 201 else status)
    assert call(server, people, who, "DELETE", "/x%40example.com").status_code == (204 if status == 201 else status)


def test_nobody_invites_above_their_own_role(server: Running, people: People) -> None:
    refused(call(server, people, "maintainer", "POST", email="x@example.com", access_level=50), 403, "above yours")


def test_a_group_invites_like_a_project(server: Running, people: People) -> None:
    path = f"group-{people.project.id}/project"
    server.server.database.write_now(projects.create, path, Visibility.PRIVATE)
    place = f"groups/group-{people.project.id}"
    answer = call(server, people, "administrator", "POST", place=place, email="x@example.com", access_level=50)
    assert answer.status_code == 201
    assert server.http.get(answer.json()["invitations"][0]["url"]).status_code == 200
    listed = call(server, people, "administrator", "GET", place=place)
    assert [row["access_level"] for row in listed.json()] == [50]
    assert call(server, people, "owner", "GET", place=place).status_code == 404
