"""access_tokens of a group: bots that are members of it, and so of all below."""

import pytest

from modelstead import clock
from modelstead.domain.role import Role
from modelstead.services import access
from modelstead.store import members
from modelstead.store.transaction import Transaction
from tests.people import People, settle
from tests.rest_api.accounts import Api, api, day, made
from tests.rest_api.calling import good, refused
from tests.serving import Running

FIELDS = {"name": "ci", "scopes": ["api"], "access_level": 30}


@pytest.fixture
def people(server: Running, people: People) -> People:
    """Make a project in a group of its own; owner and maintainer have their role in the group as well."""
    settled = settle(server.server, f"group-{people.project.id}/project")
    server.server.database.write_now(_raise, settled)
    return settled


def _raise(tx: Transaction, people: People) -> None:
    group = access.find_group(tx, _group(people))
    assert group is not None
    for who, role in (("owner", Role.OWNER), ("maintainer", Role.MAINTAINER)):
        row = tx.one("SELECT id FROM users WHERE username = ?", (f"{who}-of-{people.project.path.replace('/', '-')}",))
        assert row is not None
        members.set_group_role(tx, group.id, row[0], role, clock.now_ms())
    tx.announce(access.TOPIC)


def _group(people: People) -> str:
    return people.project.path.partition("/")[0]


@pytest.fixture
def path(people: People) -> str:
    return f"groups/{_group(people)}/access_tokens"


@pytest.fixture
def owner(server: Running, people: People) -> Api:
    return api(server, people.owner)


def test_a_token_is_a_bot_with_a_role_in_all_below(server: Running, people: People, owner: Api, path: str) -> None:
    token = made(owner.post(path, **FIELDS, expires_at=day(30)))
    assert (token["access_level"], token["resource_type"]) == (30, "group")
    bot = good(api(server, token["token"]).get("user"))
    assert bot["username"].startswith(f"group_{token['resource_id']}_bot_")
    client = server.client(token["token"], people.project.id)
    assert client.post("runs/create", experiment_id="0").status_code == 200
    assert [row["id"] for row in good(owner.get(path))] == [token["id"]]
    assert good(owner.get(f"{path}/{token['id']}"))["name"] == "ci"
    rotated = good(owner.post(f"{path}/{token['id']}/rotate"))
    again = good(api(server, rotated["token"]).post(f"{path}/self/rotate"))
    client = server.client(again["token"], people.project.id)
    assert client.post("runs/create", experiment_id="0").status_code == 200
    assert owner.delete(f"{path}/{again['id']}").status_code == 204
    assert client.post("runs/create", experiment_id="0").status_code == 401


def test_a_project_knows_nothing_of_its_groups_tokens(people: People, owner: Api, path: str) -> None:
    token = made(owner.post(path, **FIELDS))
    below = f"projects/{people.project.id}/access_tokens"
    assert token["id"] not in [row["id"] for row in good(owner.get(below))]
    refused(owner.get(f"{below}/{token['id']}"), 404)
    refused(owner.delete(f"{below}/{token['id']}"), 404)


def test_only_owners_manage_a_groups_tokens(server: Running, people: People, owner: Api, path: str) -> None:
    number = made(owner.post(path, **FIELDS))["id"]
    for token, code in ((people.maintainer, 403), (people.outsider, 404), (None, 401)):
        other = api(server, token)
        refused(other.get(path), code)
        refused(other.post(path, **FIELDS), code)
        refused(other.post(f"{path}/{number}/rotate"), code)
        refused(other.delete(f"{path}/{number}"), code)
    refused(api(server, people.maintainer).get(path), 403, "Ask an owner of the group.")
