"""Groups and projects that one may not see cannot be told from those that do not exist, whatever is asked of them."""

import httpx
import pytest

from modelstead.http.endpoint import Endpoint, Open
from modelstead.rest_api.endpoints import GROUP, PROJECT
from tests.people import People
from tests.rest_api.accounts import Api, api
from tests.rest_api.calling import good
from tests.rest_api.places import group, join, name, paths, project
from tests.serving import Running

STRANGERS = ["outsider", "project_bot", "guest"]


@pytest.fixture
def owner(server: Running, people: People) -> Api:
    return api(server, people.owner)


def label(endpoint: object) -> str:
    return f"{endpoint.method} {endpoint.path or 'itself'}" if isinstance(endpoint, Endpoint) else str(endpoint)


def bytes_of(answer: httpx.Response) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
    """Return all of an answer but its request id and date."""
    headers = [(name.lower(), value) for name, value in answer.headers.raw]
    return (
        answer.status_code,
        [header for header in headers if header[0] not in {b"x-request-id", b"date"}],
        answer.content,
    )


def send(who: Api, noun: str, reference: object, endpoint: Endpoint) -> httpx.Response:
    """Send a call with numbers for the parts of its path, and with no more than a body that is JSON."""
    path = endpoint.path.replace("{path...}", "x")
    while "{" in path:
        path = path[: path.index("{")] + "1" + path[path.index("}") + 1 :]
    url = f"{who.base}{noun}/{reference}" + (f"/{path}" if path else "")
    content = b"{}" if endpoint.method in {"POST", "PUT"} else b""
    headers = {**who.headers, "Content-Type": "application/json"}
    return who.http.request(endpoint.method, url, headers=headers, content=content)


@pytest.mark.parametrize("endpoint", [each for each in PROJECT if each.permission is not Open.OPEN], ids=label)
def test_a_hidden_project_is_a_missing_one(server: Running, people: People, owner: Api, endpoint: Endpoint) -> None:
    hidden = project(owner)
    path = hidden["path_with_namespace"].replace("/", "%2F")
    for who in STRANGERS:
        client = api(server, getattr(people, who))
        asked = (hidden["id"], path, 999_999, f"{path}-x", "nobody%2Fx", "0", "%00", "9" * 30)
        answers = [bytes_of(send(client, "projects", each, endpoint)) for each in asked]
        assert answers[0][0] == 404
        assert all(answer == answers[0] for answer in answers)
    assert good(owner.get(f"projects/{hidden['id']}")) == hidden


@pytest.mark.parametrize("endpoint", [each for each in GROUP if each.permission is not Open.OPEN], ids=label)
def test_a_hidden_group_is_a_missing_one(server: Running, people: People, owner: Api, endpoint: Endpoint) -> None:
    hidden = group(owner)
    for who in STRANGERS:
        client = api(server, getattr(people, who))
        asked = (hidden["id"], hidden["path"], 999_999, "nobody", "nobody%2Fx", "0", "%00", "9" * 30)
        answers = [bytes_of(send(client, "groups", each, endpoint)) for each in asked]
        assert answers[0][0] == 404
        assert all(answer == answers[0] for answer in answers)
    assert good(owner.get(f"groups/{hidden['id']}")) == hidden


@pytest.mark.parametrize("noun", ["projects", "groups"])
def test_without_a_credential_neither_can_be_told_apart(server: Running, owner: Api, noun: str) -> None:
    hidden = project(owner) if noun == "projects" else group(owner)
    nobody = api(server, None)
    answers = [bytes_of(nobody.get(f"{noun}/{each}")) for each in (hidden["id"], 999_999, "x%2Fy")]
    assert answers[0][0] == 401
    assert all(answer == answers[0] for answer in answers)


def test_hidden_ones_are_in_no_list_and_no_count(server: Running, people: People, owner: Api) -> None:
    word = name("secret")
    above = group(owner, path=word, name=word)
    below = group(owner, parent_id=above["id"], path=f"{word}-below")
    project(owner, namespace_id=below["id"], path=f"{word}-p")
    for token in (people.outsider, people.project_bot, people.guest, None):
        client = api(server, token)
        for call in ("projects", "groups", "namespaces"):
            answer = client.get(call, search=word, search_namespaces="true")
            assert (good(answer), answer.headers["x-total"]) == ([], "0")
        assert good(client.get("projects", pagination="keyset", search=word)) == []


def test_a_member_of_a_subgroup_or_project_does_not_see_what_is_above_or_beside(
    server: Running, people: People, owner: Api
) -> None:
    above, member = group(owner), api(server, people.outsider)
    inside, beside = (group(owner, parent_id=above["id"]) for _ in range(2))
    low, next_to = (project(owner, namespace_id=each["id"]) for each in (inside, beside))
    join(owner, "groups", inside["id"], member, 40)
    for url in (
        f"groups/{above['id']}",
        f"groups/{above['path']}",
        f"groups/{above['id']}/members",
        f"groups/{above['id']}/subgroups",
        f"groups/{above['id']}/projects",
        f"groups/{beside['id']}",
        f"projects/{next_to['id']}",
        f"namespaces/{above['id']}",
    ):
        assert member.get(url).status_code == 404, url
    assert paths(good(member.get("groups", search=above["path"]))) == [inside["full_path"]]
    assert paths(good(member.get("projects", search_namespaces="true", search=above["path"]))) == paths([low])
    assert owner.id in {row["id"] for row in good(member.get(f"projects/{low['id']}/members/all"))}


def test_what_is_hidden_in_a_shown_group_stays_hidden(server: Running, people: People, owner: Api) -> None:
    above, stranger = group(owner, visibility="public"), api(server, people.outsider)
    below, hidden = group(owner, parent_id=above["id"]), project(owner, namespace_id=above["id"])
    shown = project(owner, namespace_id=above["id"], visibility="public")
    url = f"groups/{above['id']}"
    assert good(stranger.get(f"{url}/subgroups")) == good(stranger.get(f"{url}/descendant_groups")) == []
    assert paths(good(stranger.get(f"{url}/projects", include_subgroups="true"))) == paths([shown])
    for call in (f"projects/{hidden['id']}", f"groups/{below['id']}"):
        assert stranger.get(call).status_code == 404


def test_a_project_s_bot_reads_its_project_alone(server: Running, people: People, owner: Api) -> None:
    bot, above = api(server, people.project_bot), group(owner)
    mine = project(owner, namespace_id=above["id"])
    assert [row["id"] for row in good(bot.get("projects", membership="true"))] == [people.project.id]
    assert good(bot.get(f"projects/{people.project.id}"))["permissions"]["project_access"]["access_level"] == 30
    assert bot.get(f"projects/{mine['id']}").status_code == 404
    assert bot.post("projects", name="x", namespace_id=above["id"]).status_code == 404
