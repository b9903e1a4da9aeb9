"""Who may see and change webhooks, whose addresses may hold secrets: maintainers, and nobody of another project."""

from collections.abc import Callable, Iterator

import httpx
import pytest

from modelstead.domain.permission import MANAGE_WEBHOOKS
from modelstead.mlflow_api.endpoints import WEBHOOKS
from tests.mlflow_api.sending import good
from tests.mlflow_api.webhooks import EVENT, create, settled
from tests.people import People
from tests.receiving import LOOPBACK
from tests.serving import Mlflow, Running, running

NEW = {"name": "new", "url": "http://127.0.0.1:9/", "events": [EVENT]}

CALLS: dict[str, Callable[[Mlflow, str], httpx.Response]] = {
    "POST webhooks": lambda client, _: client.post("webhooks", **NEW),
    "GET webhooks": lambda client, _: client.get("webhooks"),
    "GET webhooks/{webhook_id}": lambda client, held: client.get(f"webhooks/{held}"),
    "PATCH webhooks/{webhook_id}": lambda client, held: client.http.patch(
        f"{client.base}webhooks/{held}", json={"name": "renamed"}, headers=client.headers
    ),
    "DELETE webhooks/{webhook_id}": lambda client, held: client.http.delete(
        f"{client.base}webhooks/{held}", headers=client.headers
    ),
    "POST webhooks/{webhook_id}/test": lambda client, held: client.post(f"webhooks/{held}/test"),
}
MAY = ("administrator", "owner", "maintainer")
MAY_NOT = {
    "developer": 403,
    "project_bot": 403,
    "reporter": 403,
    "guest": 403,
    "read_only": 403,
    "outsider": 404,
    "expired": 401,
    "revoked": 401,
    "nobody": 401,
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("server"), webhook_allowed_addresses=LOOPBACK) as started:
        yield started


@pytest.fixture
def people(server: Running) -> People:
    return settled(server)


def client_of(server: Running, people: People, name: str) -> Mlflow:
    return server.client(getattr(people, name, None), people.project.id)


def test_every_call_asks_for_the_permission_and_is_tried() -> None:
    assert {each.permission for each in WEBHOOKS} == {MANAGE_WEBHOOKS}
    assert {f"{each.method} {each.path}" for each in WEBHOOKS} == CALLS.keys()


@pytest.mark.parametrize("name", CALLS)
def test_maintainers_may(server: Running, people: People, name: str) -> None:
    for who in MAY:
        client = client_of(server, people, who)
        good(CALLS[name](client, create(client)["webhook_id"]))


@pytest.mark.parametrize("name", CALLS)
def test_nobody_else_may_and_nothing_changes(server: Running, people: People, name: str) -> None:
    maintainer = client_of(server, people, "maintainer")
    held = create(maintainer)["webhook_id"]
    before = good(maintainer.get("webhooks"))
    for who, status in MAY_NOT.items():
        answer = CALLS[name](client_of(server, people, who), held)
        assert answer.status_code == status, (who, answer.text)
        assert "127.0.0.1" not in answer.text
    assert good(maintainer.get("webhooks")) == before


@pytest.mark.parametrize("name", [name for name in CALLS if "{" in name])
def test_a_webhook_of_another_project_is_not_found(server: Running, people: People, name: str) -> None:
    other = settled(server)
    owner = client_of(server, other, "owner")
    held = create(owner)
    answer = CALLS[name](client_of(server, people, "owner"), held["webhook_id"])
    message = f"Webhook with ID {held['webhook_id']} not found."
    assert (answer.status_code, answer.json()) == (404, {"error_code": "RESOURCE_DOES_NOT_EXIST", "message": message})
    assert good(owner.get(f"webhooks/{held['webhook_id']}")) == {"webhook": held}
