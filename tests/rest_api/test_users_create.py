"""POST users: administrators make people."""

import itertools

import pytest

from tests.people import People
from tests.rest_api.accounts import api, made
from tests.rest_api.calling import good, refused
from tests.serving import Running

_numbers = itertools.count()


def username() -> str:
    return f"created-{next(_numbers)}"


def test_an_administrator_creates_a_person(server: Running, people: People) -> None:
    admin, name = api(server, people.administrator), username()
    user = made(admin.post("users", username=name, name="Ada L.", email=f"{name}@example.com"))
    assert user == good(admin.get(f"users/{user['id']}"))
    assert (user["username"], user["name"], user["email"]) == (name, "Ada L.", f"{name}@example.com")
    assert (user["state"], user["is_admin"], user["bot"], user["locked"]) == ("active", False, False, False)
    assert user["last_sign_in_at"] is None


def test_a_name_and_an_address_may_be_left_out(server: Running, people: People) -> None:
    name = username()
    user = made(api(server, people.administrator).post("users", username=name))
    assert (user["name"], user["email"]) == (name, None)


def test_a_person_gets_a_link_to_set_a_password_by(server: Running, people: People) -> None:
    admin = api(server, people.administrator)
    user = made(admin.post("users", username=username(), reset_password=True))
    link = user["set_up_url"]
    assert link.startswith(f"{server.url}/-/setup?secret=")
    page = server.http.get(link)
    assert page.status_code == 200
    assert user["username"] in page.text
    assert "set_up_url" not in good(admin.get(f"users/{user['id']}"))


def test_a_password_is_never_answered(server: Running, people: People) -> None:
    password = "correct horse battery"
    answer = api(server, people.administrator).post("users", username=username(), password=password)
    assert "password" not in made(answer)
    assert password not in answer.text


def test_an_administrator_makes_another(server: Running, people: People) -> None:
    assert made(api(server, people.administrator).post("users", username=username(), admin=True))["is_admin"] is True


def test_fields_that_are_not_known_are_ignored_as_on_gitlab(server: Running, people: People) -> None:
    fields = {"skip_confirmation": True, "projects_limit": 5, "color_scheme_id": 1}
    made(api(server, people.administrator).post("users", username=username(), **fields))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "username is missing."),
        ({"username": "a b"}, "cannot be part of a username"),
        ({"username": "x", "email": "nobody"}, "is not an email address"),
        ({"username": "x", "password": "short"}, "A password has 12 to 1024 characters; this one has 5."),
        ({"username": "x", "name": "  "}, "'name' is empty"),
        ({"username": "x", "admin": "perhaps"}, "admin is invalid"),
        ({"username": "x", "password": "correct horse battery", "reset_password": True}, "not both"),
    ],
)
def test_bad_fields_are_refused(server: Running, people: People, fields: dict[str, object], said: str) -> None:
    refused(api(server, people.administrator).post("users", **fields), 400, said)


def test_a_taken_name_or_address_is_409(server: Running, people: People) -> None:
    admin, name = api(server, people.administrator), username()
    made(admin.post("users", username=name, email=f"{name}@example.com"))
    refused(admin.post("users", username=name), 409, "is taken")
    refused(admin.post("users", username=name.upper()), 409, "is taken")
    refused(admin.post("users", username=username(), email=f"{name}@example.com"), 409, "is taken")


def test_nobody_else_creates_people(server: Running, people: People) -> None:
    for token in (people.owner, people.project_bot, people.outsider):
        answer = api(server, token).post("users", username=username())
        refused(answer, 403, "You may not manage users: it takes an administrator.")
    refused(api(server, people.read_only).post("users", username=username()), 403, "insufficient_scope")
    refused(api(server, None).post("users", username=username()), 401)
