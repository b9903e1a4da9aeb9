"""Nobody makes a token that is good for more than they and the token they came with."""

import itertools

import pytest

from tests.people import People
from tests.rest_api.accounts import Api, api, made
from tests.rest_api.calling import good, refused
from tests.serving import Running

SCOPES = ("api", "read_api", "read_user")
_numbers = itertools.count()


def with_scopes(server: Running, token: str, *scopes: str) -> Api:
    fields = {"name": "weak", "scopes": scopes}
    return api(server, made(api(server, token).post("user/personal_access_tokens", **fields))["token"])


@pytest.mark.parametrize("held", [("read_api",), ("read_user",), ("read_api", "read_user")])
def test_a_token_that_only_reads_makes_none_and_keeps_none_alive(
    server: Running, people: People, held: tuple[str, ...]
) -> None:
    number = good(api(server, people.administrator).get("personal_access_tokens/self"))["id"]
    weak = with_scopes(server, people.administrator, *held)
    paths = (
        "user/personal_access_tokens",
        f"users/{weak.id}/personal_access_tokens",
        f"projects/{people.project.id}/access_tokens",
        f"groups/{people.project.path.partition('/')[0]}/access_tokens",
    )
    for path, scope in itertools.product(paths, SCOPES):
        refused(weak.post(path, name="n", scopes=[scope], access_level=10), 403, "insufficient_scope")
    for path in (f"personal_access_tokens/{number}/rotate", "personal_access_tokens/self/rotate"):
        refused(weak.post(path), 403, "insufficient_scope")
    refused(weak.post("users", username=f"minted-{next(_numbers)}", admin=True), 403, "insufficient_scope")


def test_a_bot_makes_no_token_for_anyone(server: Running, people: People) -> None:
    path = f"projects/{people.project.id}/access_tokens"
    owner = api(server, people.owner)
    token = made(owner.post(path, name="strong", scopes=["api"], access_level=50))
    bot = api(server, token["token"])
    fields = {"name": "n", "scopes": ["read_user"], "access_level": 10}
    refused(bot.post("user/personal_access_tokens", **fields), 403)
    refused(bot.post(f"users/{bot.id}/personal_access_tokens", **fields), 403)
    refused(bot.post(path, **fields), 403, "manages no tokens but itself")
    other = made(owner.post(path, **fields))
    refused(bot.post(f"{path}/{other['id']}/rotate"), 403, "manages no tokens but itself")
    refused(bot.delete(f"{path}/{other['id']}"), 403, "manages no tokens but itself")
    refused(bot.post(f"personal_access_tokens/{token['id']}/rotate"), 403)


def test_no_role_makes_a_bot_above_itself(server: Running, people: People) -> None:
    path = f"projects/{people.project.id}/access_tokens"
    for token, highest in ((people.maintainer, 40), (people.owner, 50), (people.administrator, 50)):
        for level in (10, 15, 20, 30, 40, 50):
            answer = api(server, token).post(path, name="n", scopes=["api"], access_level=level)
            assert answer.status_code == (201 if level <= highest else 403), (highest, level)


def test_a_maintainer_does_not_take_an_owners_bot_over(server: Running, people: People) -> None:
    path = f"projects/{people.project.id}/access_tokens"
    token = made(api(server, people.owner).post(path, name="n", scopes=["api"], access_level=50))
    maintainer = api(server, people.maintainer)
    refused(maintainer.post(f"{path}/{token['id']}/rotate"), 403, "above yours")
    refused(maintainer.post(f"personal_access_tokens/{token['id']}/rotate"), 404)
    assert good(api(server, token["token"]).get("personal_access_tokens/self"))["active"] is True


def test_an_administrators_weak_token_makes_no_administrator(server: Running, people: People) -> None:
    number = api(server, people.guest).id
    weak = with_scopes(server, people.administrator, "read_api")
    refused(weak.put(f"users/{number}", admin=True), 403, "insufficient_scope")
    assert good(api(server, people.guest).get("user"))["is_admin"] is False


def test_nobody_gives_themselves_more_by_a_field_of_another_call(server: Running, people: People) -> None:
    guest = api(server, people.guest)
    refused(guest.put(f"users/{guest.id}", admin=True), 403)
    fields = {"name": "n", "scopes": ["api"], "admin": True, "is_admin": True, "access_level": 50, "user_id": 1}
    token = made(guest.post("user/personal_access_tokens", **fields))
    assert "access_level" not in token
    client = server.client(token["token"], people.project.id)
    assert client.post("runs/create", experiment_id="0").status_code == 403
