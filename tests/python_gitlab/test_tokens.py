"""python-gitlab: all three kinds of access tokens are created, rotated and revoked."""

import gitlab
import pytest

from tests.people import People
from tests.python_gitlab.connecting import connect
from tests.rest_api.accounts import day
from tests.serving import Running


def good(server: Running, token: str) -> bool:
    """Tell whether a token opens its own account."""
    try:
        connect(server, token).auth()
    except gitlab.GitlabAuthenticationError:
        return False
    return True


@pytest.fixture
def admin(server: Running, people: People) -> gitlab.Gitlab:
    return connect(server, people.administrator)


def test_a_personal_token_lives(server: Running, people: People, admin: gitlab.Gitlab) -> None:
    user = admin.users.list(username="guest-of-" + people.project.path.replace("/", "-"), get_all=True)[0]
    token = user.personal_access_tokens.create(
        {"name": "stock", "scopes": ["read_api", "read_user"], "expires_at": day(20)}
    )
    assert (token.user_id, token.scopes, token.expires_at) == (user.id, ["read_api", "read_user"], day(20))
    assert good(server, token.token)
    listed = admin.personal_access_tokens.list(user_id=user.id, search="stock", get_all=True)
    assert [each.id for each in listed] == [token.id]
    old = listed[0]
    rotated = old.rotate(expires_at=day(30))
    assert rotated["expires_at"] == old.expires_at == day(30)
    assert good(server, rotated["token"])
    current = admin.personal_access_tokens.get(rotated["id"])
    assert current.active is True
    current.delete()
    assert not good(server, rotated["token"])
    assert not admin.personal_access_tokens.list(user_id=user.id, search="stock", state="active", get_all=True)


def test_a_token_rotates_and_ends_itself(server: Running, people: People) -> None:
    client = connect(server, people.developer)
    me = client.personal_access_tokens.get("self")
    assert (me.scopes, me.active) == (["api"], True)
    new = client.personal_access_tokens.rotate("self")
    again = connect(server, new["token"])
    assert again.personal_access_tokens.get("self").id == new["id"]
    again.personal_access_tokens.delete("self")
    assert not good(server, new["token"])


def test_a_projects_token_lives(server: Running, people: People) -> None:
    client = connect(server, people.maintainer)
    project = client.projects.get(people.project.id, lazy=True)
    fields = {"name": "ci", "scopes": ["api"], "access_level": gitlab.const.AccessLevel.DEVELOPER}
    token = project.access_tokens.create({**fields, "expires_at": day(20)})
    assert (token.access_level, token.expires_at) == (30, day(20))
    assert good(server, token.token)
    assert token.id in [each.id for each in project.access_tokens.list(state="active", get_all=True)]
    found = project.access_tokens.get(token.id)
    rotated = found.rotate(expires_at=day(40))
    bot = connect(server, rotated["token"])
    by_itself = bot.projects.get(people.project.id, lazy=True).access_tokens.get(rotated["id"], lazy=True)
    last = by_itself.rotate(self_rotate=True)
    assert good(server, last["token"])
    project.access_tokens.delete(last["id"])
    assert not good(server, last["token"])
    with pytest.raises(gitlab.GitlabCreateError, match="The role owner is above yours"):
        project.access_tokens.create({**fields, "access_level": gitlab.const.AccessLevel.OWNER})


def test_a_groups_token_lives(server: Running, people: People, admin: gitlab.Gitlab) -> None:
    group = admin.groups.get(people.project.path.partition("/")[0], lazy=True)
    token = group.access_tokens.create({"name": "ci", "scopes": ["read_api"], "access_level": 20})
    assert good(server, token.token)
    assert token.id in [each.id for each in group.access_tokens.list(get_all=True)]
    client = server.client(token.token, people.project.id)
    assert client.get("experiments/get", experiment_id="0").status_code == 200
    rotated = group.access_tokens.get(token.id).rotate()
    assert rotated["expires_at"] == day(7)
    group.access_tokens.delete(rotated["id"])
    assert not good(server, rotated["token"])
