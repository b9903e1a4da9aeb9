"""PUT and DELETE users/:id, and their states."""

import pytest

from tests.people import People
from tests.rest_api.accounts import Api, api, made
from tests.rest_api.calling import good, refused
from tests.serving import Running

CHANGES = ("block", "unblock", "activate", "deactivate")


@pytest.fixture
def admin(server: Running, people: People) -> Api:
    return api(server, people.administrator)


def status(server: Running, people: People, token: str) -> int:
    return server.client(token, people.project.id).get("experiments/get", experiment_id="0").status_code


def test_what_is_named_changes_and_the_rest_stays(server: Running, people: People, admin: Api) -> None:
    before = good(api(server, people.developer).get("user"))
    after = good(admin.put(f"users/{before['id']}", name="Dev L.", email=f"dev-{before['id']}@example.com"))
    assert after == before | {"name": "Dev L.", "email": f"dev-{before['id']}@example.com"}
    renamed = good(admin.put(f"users/{before['id']}", username=f"renamed-{before['id']}"))
    assert good(api(server, people.developer).get("user")) == renamed
    refused(admin.put(f"users/{before['id']}", username="a b"), 400, "cannot be part of a username")
    refused(admin.put("users/999999", name="x"), 404, "There is no user 999999.")


def test_an_administrators_rights_come_and_go_at_once(server: Running, people: People, admin: Api) -> None:
    developer = api(server, people.developer)
    number = developer.id
    assert developer.post("users").status_code == 403
    assert good(admin.put(f"users/{number}", admin=True))["is_admin"] is True
    assert developer.post("users").status_code == 400
    assert good(admin.put(f"users/{number}", admin=False))["is_admin"] is False
    assert developer.post("users").status_code == 403


def test_a_blocked_user_is_refused_at_once_and_works_again_when_unblocked(
    server: Running, people: People, admin: Api
) -> None:
    number = api(server, people.developer).id
    for change, code, state in (("block", 401, "blocked"), ("unblock", 200, "active"), ("deactivate", 401, None)):
        assert made(admin.post(f"users/{number}/{change}")) is True
        assert status(server, people, people.developer) == code
        assert good(admin.get(f"users/{number}"))["state"] == (state or "deactivated")
    assert made(admin.post(f"users/{number}/activate")) is True
    assert status(server, people, people.developer) == 200


def test_a_state_is_undone_by_its_own_word(server: Running, people: People, admin: Api) -> None:
    number = api(server, people.developer).id
    made(admin.post(f"users/{number}/block"))
    refused(admin.post(f"users/{number}/activate"), 403, "The user is blocked, not deactivated.")
    refused(admin.post(f"users/{number}/deactivate"), 403, "The user is blocked.")
    refused(admin.post(f"users/{admin.id}/block"), 403, "You cannot shut yourself out.")


def test_a_deleted_user_is_gone_with_tokens_and_memberships(server: Running, people: People, admin: Api) -> None:
    developer = good(api(server, people.developer).get("user"))
    run_id = server.client(people.developer, people.project.id).run()
    answer = admin.delete(f"users/{developer['id']}")
    assert (answer.status_code, answer.content) == (204, b"")
    assert status(server, people, people.developer) == 401
    refused(admin.get(f"users/{developer['id']}"), 404)
    refused(admin.delete(f"users/{developer['id']}"), 404)
    reader = server.client(people.reporter, people.project.id)
    assert reader.get("runs/get", run_id=run_id).status_code == 200
    again = made(admin.post("users", username=developer["username"]))
    assert again["id"] != developer["id"]


def test_nobody_else_changes_users(server: Running, people: People) -> None:
    number = api(server, people.guest).id
    for token, code in ((people.owner, 403), (people.guest, 403), (people.read_only, 403), (None, 401)):
        other = api(server, token)
        refused(other.put(f"users/{number}", name="x"), code)
        refused(other.delete(f"users/{number}"), code)
        for change in CHANGES:
            refused(other.post(f"users/{number}/{change}"), code)
    assert status(server, people, people.guest) == 200
