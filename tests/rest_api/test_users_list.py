"""GET user, users and users/:id: who sees what of whom."""

import pytest

from tests.people import People
from tests.rest_api.accounts import Api, api, made
from tests.rest_api.calling import good, refused
from tests.serving import Running

PUBLIC = {"id", "username", "name", "state", "locked", "avatar_url", "web_url", "bot", "created_at"}
PRIVATE = {"email", "is_admin", "last_sign_in_at"}


@pytest.fixture
def admin(server: Running, people: People) -> Api:
    return api(server, people.administrator)


def mark(people: People) -> str:
    """Return what all usernames of these people hold, and no others."""
    return people.project.path.replace("/", "-")


def test_everyone_sees_all_of_themselves(server: Running, people: People) -> None:
    user = good(api(server, people.developer).get("user"))
    assert set(user) == PUBLIC | PRIVATE
    assert (user["username"], user["is_admin"], user["state"]) == (f"developer-of-{mark(people)}", False, "active")
    assert good(api(server, people.administrator).get("user"))["is_admin"] is True
    assert good(api(server, people.project_bot).get("user"))["bot"] is True


def test_others_see_what_is_public_and_administrators_everything(server: Running, people: People, admin: Api) -> None:
    number = api(server, people.developer).id
    for token in (people.outsider, people.read_only, people.project_bot):
        assert set(good(api(server, token).get(f"users/{number}"))) == PUBLIC
        assert all(set(user) == PUBLIC for user in good(api(server, token).get("users")))
    assert set(good(admin.get(f"users/{number}"))) == PUBLIC | PRIVATE
    assert all(set(user) == PUBLIC | PRIVATE for user in good(admin.get("users")))


def test_a_user_is_found_by_username_whatever_its_case(server: Running, people: People) -> None:
    name = f"developer-of-{mark(people)}"
    reader = api(server, people.outsider)
    assert [user["username"] for user in good(reader.get("users", username=name.upper()))] == [name]
    assert good(reader.get("users", username=name[:-1] + "?")) == []


def test_addresses_are_searched_by_administrators_alone(server: Running, people: People, admin: Api) -> None:
    name = f"found-{mark(people)}"
    made(admin.post("users", username=name, name="Gréta", email=f"secret.{name}@example.com"))
    assert [user["username"] for user in good(admin.get("users", search=f"SECRET.{name}"))] == [name]
    reader = api(server, people.outsider)
    assert good(reader.get("users", search=f"secret.{name}")) == []
    assert [user["username"] for user in good(reader.get("users", search=name.upper()))] == [name]
    assert name in [user["username"] for user in good(reader.get("users", search="gréta", per_page=100))]


def test_users_are_listed_by_state_and_kind(server: Running, people: People, admin: Api) -> None:
    blocked = api(server, people.guest).id
    made(admin.post(f"users/{blocked}/block"))

    def found(**query: object) -> set[str]:
        rows = good(admin.get("users", search=mark(people), per_page=100, **query))
        return {user["username"].partition("-of-")[0] for user in rows}

    assert "guest" in found()
    assert found(blocked="true") == {"guest"}
    assert "guest" not in found(active="true")
    assert "guest" in found(active="false")
    assert found(admins="true") == {"administrator"}
    bots = {user["id"] for user in good(admin.get("users", per_page=100)) if user["bot"]}
    assert bots
    humans = good(admin.get("users", humans="true", per_page=100))
    assert not bots & {user["id"] for user in humans}
    assert humans == good(admin.get("users", without_project_bots="True", per_page=100))


def test_users_come_in_pages_as_on_gitlab(server: Running, people: People, admin: Api) -> None:
    reader, mine = api(server, people.outsider), f"paged-{people.project.id}x"
    for number in range(9):
        made(admin.post("users", username=f"{mine}-{number}"))
    query = {"search": mine, "order_by": "username", "sort": "asc", "per_page": 4}
    answer = reader.get("users", **query)
    names = [user["username"] for user in good(answer)]
    assert names == sorted(names)
    assert len(names) == 4
    assert (answer.headers["x-page"], answer.headers["x-next-page"], answer.headers["x-total"]) == ("1", "2", "9")
    assert f"search={mine}&order_by=username&sort=asc&page=2&per_page=4" in answer.headers["link"]
    following = server.http.get(answer.links["next"]["url"], headers=reader.headers)
    assert good(following)[0]["username"] > names[-1]


def test_the_newest_come_first_unless_asked(server: Running, people: People) -> None:
    numbers = [user["id"] for user in good(api(server, people.outsider).get("users"))]
    assert numbers == sorted(numbers, reverse=True)
    refused(api(server, people.outsider).get("users", order_by="email"), 400, "order_by is invalid")


def test_nobody_sees_users_without_a_token(server: Running, people: People) -> None:
    number = api(server, people.developer).id
    for path in ("user", "users", f"users/{number}", "users/999999"):
        refused(api(server, None).get(path), 401)
    refused(api(server, people.developer).get("users/999999"), 404, "There is no user 999999.")
