"""Tokens of people who are blocked, deactivated or deleted, and of those whose role or rights are taken."""

import pytest

from tests.people import People
from tests.rest_api.accounts import api, made
from tests.rest_api.calling import good, refused
from tests.security.test_refused_tokens import REFUSED
from tests.serving import Running


@pytest.mark.parametrize("end", ["block", "deactivate", "delete"])
def test_who_is_shut_out_is_refused_at_once_in_the_usual_words(server: Running, people: People, end: str) -> None:
    developer, admin = api(server, people.developer), api(server, people.administrator)
    token = made(developer.post("user/personal_access_tokens", name="n", scopes=["read_user"]))["token"]
    number = developer.id
    mlflow = server.client(people.developer, people.project.id)
    assert mlflow.post("runs/create", experiment_id="0").status_code == 200
    if end == "delete":
        assert admin.delete(f"users/{number}").status_code == 204
    else:
        made(admin.post(f"users/{number}/{end}"))
    answer = mlflow.post("runs/create", experiment_id="0")
    assert (answer.status_code, answer.json()["message"]) == (401, REFUSED)
    for each in (people.developer, token):
        refused(api(server, each).get("user"), 401, REFUSED)
        refused(api(server, each).post("personal_access_tokens/self/rotate"), 401, REFUSED)
        refused(api(server, each).delete("personal_access_tokens/self"), 401, REFUSED)


def test_a_new_person_of_the_same_name_has_nothing_of_the_old_one(server: Running, people: People) -> None:
    developer, admin = api(server, people.developer), api(server, people.administrator)
    old = good(developer.get("user"))
    assert admin.delete(f"users/{old['id']}").status_code == 204
    new = made(admin.post("users", username=old["username"]))
    token = made(admin.post(f"users/{new['id']}/personal_access_tokens", name="n", scopes=["api"]))["token"]
    assert server.client(token, people.project.id).get("experiments/get", experiment_id="0").status_code == 404
    assert [row["id"] for row in good(api(server, token).get("personal_access_tokens"))] == [
        row["id"] for row in good(admin.get("personal_access_tokens", user_id=new["id"]))
    ]
    refused(api(server, people.developer).get("user"), 401, REFUSED)


def test_the_bot_of_a_deleted_member_lives_on_with_its_own_role(server: Running, people: People) -> None:
    path = f"projects/{people.project.id}/access_tokens"
    maintainer = api(server, people.maintainer)
    token = made(maintainer.post(path, name="ci", scopes=["api"], access_level=20))["token"]
    assert api(server, people.administrator).delete(f"users/{maintainer.id}").status_code == 204
    client = server.client(token, people.project.id)
    assert client.get("experiments/get", experiment_id="0").status_code == 200
    assert client.post("runs/create", experiment_id="0").status_code == 403
