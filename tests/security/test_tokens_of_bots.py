"""A project's bot outside its project: it is nobody there."""

import itertools

from modelstead.domain.project import Visibility
from tests.people import People, settle
from tests.rest_api.accounts import api, made
from tests.rest_api.calling import good, refused
from tests.serving import Running

_numbers = itertools.count()


def test_a_bot_sees_no_other_private_project(server: Running, people: People) -> None:
    elsewhere = settle(server.server, f"{people.project.path}-elsewhere")
    for project in (elsewhere.project.id, elsewhere.project.path.replace("/", "%2F")):
        client = server.client(people.project_bot, project)
        assert client.get("experiments/get", experiment_id="0").status_code == 404
        assert client.post("runs/create", experiment_id="0").status_code == 404
        refused(api(server, people.project_bot).get(f"projects/{project}/access_tokens"), 404)
        refused(api(server, people.project_bot).post(f"projects/{project}/access_tokens/self/rotate"), 404)


def test_a_bot_writes_to_no_public_or_internal_project(server: Running, people: People) -> None:
    for visibility in (Visibility.PUBLIC, Visibility.INTERNAL):
        open_ = settle(server.server, f"open/bots-{next(_numbers)}", visibility)
        client = server.client(people.project_bot, open_.project.id)
        assert client.get("experiments/get", experiment_id="0").status_code == 200
        assert client.post("runs/create", experiment_id="0").status_code == 403


def test_a_bot_is_rotated_in_its_own_project_alone(server: Running, people: People) -> None:
    public = settle(server.server, f"open/bots-{next(_numbers)}", Visibility.PUBLIC)
    bot = api(server, people.project_bot)
    number = good(bot.get("personal_access_tokens/self"))["id"]
    path = f"projects/{public.project.id}/access_tokens"
    refused(bot.post(f"{path}/self/rotate"), 403)
    owner = api(server, public.owner)
    refused(owner.get(f"{path}/{number}"), 404)
    refused(owner.post(f"{path}/{number}/rotate"), 404)
    refused(owner.delete(f"{path}/{number}"), 404)
    assert good(bot.get("personal_access_tokens/self"))["active"] is True


def test_a_bot_makes_no_groups_projects_or_users(server: Running, people: People) -> None:
    path = f"projects/{people.project.id}/access_tokens"
    token = made(api(server, people.owner).post(path, name="strong", scopes=["api"], access_level=50))
    bot = api(server, token["token"])
    refused(bot.post("users", username=f"of-a-bot-{next(_numbers)}"), 403)
    for call in ("groups", "projects"):
        name = f"of-a-bot-{next(_numbers)}"
        assert bot.post(call, name=name, path=name).status_code in {400, 403, 404}


def test_a_bot_is_not_made_an_administrator(server: Running, people: People) -> None:
    bot, admin = api(server, people.project_bot), api(server, people.administrator)
    refused(admin.put(f"users/{bot.id}", admin=True), 400, "the bot of an access token")
    refused(admin.post(f"users/{bot.id}/personal_access_tokens", name="n", scopes=["api"]), 400, "the bot of an access")
    assert good(admin.get(f"users/{bot.id}"))["is_admin"] is False
