"""A token that was rotated out and is used again: somebody has it who should not, so its whole family ends."""

from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from modelstead.store.transaction import Transaction
from tests.people import People
from tests.rest_api.accounts import Api, api, made
from tests.rest_api.calling import good, refused
from tests.security.test_refused_tokens import REFUSED
from tests.serving import Running


@pytest.fixture
def first(server: Running, people: People) -> Api:
    """Return a developer's token that is to be stolen; the developer has another one."""
    token = made(api(server, people.developer).post("user/personal_access_tokens", name="stolen", scopes=["api"]))
    return api(server, token["token"])


def rotated(server: Running, token: Api) -> Api:
    return api(server, good(token.post("personal_access_tokens/self/rotate"))["token"])


def ask(token: Api) -> httpx.Response:
    return token.get("personal_access_tokens/self")


def families_ended(server: Running, people: People) -> int:
    def count(tx: Transaction) -> int:
        row = tx.one(
            "SELECT COUNT(*) FROM audit_events e JOIN users u ON u.id = e.user_id "
            "WHERE e.action = 'access_token.revoke_family' AND e.subject = 'stolen' AND u.username LIKE ?",
            (f"developer-of-{people.project.path.replace('/', '-')}",),
        )
        assert row is not None
        return int(row[0])

    return server.server.database.read_now(count)


def test_the_owner_rotates_and_the_thief_replays(server: Running, people: People, first: Api) -> None:
    second = rotated(server, first)
    third = rotated(server, second)
    assert good(ask(third))["name"] == "stolen"
    refused(ask(first), 401, REFUSED)
    refused(ask(third), 401, REFUSED)
    refused(ask(second), 401, REFUSED)
    assert good(api(server, people.developer).get("user"))
    assert families_ended(server, people) == 1


def test_the_thief_rotates_and_the_owner_goes_on_with_the_old_one(server: Running, people: People, first: Api) -> None:
    thief = rotated(server, first)
    assert ask(thief).status_code == 200
    mlflow = server.client(first.headers["Authorization"].removeprefix("Bearer "), people.project.id)
    assert mlflow.post("runs/create", experiment_id="0").status_code == 401
    refused(ask(thief), 401, REFUSED)


def test_a_replay_counts_however_and_wherever_it_is_sent(server: Running, people: People) -> None:
    mine = api(server, people.developer)
    for path, basic in (
        ("user", False),
        (f"projects/{people.project.id}/packages", True),
        ("projects/0/packages", False),
    ):
        token = made(mine.post("user/personal_access_tokens", name="stolen", scopes=["api"]))["token"]
        current = rotated(server, api(server, token))
        if basic:
            answer = mine.http.get(mine.base + path, auth=("anyone", token))
        else:
            answer = mine.http.get(mine.base + path, headers={"PRIVATE-TOKEN": token})
        refused(answer, 401, REFUSED)
        refused(ask(current), 401, REFUSED)


def test_many_replays_at_once_are_one_event(server: Running, people: People, first: Api) -> None:
    rotated(server, first)
    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(lambda _: ask(first).status_code, range(24))) == {401}
    assert families_ended(server, people) == 1


def test_a_token_that_was_revoked_and_never_rotated_ends_nothing(server: Running, people: People, first: Api) -> None:
    other = made(api(server, people.developer).post("user/personal_access_tokens", name="other", scopes=["api"]))
    assert first.delete("personal_access_tokens/self").status_code == 204
    refused(ask(first), 401, REFUSED)
    assert ask(api(server, other["token"])).status_code == 200
    assert families_ended(server, people) == 0


def test_a_bots_replayed_token_takes_its_membership_too(server: Running, people: People) -> None:
    path = f"projects/{people.project.id}/access_tokens"
    maintainer = api(server, people.maintainer)
    old = made(maintainer.post(path, name="ci", scopes=["api"], access_level=30))
    new = good(maintainer.post(f"{path}/{old['id']}/rotate"))
    refused(ask(api(server, old["token"])), 401, REFUSED)
    refused(ask(api(server, new["token"])), 401, REFUSED)
    refused(maintainer.get(f"users/{old['user_id']}"), 404)
    assert {row["active"] for row in good(maintainer.get(path, search="ci"))} == {False}


def test_two_who_rotate_at_once_get_one_token(server: Running, people: People, first: Api) -> None:
    number = good(ask(first))["id"]
    mine = api(server, people.developer)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: mine.post(f"personal_access_tokens/{number}/rotate"), range(8)))
    assert sorted(answer.status_code for answer in answers) == [200] + [400] * 7
