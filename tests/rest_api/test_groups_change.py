"""PUT and DELETE groups/:id: settings, paths of all below, the trash."""

import pytest

from tests.people import People
from tests.rest_api.accounts import Api, api
from tests.rest_api.calling import good, refused
from tests.rest_api.places import group, join, name, project
from tests.serving import Running


@pytest.fixture
def ada(server: Running, people: People) -> Api:
    return api(server, people.outsider)


@pytest.fixture
def eve(server: Running, people: People) -> Api:
    return api(server, people.guest)


def test_settings_change_and_what_is_left_out_stays(ada: Api) -> None:
    before = group(ada)
    after = good(ada.put(f"groups/{before['id']}", name="New Name", description="For all", visibility="public"))
    changed = {field for field in before if before[field] != after[field]}
    assert changed == {"name", "full_name", "description", "visibility", "updated_at"}
    assert good(ada.get(f"groups/{before['id']}")) == after


def test_a_new_path_moves_all_that_is_below(server: Running, people: People, ada: Api) -> None:
    above = group(ada)
    middle = group(ada, parent_id=above["id"])
    low, beside = project(ada, namespace_id=middle["id"]), project(ada)
    deleted = project(ada, namespace_id=middle["id"])
    ada.delete(f"projects/{deleted['id']}")
    slug = name("moved")
    good(ada.put(f"groups/{above['id']}", path=slug))
    assert good(ada.get(f"groups/{middle['id']}"))["full_path"] == f"{slug}/{middle['path']}"
    moved = good(ada.get(f"projects/{low['id']}"))
    assert moved["path_with_namespace"] == f"{slug}/{middle['path']}/{low['path']}"
    assert good(ada.get(f"projects/{beside['id']}")) == beside
    for path in (low["path_with_namespace"], middle["full_path"]):
        encoded = path.replace("/", "%2F")
        refused(ada.get(f"projects/{encoded}"), 404)
        refused(ada.get(f"groups/{encoded}"), 404)
    assert server.client(people.outsider, moved["path_with_namespace"].replace("/", "%2F")).run()
    lower = name("lower")
    good(ada.put(f"groups/{middle['id']}", path=lower))
    assert good(ada.get(f"projects/{low['id']}"))["path_with_namespace"] == f"{slug}/{lower}/{low['path']}"


def test_a_path_that_cannot_be_is_refused(server: Running, people: People, ada: Api) -> None:
    first, second = group(ada), group(ada)
    below = group(ada, parent_id=first["id"])
    low = project(ada, namespace_id=first["id"])
    username = good(api(server, people.reporter).get("user"))["username"]
    refused(ada.put(f"groups/{first['id']}", path=second["path"]), 400, "has already been taken")
    refused(ada.put(f"groups/{first['id']}", path=username), 400, "There is a user")
    refused(ada.put(f"groups/{below['id']}", path=low["path"]), 400, "There is a project")
    for slug in ("", "a/b", "12", ".."):
        refused(ada.put(f"groups/{first['id']}", path=slug), 400, "cannot be part of a path")
    assert good(ada.get(f"projects/{low['id']}")) == low


def test_a_path_that_would_be_too_long_below_is_refused(ada: Api) -> None:
    top = parent = group(ada)
    for _ in range(4):
        parent = group(ada, parent_id=parent["id"], path="x" * 200, name="x")
    assert len(parent["full_path"]) > 800
    refused(ada.put(f"groups/{top['id']}", path="y" * 250), 400, "would be longer than 1000 characters")


def test_visibility_has_room_for_all_that_is_inside(ada: Api) -> None:
    above = group(ada, visibility="public")
    below = group(ada, parent_id=above["id"], visibility="internal")
    low = project(ada, namespace_id=below["id"], visibility="internal")
    refused(ada.put(f"groups/{below['id']}", visibility="private"), 400, "is narrower than that of something")
    refused(ada.put(f"groups/{above['id']}", visibility="private"), 400, "which is internal")
    good(ada.put(f"groups/{above['id']}", visibility="internal"))
    refused(ada.put(f"groups/{below['id']}", visibility="public"), 400, "visibility public is wider")
    good(ada.put(f"projects/{low['id']}", visibility="private"))
    good(ada.put(f"groups/{below['id']}", visibility="private"))
    good(ada.put(f"groups/{above['id']}", visibility="private"))


def test_a_deleted_group_takes_all_below_along_and_frees_its_path(server: Running, people: People, ada: Api) -> None:
    above = group(ada)
    middle = group(ada, parent_id=above["id"])
    low = project(ada, namespace_id=middle["id"])
    client = server.client(people.outsider, low["id"])
    run_id = client.run()
    answer = ada.delete(f"groups/{above['id']}")
    assert (answer.status_code, answer.json()) == (202, {"message": "202 Accepted"})
    for url in (f"groups/{above['id']}", f"groups/{middle['id']}", f"groups/{middle['id']}/members"):
        refused(ada.get(url), 404, "Group not found.")
    for reference in (low["id"], low["path_with_namespace"].replace("/", "%2F")):
        refused(ada.get(f"projects/{reference}"), 404, "Project not found.")
    assert client.get("runs/get", run_id=run_id).status_code == 404
    again = group(ada, path=above["path"])
    assert again["id"] != above["id"]
    assert good(ada.get(f"groups/{again['id']}/subgroups")) == []


def test_changing_and_deleting_take_an_owner(server: Running, people: People, ada: Api, eve: Api) -> None:
    found = group(ada, visibility="public")
    url = f"groups/{found['id']}"
    join(ada, "groups", found["id"], eve, 40)
    for answer in (eve.put(url, name="x"), eve.delete(url)):
        refused(answer, 403, "it takes the role owner or higher", "Ask an owner of the group.")
    for who, status in ((people.reporter, 403), (None, 401)):
        refused(api(server, who).put(url, name="x"), status)
        refused(api(server, who).delete(url), status)
    assert good(ada.get(url)) == found
