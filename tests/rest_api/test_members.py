"""Members of projects and groups: add, list, change, remove, leave."""

import pytest

from modelstead import clock
from modelstead.services.access import TOPIC
from modelstead.store.transaction import Transaction
from tests.people import People
from tests.rest_api.accounts import Api, api, day, made
from tests.rest_api.calling import good, refused
from tests.rest_api.places import group, join, project
from tests.serving import Running

NOUNS = ["projects", "groups"]


@pytest.fixture
def ada(server: Running, people: People) -> Api:
    return api(server, people.outsider)


@pytest.fixture
def eve(server: Running, people: People) -> Api:
    return api(server, people.guest)


@pytest.fixture
def bob(server: Running, people: People) -> Api:
    return api(server, people.reporter)


@pytest.fixture(params=NOUNS)
def place(request: pytest.FixtureRequest, ada: Api) -> str:
    """Return the address of a project, then a group, that ada owns."""
    found = project(ada) if request.param == "projects" else group(ada)
    return f"{request.param}/{found['id']}"


def levels(api: Api, path: str, **query: object) -> dict[int, int]:
    return {row["id"]: row["access_level"] for row in good(api.get(path, **query))}


def end(tx: Transaction, user_id: int) -> None:
    for table in ("project_members", "group_members"):
        tx.execute(f"UPDATE {table} SET expires_at = ? WHERE user_id = ?", (clock.now_ms() - 1, user_id))
    tx.announce(TOPIC)


def test_a_member_is_shown_as_gitlab_shows_them(server: Running, ada: Api, eve: Api, place: str) -> None:
    found = made(ada.post(f"{place}/members", user_id=eve.id, access_level=30, expires_at=day(9)))
    user = good(eve.get("user"))
    assert good(ada.get(f"{place}/members/{eve.id}")) == found
    assert found.pop("created_at").endswith("Z")
    assert found == {
        "id": user["id"],
        "username": user["username"],
        "name": user["name"],
        "state": "active",
        "locked": False,
        "avatar_url": None,
        "web_url": f"{server.url}/{user['username']}",
        "access_level": 30,
        "expires_at": day(9),
        "membership_state": "active",
    }


def test_users_are_added_by_name_and_several_at_once(ada: Api, eve: Api, bob: Api, place: str) -> None:
    made(ada.post(f"{place}/members", username=good(eve.get("user"))["username"], access_level=10))
    ada.delete(f"{place}/members/{eve.id}")
    answer = ada.post(f"{place}/members", user_id=f"{eve.id}, {bob.id}", access_level="20")
    assert made(answer) == {"status": "success"}
    assert {eve.id: 20, bob.id: 20}.items() <= levels(ada, f"{place}/members").items()


def test_of_several_either_all_are_added_or_none(ada: Api, eve: Api, bob: Api, place: str) -> None:
    join(ada, *_split(place), bob, 10)
    refused(ada.post(f"{place}/members", user_id=f"{eve.id},{bob.id}", access_level=20), 409, "Member already exists")
    refused(ada.post(f"{place}/members", user_id=f"{eve.id},999999", access_level=20), 404, "User Not Found")
    assert eve.id not in levels(ada, f"{place}/members")


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"access_level": 30}, "user_id, username are missing"),
        ({"access_level": 30, "user_id": 1, "username": "x"}, "user_id, username are missing or both given"),
        ({"access_level": 30, "user_id": "one"}, "user_id is invalid"),
        ({"access_level": 30, "user_id": "1,,2"}, "user_id is invalid"),
        pytest.param({"access_level": 30, "user_id": ",".join(map(str, range(101)))}, "at most 100 users", id="many"),
        ({"user_id": 1}, "access_level is missing"),
        ({"access_level": 35, "user_id": 1}, "access_level does not have a valid value; it is one of 10 (guest)"),
        ({"access_level": 0, "user_id": 1}, "access_level does not have a valid value"),
        ({"access_level": 60, "user_id": 1}, "access_level does not have a valid value"),
        ({"access_level": "owner", "user_id": 1}, "access_level is invalid"),
    ],
    ids=str,
)
def test_what_is_wrong_is_said(ada: Api, place: str, fields: dict[str, object], reason: str) -> None:
    refused(ada.post(f"{place}/members", **fields), 400, reason)


@pytest.mark.parametrize("date", ["tomorrow", "2020-01-01", "2030-13-01", "1"])
def test_an_end_that_is_none_is_refused(ada: Api, eve: Api, place: str, date: str) -> None:
    refused(ada.post(f"{place}/members", user_id=eve.id, access_level=10, expires_at=date), 400, "expires_at")
    refused(ada.post(f"{place}/members", user_id=eve.id, access_level=10, expires_at=day(0)), 400, "after today")


def test_a_role_and_its_end_change(ada: Api, eve: Api, place: str) -> None:
    join(ada, *_split(place), eve, 10, expires_at=day(5))
    url = f"{place}/members/{eve.id}"
    changed = good(ada.put(url, access_level=40))
    assert (changed["access_level"], changed["expires_at"]) == (40, day(5))
    assert good(ada.put(url, access_level=20, expires_at=day(7)))["expires_at"] == day(7)
    for never in (None, ""):
        good(ada.put(url, access_level=20, expires_at=day(7)))
        assert good(ada.put(url, access_level=20, expires_at=never))["expires_at"] is None
    refused(ada.put(url, access_level=33), 400, "access_level does not have a valid value")
    refused(ada.put(f"{place}/members/{bobless(eve)}", access_level=10), 404, "is not a member")


def bobless(api: Api) -> int:
    return api.id + 100_000


def test_a_membership_that_has_ended_gives_nothing_and_can_be_given_again(
    server: Running, ada: Api, eve: Api, place: str
) -> None:
    join(ada, *_split(place), eve, 40)
    good(eve.get(place))
    server.server.database.write_now(end, eve.id)
    refused(eve.get(place), 404)
    assert eve.id not in levels(ada, f"{place}/members/all")
    refused(ada.get(f"{place}/members/{eve.id}"), 404)
    join(ada, *_split(place), eve, 10)
    good(eve.get(place))


def test_who_is_removed_sees_nothing_at_once(ada: Api, eve: Api, place: str) -> None:
    join(ada, *_split(place), eve, 30)
    good(eve.get(place))
    answer = ada.delete(f"{place}/members/{eve.id}")
    assert (answer.status_code, answer.content) == (204, b"")
    refused(eve.get(place), 404)
    refused(ada.delete(f"{place}/members/{eve.id}"), 404, "is not a member")


def test_anyone_may_leave(ada: Api, eve: Api, bob: Api, place: str) -> None:
    join(ada, *_split(place), eve, 10)
    join(ada, *_split(place), bob, 10)
    refused(eve.delete(f"{place}/members/{bob.id}"), 403, "You may not manage")
    assert eve.delete(f"{place}/members/{eve.id}").status_code == 204
    refused(eve.get(place), 404)


def test_the_last_owner_stays(ada: Api, eve: Api, place: str) -> None:
    if place.startswith("projects"):
        place = f"groups/{good(ada.get(place))['namespace']['id']}"
    url = f"{place}/members/{ada.id}"
    for answer in (
        ada.delete(url),
        ada.put(url, access_level=40),
        ada.put(url, access_level=50, expires_at=day(5)),
    ):
        refused(answer, 400, "is the last owner")
    join(ada, *_split(place), eve, 50, expires_at=day(5))
    refused(ada.delete(url), 400, "is the last owner")
    good(ada.put(f"{place}/members/{eve.id}", access_level=50, expires_at=None))
    assert good(ada.put(url, access_level=40))["access_level"] == 40
    assert eve.delete(url).status_code == 204
    refused(eve.delete(f"{place}/members/{eve.id}"), 400, "is the last owner")


def test_a_project_s_own_owner_may_go_while_a_group_has_one(ada: Api, eve: Api) -> None:
    found = project(ada, namespace_id=group(ada)["id"])
    join(ada, "projects", found["id"], eve, 50)
    assert eve.delete(f"projects/{found['id']}/members/{eve.id}").status_code == 204


def test_a_role_is_never_lower_than_the_inherited_one(ada: Api, eve: Api) -> None:
    above = group(ada)
    below = group(ada, parent_id=above["id"])
    found = project(ada, namespace_id=below["id"])
    join(ada, "groups", above["id"], eve, 30)
    for place in (f"groups/{below['id']}", f"projects/{found['id']}"):
        answer = ada.post(f"{place}/members", user_id=eve.id, access_level=20)
        refused(answer, 400, "access_level should be greater than or equal to 30 (developer)")
        made(ada.post(f"{place}/members", user_id=eve.id, access_level=30))
        refused(ada.put(f"{place}/members/{eve.id}", access_level=20), 400, "greater than or equal to 30")


def test_all_members_come_from_the_groups_above_too_each_once(ada: Api, eve: Api, bob: Api) -> None:
    above = group(ada)
    below = group(ada, parent_id=above["id"])
    found = project(ada, namespace_id=below["id"])
    join(ada, "groups", above["id"], eve, 20)
    join(ada, "groups", below["id"], eve, 30)
    join(ada, "projects", found["id"], bob, 10)
    project_path, group_path = f"projects/{found['id']}/members", f"groups/{below['id']}/members"
    assert levels(ada, project_path) == {bob.id: 10}
    assert levels(ada, f"{project_path}/all") == {ada.id: 50, eve.id: 30, bob.id: 10}
    assert levels(ada, group_path) == {eve.id: 30}
    assert levels(ada, f"{group_path}/all") == {ada.id: 50, eve.id: 30}
    assert good(ada.get(f"{project_path}/all/{eve.id}"))["access_level"] == 30
    refused(ada.get(f"{project_path}/{eve.id}"), 404, "is not a member by themselves")
    refused(ada.get(f"{group_path}/all/{bob.id}"), 404, "is not a member here")
    username = good(eve.get("user"))["username"]
    assert levels(ada, f"{project_path}/all", query=username[:-3].upper()) == {eve.id: 30}
    assert levels(ada, f"{project_path}/all", **{"user_ids[]": [eve.id, bob.id]}) == {eve.id: 30, bob.id: 10}
    answer = ada.get(f"{project_path}/all", per_page=1, page=2)
    assert (len(good(answer)), answer.headers["x-total"]) == (1, "3")


def test_leaving_a_group_ends_the_memberships_below(ada: Api, eve: Api) -> None:
    above = group(ada)
    found = project(ada, namespace_id=group(ada, parent_id=above["id"])["id"])
    for query, stays in (("?skip_subresources=true", True), ("", False)):
        join(ada, "groups", above["id"], eve, 10)
        if query:
            join(ada, "projects", found["id"], eve, 30)
        assert ada.delete(f"groups/{above['id']}/members/{eve.id}{query}").status_code == 204
        assert (eve.get(f"projects/{found['id']}").status_code == 200) is stays


def test_bots_stay_where_their_tokens_were_made(server: Running, people: People, ada: Api) -> None:
    bot = api(server, people.project_bot).id
    refused(ada.post(f"groups/{group(ada)['id']}/members", user_id=bot, access_level=10), 400, "is the bot")
    owner, url = api(server, people.owner), f"projects/{people.project.id}/members/{bot}"
    assert good(owner.get(url))["access_level"] == 30
    refused(owner.put(url, access_level=40), 400, "is the bot of an access token. Revoke the token instead.")
    refused(owner.delete(url), 400, "is the bot")


def test_members_are_read_by_those_who_have_an_account(server: Running, people: People, ada: Api) -> None:
    above = group(ada, visibility="public")
    found = project(ada, namespace_id=above["id"], visibility="public")
    for place in (f"projects/{found['id']}", f"groups/{above['id']}"):
        assert good(api(server, people.read_only).get(f"{place}/members/all"))
        for path in ("members", "members/all", f"members/{ada.id}", f"members/all/{ada.id}"):
            refused(api(server, None).get(f"{place}/{path}"), 401)


def _split(place: str) -> tuple[str, int]:
    noun, _, number = place.partition("/")
    return noun, int(number)
