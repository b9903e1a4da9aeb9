"""What a token may say and do about itself."""

from tests.people import People
from tests.rest_api.accounts import Api, api, day, made
from tests.rest_api.calling import good, refused
from tests.serving import Running


def with_scopes(server: Running, people: People, *scopes: str) -> Api:
    fields = {"name": "self", "scopes": scopes}
    token = made(api(server, people.developer).post("user/personal_access_tokens", **fields))
    return api(server, token["token"])


def test_any_token_says_what_it_is(server: Running, people: People) -> None:
    for scope in ("api", "read_api", "read_user"):
        token = good(with_scopes(server, people, scope).get("personal_access_tokens/self"))
        assert (token["name"], token["scopes"], token["active"]) == ("self", [scope], True)
    bot = good(api(server, people.project_bot).get("personal_access_tokens/self"))
    assert (bot["access_level"], bot["resource_type"], bot["resource_id"]) == (30, "project", people.project.id)
    refused(api(server, None).get("personal_access_tokens/self"), 401)


def test_any_token_ends_itself(server: Running, people: People) -> None:
    for scope in ("api", "read_api", "read_user"):
        token = with_scopes(server, people, scope)
        assert token.delete("personal_access_tokens/self").status_code == 204
        refused(token.get("personal_access_tokens/self"), 401)
    assert good(api(server, people.developer).get("user"))


def test_a_token_that_writes_takes_its_own_place(server: Running, people: People) -> None:
    old = with_scopes(server, people, "api")
    number = good(old.get("personal_access_tokens/self"))["id"]
    token = good(old.post("personal_access_tokens/self/rotate", expires_at=day(40)))
    assert token["id"] != number
    assert (token["name"], token["scopes"], token["expires_at"]) == ("self", ["api"], day(40))
    new = api(server, token["token"])
    assert good(new.get("personal_access_tokens/self"))["id"] == token["id"]
    before = good(api(server, people.developer).get(f"personal_access_tokens/{number}"))
    assert (before["revoked"], before["active"]) == (True, False)


def test_a_token_that_only_reads_does_not_live_on(server: Running, people: People) -> None:
    for scope in ("read_api", "read_user"):
        token = with_scopes(server, people, scope)
        refused(token.post("personal_access_tokens/self/rotate"), 403, "insufficient_scope")
        assert good(token.get("personal_access_tokens/self"))["active"] is True


def test_a_rotated_token_is_good_for_a_week_unless_a_date_is_named(server: Running, people: People) -> None:
    mine = api(server, people.developer)
    token = made(mine.post("user/personal_access_tokens", name="n", scopes=["read_api"]))
    token = good(mine.post(f"personal_access_tokens/{token['id']}/rotate"))
    assert token["expires_at"] == day(7)
    for wrong in (day(0), day(366)):
        answer = mine.post(f"personal_access_tokens/{token['id']}/rotate", expires_at=wrong)
        refused(answer, 400, "A token expires between tomorrow and")
    token = good(mine.post(f"personal_access_tokens/{token['id']}/rotate", expires_at=day(365)))
    assert mine.delete(f"personal_access_tokens/{token['id']}").status_code == 204
    refused(mine.post(f"personal_access_tokens/{token['id']}/rotate"), 400, "it cannot be rotated")
