"""python-gitlab: users."""

import gitlab
import pytest

from tests.people import People
from tests.python_gitlab.connecting import connect
from tests.serving import Running


@pytest.fixture
def admin(server: Running, people: People) -> gitlab.Gitlab:
    return connect(server, people.administrator)


def username(people: People) -> str:
    return f"stock-{people.project.id}"


def test_the_client_signs_in_and_knows_who_it_is(server: Running, people: People) -> None:
    for client in (
        connect(server, people.developer),
        gitlab.Gitlab(server.url, oauth_token=people.developer),
    ):
        client.auth()
        assert client.user is not None
        assert client.user.username == "developer-of-" + people.project.path.replace("/", "-")
        assert client.version()[0]
    with pytest.raises(gitlab.GitlabAuthenticationError):
        connect(server, people.revoked).auth()


def test_an_administrator_creates_finds_changes_and_deletes_a_user(
    server: Running, people: People, admin: gitlab.Gitlab
) -> None:
    name = username(people)
    user = admin.users.create(
        {"username": name, "name": "Stock", "email": f"{name}@example.com", "password": "correct horse battery"}
    )
    assert (user.username, user.state, user.is_admin) == (name, "active", False)
    (found,) = admin.users.list(username=name, get_all=True)
    assert found.id == user.id
    assert [each.id for each in connect(server, people.guest).users.list(search=name, get_all=True)] == [user.id]
    user.name = "Stock S."
    user.admin = True
    user.save()
    again = admin.users.get(user.id)
    assert (again.name, again.is_admin, again.email) == ("Stock S.", True, f"{name}@example.com")
    user.delete()
    with pytest.raises(gitlab.GitlabGetError) as caught:
        admin.users.get(user.id)
    assert caught.value.response_code == 404


def test_an_administrator_blocks_and_rests_a_user(admin: gitlab.Gitlab, people: People) -> None:
    user = admin.users.create({"username": username(people), "reset_password": True})
    assert user.set_up_url
    for change, state in (
        (user.block, "blocked"),
        (user.unblock, "active"),
        (user.deactivate, "deactivated"),
        (user.activate, "active"),
    ):
        assert change() is True
        assert user.state == admin.users.get(user.id).state == state


def test_users_are_listed_page_by_page(admin: gitlab.Gitlab) -> None:
    made = {admin.users.create({"username": f"listed-{number}"}).id for number in range(7)}
    everyone = [user.id for user in admin.users.list(search="listed-", iterator=True, per_page=3)]
    assert len(everyone) == len(made)
    assert set(everyone) == made
    assert [user.id for user in admin.users.list(search="listed-", get_all=True, per_page=100)] == everyone


def test_errors_say_what_is_wrong(server: Running, people: People, admin: gitlab.Gitlab) -> None:
    with pytest.raises(gitlab.GitlabCreateError, match="username is missing"):
        admin.users.create({"name": "nobody"})
    with pytest.raises(gitlab.GitlabCreateError, match="You may not manage users") as caught:
        connect(server, people.owner).users.create({"username": "nobody"})
    assert caught.value.response_code == 403
