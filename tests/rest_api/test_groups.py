"""Groups: create, show, list, nest."""

import re

import pytest

from tests.people import People
from tests.rest_api.accounts import Api, api, made
from tests.rest_api.calling import good, refused
from tests.rest_api.places import every, group, join, name, paths, project
from tests.serving import Running

TIME = re.compile(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


@pytest.fixture
def ada(server: Running, people: People) -> Api:
    return api(server, people.outsider)


@pytest.fixture
def eve(server: Running, people: People) -> Api:
    return api(server, people.guest)


def test_a_group_is_shown_as_gitlab_shows_it(server: Running, ada: Api) -> None:
    above, slug = group(ada, name="The Team"), name()
    found = made(ada.post("groups", name="Sub Team", path=slug, parent_id=above["id"], description="Of the team"))
    path = f"{above['path']}/{slug}"
    assert all(TIME.fullmatch(found.pop(field)) for field in ("created_at", "updated_at"))
    number = found["id"]
    assert found == {
        "id": number,
        "name": "Sub Team",
        "path": slug,
        "description": "Of the team",
        "visibility": "private",
        "full_name": "The Team / Sub Team",
        "full_path": path,
        "parent_id": above["id"],
        "web_url": f"{server.url}/groups/{path}",
        "avatar_url": None,
    }
    for reference in (number, path.replace("/", "%2F")):
        assert good(ada.get(f"groups/{reference}"))["full_path"] == path


def test_whoever_creates_a_group_at_the_top_owns_it(ada: Api) -> None:
    found = group(ada)
    (member,) = good(ada.get(f"groups/{found['id']}/members"))
    assert (member["id"], member["access_level"]) == (ada.id, 50)


def test_who_creates_a_subgroup_keeps_the_role_they_have(ada: Api, eve: Api) -> None:
    above = group(ada)
    join(ada, "groups", above["id"], eve, 40)
    below = group(eve, parent_id=above["id"])
    assert good(eve.get(f"groups/{below['id']}/members")) == []
    assert good(eve.get(f"groups/{below['id']}/members/all/{eve.id}"))["access_level"] == 40
    refused(eve.delete(f"groups/{below['id']}"), 403, "it takes the role owner or higher")


def test_a_subgroup_takes_a_maintainer(ada: Api, eve: Api) -> None:
    above = group(ada)
    refused(eve.post("groups", name="x", path="x", parent_id=above["id"]), 404, "Group not found.")
    refused(eve.post("groups", name="x", path="x", parent_id=999_999), 404, "Group not found.")
    join(ada, "groups", above["id"], eve, 30)
    answer = eve.post("groups", name="x", path="x", parent_id=above["id"])
    refused(answer, 403, "You may not create subgroups of the group", "it takes the role maintainer or higher")


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"path": "x"}, "name is missing"),
        ({"name": "x"}, "path is missing"),
        ({"name": "x", "path": "a/b"}, "cannot be part of a path"),
        ({"name": "x", "path": "x" * 256}, "at most 255 characters"),
        ({"name": "", "path": "x"}, "is no name"),
        ({"name": "x", "path": "x", "visibility": "wide"}, "visibility is invalid"),
        ({"name": "x", "path": "x", "parent_id": "top"}, "parent_id is invalid"),
    ],
    ids=str,
)
def test_what_is_wrong_is_said(ada: Api, fields: dict[str, object], reason: str) -> None:
    refused(ada.post("groups", **fields), 400, reason)


def test_a_taken_path_is_refused(ada: Api) -> None:
    above = group(ada)
    below = project(ada, namespace_id=above["id"])
    for slug in (above["path"], above["path"].upper()):
        refused(ada.post("groups", name="x", path=slug), 400, "has already been taken", "There is a group")
    answer = ada.post("groups", name="x", path=below["path"], parent_id=above["id"])
    refused(answer, 400, "has already been taken", "There is a project")


def test_groups_nest_twenty_deep_and_no_deeper(ada: Api) -> None:
    parent = group(ada)
    for _ in range(19):
        parent = made(ada.post("groups", name="g", path="g", parent_id=parent["id"]))
    assert parent["full_path"].count("/") == 19
    refused(ada.post("groups", name="g", path="g", parent_id=parent["id"]), 400, "at most 20 deep")


def test_a_subgroup_is_no_wider_than_its_parent(ada: Api) -> None:
    above = group(ada, visibility="internal")
    answer = ada.post("groups", name="x", path="x", parent_id=above["id"], visibility="public")
    refused(answer, 400, "visibility public is wider")


def test_strangers_and_readers_create_nothing(server: Running, people: People) -> None:
    refused(api(server, None).post("groups", name="g", path="g"), 401)
    refused(api(server, people.read_only).post("groups", name="g", path="g"), 403, "insufficient_scope")
    refused(api(server, people.project_bot).post("groups", name="g", path="g"), 400, "parent_id is missing")


def test_everyone_lists_what_they_see(server: Running, people: People, ada: Api, eve: Api) -> None:
    word = name("seen")
    each = [group(ada, name=word, visibility=visibility) for visibility in ("private", "internal", "public")]
    known = {row["id"] for row in each}

    def seen(who: Api) -> list[str]:
        rows = good(who.get("groups", search=word, order_by="id"))
        return [row["visibility"] for row in rows if row["id"] in known]

    assert seen(ada) == ["private", "internal", "public"]
    assert seen(eve) == ["internal", "public"]
    assert seen(api(server, None)) == ["public"]
    assert seen(api(server, people.administrator)) == ["private", "internal", "public"]


def test_filters(ada: Api, eve: Api) -> None:
    first, second = group(ada, name="Zebra"), group(ada, name="ape")
    below, other = group(ada, parent_id=first["id"]), group(eve, visibility="internal")
    join(eve, "groups", other["id"], ada, 20)
    stranger = group(eve, visibility="internal")
    known = [each["full_path"] for each in (first, second, below, other, stranger)]

    def listed(**query: str) -> list[str]:
        rows = every(ada, "groups", **({"order_by": "id"} | query))
        return [path for path in paths(rows) if path in known]

    assert listed() == known
    assert listed(owned="true") == known[:3]
    assert listed(all_available="false") == known[:4]
    assert listed(min_access_level="30") == known[:3]
    assert listed(top_level_only="true") == [known[0], known[1], known[3], known[4]]
    assert listed(search="ZEBR") == [known[0]]
    assert listed(visibility="internal") == known[3:]
    assert listed(order_by="name", owned="true", top_level_only="true") == [known[1], known[0]]
    assert listed(sort="desc") == known[::-1]


def test_subgroups_and_all_below(ada: Api, eve: Api) -> None:
    above = group(ada, visibility="internal")
    middle = group(ada, parent_id=above["id"])
    low = group(ada, parent_id=middle["id"])
    assert paths(good(ada.get(f"groups/{above['id']}/subgroups"))) == paths([middle])
    assert paths(good(ada.get(f"groups/{above['id']}/descendant_groups"))) == paths([middle, low])
    assert good(eve.get(f"groups/{above['id']}/descendant_groups")) == []


def test_namespaces_are_the_groups_one_is_a_member_of(server: Running, ada: Api, eve: Api) -> None:
    found = group(ada, visibility="public")
    wanted = {
        "id": found["id"],
        "name": found["name"],
        "path": found["path"],
        "kind": "group",
        "full_path": found["full_path"],
        "parent_id": None,
        "avatar_url": None,
        "web_url": found["web_url"],
    }
    assert good(ada.get("namespaces")) == [wanted]
    assert good(ada.get("namespaces", search="nothing like it")) == []
    assert good(eve.get("namespaces")) == []
    for reference in (found["id"], found["full_path"]):
        assert good(eve.get(f"namespaces/{reference}")) == wanted
    hidden = group(ada)
    assert refusal(eve, hidden["id"]) == refusal(eve, 999_999) == refusal(api(server, None), "x%2Fy")


def refusal(who: Api, reference: object) -> str:
    answer = who.get(f"namespaces/{reference}")
    refused(answer, 404, "Namespace not found.")
    return answer.text
