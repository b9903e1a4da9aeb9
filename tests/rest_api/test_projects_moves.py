"""Archive, unarchive, transfer and delete a project."""

import pytest

from tests.people import People
from tests.rest_api.accounts import Api, api, made
from tests.rest_api.calling import good, refused
from tests.rest_api.places import group, join, project
from tests.serving import Running


@pytest.fixture
def ada(server: Running, people: People) -> Api:
    return api(server, people.outsider)


@pytest.fixture
def eve(server: Running, people: People) -> Api:
    return api(server, people.guest)


def test_an_archived_project_is_read_and_not_written_to(server: Running, people: People, ada: Api) -> None:
    found = project(ada)
    url, client = f"projects/{found['id']}", server.client(people.outsider, found["id"])
    run_id = client.run()
    assert made(ada.post(f"{url}/archive"))["archived"] is True
    assert made(ada.post(f"{url}/archive"))["archived"] is True
    assert client.get("runs/get", run_id=run_id).status_code == 200
    answer = client.post("runs/create", experiment_id="0")
    assert (answer.status_code, answer.json()["error_code"]) == (403, "PERMISSION_DENIED")
    refused(ada.put(url, name="x"), 403, "The project is archived")
    assert made(ada.post(f"{url}/unarchive"))["archived"] is False
    assert client.run()


def test_archiving_takes_an_owner(server: Running, people: People) -> None:
    for call in ("archive", "unarchive"):
        answer = api(server, people.maintainer).post(f"projects/{people.project.id}/{call}")
        refused(answer, 403, "it takes the role owner or higher")


def test_a_transferred_project_has_the_members_of_its_new_group(
    server: Running, people: People, ada: Api, eve: Api
) -> None:
    old, new = group(ada), group(ada)
    found = project(ada, namespace_id=old["id"])
    join(ada, "groups", old["id"], eve, 30)
    good(eve.get(f"projects/{found['id']}"))
    for namespace in (new["id"], new["full_path"]):
        moved = good(ada.put(f"projects/{found['id']}/transfer", namespace=namespace))
        if namespace == new["id"]:
            assert moved["path_with_namespace"] == f"{new['full_path']}/{found['path']}"
            assert moved["namespace"]["id"] == new["id"]
            refused(eve.get(f"projects/{found['id']}"), 404)
            good(ada.put(f"projects/{found['id']}/transfer", namespace=old["id"]))
    assert server.client(people.outsider, moved["path_with_namespace"].replace("/", "%2F")).run()


def test_a_transfer_takes_an_owner_here_and_a_maintainer_there(ada: Api, eve: Api) -> None:
    old, new = group(ada, visibility="public"), group(eve)
    found = project(ada, namespace_id=old["id"], visibility="public")
    url = f"projects/{found['id']}/transfer"
    refused(ada.put(url, namespace=new["id"]), 404, "Group not found.")
    refused(ada.put(url, namespace=999_999), 404, "Group not found.")
    join(eve, "groups", new["id"], ada, 30)
    refused(ada.put(url, namespace=new["id"]), 403, "it takes the role maintainer or higher")
    good(eve.put(f"groups/{new['id']}/members/{ada.id}", access_level=40))
    refused(ada.put(url, namespace=new["id"]), 400, "visibility public is wider")
    good(ada.put(f"projects/{found['id']}", visibility="private"))
    join(ada, "projects", found["id"], eve, 40)
    refused(eve.put(url, namespace=new["id"]), 403, "it takes the role owner or higher")
    project(eve, namespace_id=new["id"], path=found["path"])
    refused(ada.put(url, namespace=new["id"]), 400, "has already been taken")


def test_a_deleted_project_is_gone_at_once_and_its_path_is_free(server: Running, people: People, ada: Api) -> None:
    found = project(ada)
    url, path = f"projects/{found['id']}", found["path_with_namespace"].replace("/", "%2F")
    client = server.client(people.outsider, found["id"])
    run_id = client.run()
    answer = ada.delete(url)
    assert (answer.status_code, answer.json()) == (202, {"message": "202 Accepted"})
    for answer in (ada.get(url), ada.get(f"projects/{path}"), ada.delete(url), ada.get(f"{url}/members")):
        refused(answer, 404, "Project not found.")
    assert client.get("runs/get", run_id=run_id).status_code == 404
    assert found["id"] not in [row["id"] for row in good(ada.get("projects", membership="true"))]
    assert good(api(server, people.administrator).get("projects", search=found["path"])) == []
    again = project(ada, path=found["path"])
    assert again["id"] != found["id"]
    assert server.client(people.outsider, path).post("runs/search", experiment_ids=["0"]).json() == {}


def test_an_archived_project_can_be_deleted_by_its_owner_alone(ada: Api, eve: Api) -> None:
    found = project(ada)
    url = f"projects/{found['id']}"
    join(ada, "projects", found["id"], eve, 40)
    made(ada.post(f"{url}/archive"))
    refused(eve.delete(url), 403, "it takes the role owner or higher")
    assert ada.delete(url).status_code == 202
