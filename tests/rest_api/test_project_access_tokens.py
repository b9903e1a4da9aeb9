"""access_tokens of a project: bots that are members of it."""

import pytest

from tests.people import People
from tests.rest_api.accounts import Api, api, day, made
from tests.rest_api.calling import good, refused
from tests.serving import Running

FIELDS = {"name": "ci", "scopes": ["api"], "access_level": 30}


@pytest.fixture
def path(people: People) -> str:
    return f"projects/{people.project.id}/access_tokens"


@pytest.fixture
def maintainer(server: Running, people: People) -> Api:
    return api(server, people.maintainer)


def writes(server: Running, token: str, project: int) -> int:
    return server.client(token, project).post("runs/create", experiment_id="0").status_code


def test_a_token_is_a_bot_with_a_role_in_the_project(
    server: Running, people: People, maintainer: Api, path: str
) -> None:
    token = made(maintainer.post(path, **FIELDS, expires_at=day(30), description="builds"))
    secret = token.pop("token")
    assert token.pop("created_at").endswith("Z")
    assert token == {
        "id": token["id"],
        "name": "ci",
        "description": "builds",
        "revoked": False,
        "scopes": ["api"],
        "user_id": token["user_id"],
        "last_used_at": None,
        "active": True,
        "expires_at": day(30),
        "access_level": 30,
        "resource_type": "project",
        "resource_id": people.project.id,
    }
    assert writes(server, secret, people.project.id) == 200
    bot = good(api(server, secret).get("user"))
    assert (bot["id"], bot["name"], bot["bot"]) == (token["user_id"], "ci", True)
    assert bot["username"].startswith(f"project_{people.project.id}_bot_")


def test_a_project_may_be_named_by_its_path(people: People, maintainer: Api) -> None:
    path = people.project.path.replace("/", "%2F")
    assert made(maintainer.post(f"projects/{path}/access_tokens", **FIELDS))["resource_id"] == people.project.id


def test_a_bot_does_what_its_role_and_scopes_give(server: Running, people: People, maintainer: Api, path: str) -> None:
    for level, scopes, reading, writing in (
        (10, ["api"], 200, 403),
        (20, ["api"], 200, 403),
        (30, ["read_api"], 200, 403),
        (30, ["read_user"], 403, 403),
        (30, ["api"], 200, 200),
        (40, ["api"], 200, 200),
    ):
        token = made(maintainer.post(path, name="n", scopes=scopes, access_level=level))["token"]
        client = server.client(token, people.project.id)
        assert client.get("experiments/get", experiment_id="0").status_code == reading, (level, scopes)
        assert writes(server, token, people.project.id) == writing, (level, scopes)


def test_a_maintainer_is_the_level_that_is_given_unasked(maintainer: Api, path: str) -> None:
    token = made(maintainer.post(path, name="n", scopes=["api"]))
    assert (token["access_level"], token["expires_at"]) == (40, day(365))


def test_nobody_makes_a_bot_above_themselves(server: Running, people: People, maintainer: Api, path: str) -> None:
    refused(maintainer.post(path, **FIELDS | {"access_level": 50}), 403, "The role owner is above yours")
    token = made(api(server, people.owner).post(path, **FIELDS | {"access_level": 50}))
    refused(maintainer.post(f"{path}/{token['id']}/rotate"), 403, "The role owner is above yours")
    refused(maintainer.delete(f"{path}/{token['id']}"), 403, "The role owner is above yours")
    assert made(api(server, people.administrator).post(path, **FIELDS | {"access_level": 50}))["access_level"] == 50


def test_tokens_are_listed_and_found(server: Running, people: People, maintainer: Api, path: str) -> None:
    numbers = [made(maintainer.post(path, **FIELDS | {"name": name}))["id"] for name in ("one", "two")]
    assert maintainer.delete(f"{path}/{numbers[0]}").status_code == 204
    assert [row["name"] for row in good(maintainer.get(path))] == ["two", "one", "bot"]
    assert [row["name"] for row in good(maintainer.get(path, state="active"))] == ["two", "bot"]
    (gone,) = good(maintainer.get(path, state="inactive"))
    assert (gone["name"], gone["revoked"], gone["active"], gone["access_level"]) == ("one", True, False, None)
    assert good(maintainer.get(f"{path}/{numbers[1]}"))["name"] == "two"
    assert "token" not in good(maintainer.get(f"{path}/{numbers[1]}"))
    refused(maintainer.get(f"{path}/999999"), 404, "There is no access token 999999.")
    refused(api(server, people.developer).get(path), 403, "You may not read the project's access tokens")


def test_rotation_keeps_the_bot_and_revocation_ends_it(
    server: Running, people: People, maintainer: Api, path: str
) -> None:
    token = made(maintainer.post(path, **FIELDS))
    rotated = good(maintainer.post(f"{path}/{token['id']}/rotate", expires_at=day(9)))
    assert (rotated["user_id"], rotated["access_level"], rotated["expires_at"]) == (token["user_id"], 30, day(9))
    assert writes(server, rotated["token"], people.project.id) == 200
    assert maintainer.delete(f"{path}/{rotated['id']}").status_code == 204
    assert writes(server, rotated["token"], people.project.id) == 401
    refused(maintainer.get(f"users/{token['user_id']}"), 404)
    members = good(maintainer.get(f"projects/{people.project.id}/members", per_page=100))
    assert token["user_id"] not in [member["id"] for member in members]


def test_a_bot_rotates_itself(server: Running, maintainer: Api, path: str) -> None:
    token = made(maintainer.post(path, **FIELDS | {"access_level": 10}))
    rotated = good(api(server, token["token"]).post(f"{path}/self/rotate"))
    assert (rotated["user_id"], rotated["access_level"], rotated["expires_at"]) == (token["user_id"], 10, day(7))
    again = good(api(server, rotated["token"]).post("personal_access_tokens/self/rotate"))
    assert again["user_id"] == token["user_id"]
    refused(maintainer.post(f"{path}/self/rotate"), 405, "Only a project's or group's own token")
    reading = made(maintainer.post(path, **FIELDS | {"scopes": ["read_api"]}))["token"]
    refused(api(server, reading).post(f"{path}/self/rotate"), 403, "insufficient_scope")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"access_level": 7}, "access_level is invalid"),
        ({"access_level": "maintainer"}, "access_level is invalid"),
        ({"expires_at": "2020-01-01"}, "A token expires between"),
        ({"scopes": []}, "at least one scope"),
        ({"name": ""}, "'name' is empty"),
    ],
)
def test_bad_fields_are_refused(maintainer: Api, path: str, fields: dict[str, object], said: str) -> None:
    refused(maintainer.post(path, **FIELDS | fields), 400, said)


def test_lower_roles_manage_no_tokens(server: Running, people: People, maintainer: Api, path: str) -> None:
    number = made(maintainer.post(path, **FIELDS))["id"]
    for token, code in (
        (people.developer, 403),
        (people.guest, 403),
        (people.project_bot, 403),
        (people.outsider, 404),
        (None, 401),
    ):
        other = api(server, token)
        refused(other.get(path), code)
        refused(other.post(path, **FIELDS), code)
        refused(other.get(f"{path}/{number}"), code)
        refused(other.post(f"{path}/{number}/rotate"), code)
        refused(other.delete(f"{path}/{number}"), code)
    assert good(maintainer.get(f"{path}/{number}"))["active"] is True
