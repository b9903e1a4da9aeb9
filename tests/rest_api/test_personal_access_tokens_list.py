"""GET of personal access tokens: one's own, all to administrators."""

import pytest

from tests.people import People
from tests.rest_api.accounts import Api, api, day, made
from tests.rest_api.calling import good, refused
from tests.serving import Running


@pytest.fixture
def mine(server: Running, people: People) -> Api:
    """Return a developer with four tokens: the first, one, two (revoked), three."""
    developer = api(server, people.developer)
    fields = {"scopes": ["read_api"]}
    for name, days in (("one", 10), ("two", 20), ("three", 30)):
        made(developer.post("user/personal_access_tokens", name=name, expires_at=day(days), **fields))
    assert developer.delete(f"personal_access_tokens/{number(developer, 'two')}").status_code == 204
    return developer


def number(client: Api, name: str) -> int:
    ((found,),) = [[row["id"] for row in good(client.get("personal_access_tokens", search=name))]]
    return int(found)


def names(client: Api, path: str = "personal_access_tokens", **query: object) -> list[str]:
    return [row["name"] for row in good(client.get(path, **query))]


def test_people_list_their_own_tokens_by_what_they_ask_for(mine: Api) -> None:
    assert names(mine) == ["three", "two", "one", "developer"]
    assert names(mine, sort="created_asc") == ["developer", "one", "two", "three"]
    assert names(mine, sort="expires_asc") == ["one", "two", "three", "developer"]
    assert names(mine, state="active") == ["three", "one", "developer"]
    assert names(mine, state="inactive") == names(mine, revoked="true") == ["two"]
    assert names(mine, revoked="false") == ["three", "one", "developer"]
    assert names(mine, search="T") == ["three", "two"]
    assert names(mine, expires_before=day(20)) == ["one"]
    assert names(mine, expires_after=day(20)) == ["three", "two", "developer"]
    assert names(mine, created_before=day(0)) == []
    assert len(names(mine, created_after=day(0))) == 4
    assert names(mine, last_used_after=day(0)) == ["developer"]
    assert names(mine, user_id=mine.id, search="one") == ["one"]
    refused(mine.get("personal_access_tokens", created_after="soon"), 400, "created_after is invalid")
    refused(mine.get("personal_access_tokens", state="asleep"), 400, "state is invalid")


def test_tokens_come_in_pages(mine: Api) -> None:
    answer = mine.get("personal_access_tokens", revoked="false", per_page=2)
    assert [row["name"] for row in good(answer)] == ["three", "one"]
    assert answer.headers["x-total"] == "3"
    following = mine.http.get(answer.links["next"]["url"], headers=mine.headers)
    assert [row["name"] for row in good(following)] == ["developer"]


def test_a_token_says_when_it_was_used(mine: Api) -> None:
    rows = {row["name"]: row for row in good(mine.get("personal_access_tokens"))}
    assert rows["developer"]["last_used_at"] is not None
    assert rows["one"]["last_used_at"] is None
    assert (rows["two"]["revoked"], rows["two"]["active"]) == (True, False)


def test_others_see_nothing_of_them(server: Running, people: People, mine: Api) -> None:
    token = number(mine, "one")
    for stranger in (people.owner, people.outsider):
        other = api(server, stranger)
        refused(other.get("personal_access_tokens", user_id=mine.id), 403, "your own access tokens")
        refused(other.get(f"users/{mine.id}/personal_access_tokens"), 403)
        hidden, missing = (other.get(f"personal_access_tokens/{each}") for each in (token, 999_999))
        refused(hidden, 404)
        assert hidden.json()["message"] == missing.json()["message"].replace("999999", str(token))
        refused(other.delete(f"personal_access_tokens/{token}"), 404)
        refused(other.post(f"personal_access_tokens/{token}/rotate"), 404)
    assert names(mine, f"users/{mine.id}/personal_access_tokens", state="active", search="one") == ["one"]


def test_administrators_see_everything(server: Running, people: People, mine: Api) -> None:
    admin, token = api(server, people.administrator), number(mine, "one")
    assert good(admin.get(f"personal_access_tokens/{token}"))["user_id"] == mine.id
    assert names(admin, user_id=mine.id) == ["three", "two", "one", "developer"]
    assert names(admin, f"users/{mine.id}/personal_access_tokens", search="one") == ["one"]
    assert len({row["user_id"] for row in good(admin.get("personal_access_tokens"))}) > 1
    assert admin.delete(f"personal_access_tokens/{token}").status_code == 204
    assert "one" not in names(mine, state="active")
