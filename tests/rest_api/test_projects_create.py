"""POST projects, and GET of one: what a new project is, and where it may be."""

import re

import pytest

from tests.people import People
from tests.rest_api.accounts import Api, api, made
from tests.rest_api.calling import good, refused
from tests.rest_api.places import group, join, name, project
from tests.serving import Running

TIME = re.compile(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


@pytest.fixture
def ada(server: Running, people: People) -> Api:
    return api(server, people.outsider)


def test_a_project_is_shown_as_gitlab_shows_it(server: Running, ada: Api) -> None:
    above = group(ada, name="The Team")
    slug = name()
    found = made(
        ada.post("projects", name="Defects of Welds", path=slug, namespace_id=above["id"], description="All of them")
    )
    number, path, url = found["id"], f"{above['full_path']}/{slug}", server.url
    times = [found.pop(field) for field in ("created_at", "updated_at", "last_activity_at")]
    assert all(TIME.fullmatch(each) for each in times)
    assert found == {
        "id": number,
        "description": "All of them",
        "name": "Defects of Welds",
        "name_with_namespace": "The Team / Defects of Welds",
        "path": slug,
        "path_with_namespace": path,
        "web_url": f"{url}/{path}",
        "avatar_url": None,
        "topics": [],
        "namespace": {
            "id": above["id"],
            "name": "The Team",
            "path": above["path"],
            "kind": "group",
            "full_path": above["full_path"],
            "parent_id": None,
            "avatar_url": None,
            "web_url": f"{url}/groups/{above['full_path']}",
        },
        "tracking_uri": f"{url}/api/v4/projects/{number}/ml/mlflow",
        "visibility": "private",
        "archived": False,
        "creator_id": ada.id,
        "model_experiments_access_level": "enabled",
        "model_registry_access_level": "enabled",
        "packages_enabled": True,
        "_links": {
            "self": f"{url}/api/v4/projects/{number}",
            "members": f"{url}/api/v4/projects/{number}/members",
        },
        "permissions": {"project_access": None, "group_access": {"access_level": 50, "notification_level": 3}},
        "retention_days": None,
        "shared_names": False,
        "quota_bytes": None,
        "used_bytes": 0,
    }


def test_it_is_found_by_id_and_by_path(ada: Api) -> None:
    found = project(ada)
    assert good(ada.get(f"projects/{found['id']}")) == found
    assert good(ada.get(f"projects/{found['path_with_namespace'].replace('/', '%2F')}")) == found


def test_without_a_namespace_it_is_in_the_user_s_own_group_which_they_own(ada: Api) -> None:
    username = good(ada.get("user"))["username"]
    first, second = project(ada), project(ada)
    assert {first["namespace"]["full_path"], second["namespace"]["full_path"]} == {username}
    assert first["permissions"]["group_access"]["access_level"] == 50


def test_a_path_is_made_of_a_name_and_a_name_of_a_path(ada: Api) -> None:
    first, second = name("Big Name!"), name("small_path")
    assert project(ada, name=f"  {first} ?")["path"] == first.lower().replace(" ", "-").replace("!", "").replace(
        "--", "-"
    )
    found = made(ada.post("projects", path=second))
    assert (found["name"], found["path"]) == (second, second)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({}, "name, path are missing"),
        ({"name": "!!!"}, "cannot be part of a path"),
        ({"path": "a/b"}, "cannot be part of a path"),
        ({"path": "1234"}, "cannot be part of a path"),
        ({"path": "x", "name": " "}, "is no name"),
        ({"path": "x", "name": "a\nb"}, "is no name"),
        ({"path": "x", "name": "n" * 256}, "'name' exceeds the maximum length of 255"),
        ({"path": "x", "description": "n" * 2001}, "'description' exceeds the maximum length of 2000"),
        ({"path": "x", "visibility": "secret"}, "visibility is invalid"),
        ({"path": "x", "namespace_id": "one"}, "namespace_id is invalid"),
        ({"path": "x", "namespace_id": -1}, "namespace_id is invalid"),
    ],
    ids=str,
)
def test_what_is_wrong_is_said(ada: Api, fields: dict[str, object], reason: str) -> None:
    refused(ada.post("projects", **fields), 400, reason)


def test_a_taken_path_is_refused_also_in_other_case(ada: Api) -> None:
    found = project(ada)
    for slug in (found["path"], found["path"].upper()):
        answer = ada.post("projects", path=slug)
        refused(answer, 400, "path has already been taken", "There is a project")
    above = group(ada)
    below = group(ada, parent_id=above["id"])
    answer = ada.post("projects", path=below["path"], namespace_id=above["id"])
    refused(answer, 400, "has already been taken", "There is a group")


def test_a_project_is_no_wider_than_its_group(ada: Api) -> None:
    internal = group(ada, visibility="internal")
    project(ada, namespace_id=internal["id"], visibility="internal")
    answer = ada.post("projects", name="wide", namespace_id=internal["id"], visibility="public")
    refused(answer, 400, "visibility public is wider than that of the group", "which is internal")


def test_it_takes_a_developer_of_the_group(server: Running, people: People, ada: Api) -> None:
    above, other = group(ada), api(server, people.guest)
    refused(other.post("projects", name="p", namespace_id=above["id"]), 404, "Group not found.")
    refused(other.post("projects", name="p", namespace_id=999_999), 404, "Group not found.")
    join(ada, "groups", above["id"], other, 20)
    answer = other.post("projects", name="p", namespace_id=above["id"])
    refused(answer, 403, "You may not create projects in the group", "it takes the role developer or higher")
    good(ada.put(f"groups/{above['id']}/members/{other.id}", access_level=30))
    found = project(other, namespace_id=above["id"])
    assert found["permissions"] == {
        "project_access": None,
        "group_access": {"access_level": 30, "notification_level": 3},
    }


def test_strangers_and_readers_create_nothing(server: Running, people: People) -> None:
    refused(api(server, None).post("projects", name="p"), 401)
    refused(api(server, people.read_only).post("projects", name="p"), 403, "insufficient_scope")
    refused(api(server, people.project_bot).post("projects", name="p"), 400, "namespace_id is missing")


def test_somebody_else_s_group_of_the_own_name_is_not_taken(server: Running, people: People, ada: Api) -> None:
    username = good(api(server, people.reporter).get("user"))["username"]
    refused(ada.post("groups", name="g", path=username), 400, "has already been taken", "There is a user")
    refused(ada.post("groups", name="g", path=username.upper()), 400, "There is a user")


def test_a_project_is_ready_to_log_to(server: Running, people: People, ada: Api) -> None:
    found = project(ada)
    assert server.client(people.outsider, found["id"]).run()
