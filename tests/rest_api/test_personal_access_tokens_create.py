"""POST of personal access tokens: for oneself, and for anyone as an administrator."""

import pytest

from tests.people import People
from tests.rest_api.accounts import api, day, made
from tests.rest_api.calling import good, refused
from tests.serving import Running

FIELDS = {"name": "laptop", "scopes": ["read_api", "read_user"]}


def test_a_person_creates_a_token_that_is_shown_once(server: Running, people: People) -> None:
    mine = api(server, people.developer)
    token = made(mine.post("user/personal_access_tokens", **FIELDS, expires_at=day(30), description="for work"))
    secret = token.pop("token")
    assert secret.startswith("glpat-")
    assert token.pop("created_at").endswith("Z")
    assert token == {
        "id": token["id"],
        "name": "laptop",
        "description": "for work",
        "revoked": False,
        "scopes": ["read_api", "read_user"],
        "user_id": mine.id,
        "last_used_at": None,
        "active": True,
        "expires_at": day(30),
    }
    assert "token" not in good(mine.get(f"personal_access_tokens/{token['id']}"))
    assert good(api(server, secret).get("user"))["id"] == mine.id


def test_a_token_ends_within_a_year(server: Running, people: People) -> None:
    mine = api(server, people.developer)
    assert made(mine.post("user/personal_access_tokens", **FIELDS))["expires_at"] == day(365)
    assert made(mine.post("user/personal_access_tokens", **FIELDS, expires_at=day(1)))["expires_at"] == day(1)
    for wrong in (day(0), day(-1), day(366)):
        answer = mine.post("user/personal_access_tokens", **FIELDS, expires_at=wrong)
        refused(answer, 400, f"A token expires between tomorrow and {day(365)}; {wrong} is outside.")
    refused(mine.post("user/personal_access_tokens", **FIELDS, expires_at="soon"), 400, "is a date as YYYY-MM-DD")


def test_an_administrator_creates_tokens_for_others(server: Running, people: People) -> None:
    number = api(server, people.guest).id
    token = made(api(server, people.administrator).post(f"users/{number}/personal_access_tokens", **FIELDS))
    assert token["user_id"] == number
    assert good(api(server, token["token"]).get("user"))["id"] == number
    refused(api(server, people.administrator).post("users/999999/personal_access_tokens", **FIELDS), 404)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "name is missing."),
        ({"name": "n"}, "scopes is missing."),
        ({"name": "n", "scopes": []}, "A token needs at least one scope."),
        ({"name": "n", "scopes": ["sudo"]}, "'sudo' is not a scope; the scopes are api, read_api, read_user."),
        ({"name": "n", "scopes": "api"}, "scopes is invalid"),
        ({"name": " ", "scopes": ["api"]}, "'name' is empty"),
        ({"name": "n" * 256, "scopes": ["api"]}, "'name' exceeds the maximum length of 255"),
        ({"name": "n", "scopes": ["api"], "description": "d" * 256}, "'description' exceeds"),
    ],
)
def test_bad_fields_are_refused(server: Running, people: People, fields: dict[str, object], said: str) -> None:
    refused(api(server, people.developer).post("user/personal_access_tokens", **fields), 400, said)
