"""Inviting by an email address: the link is shown once, works, and can be revoked."""

import re

import pytest

from modelstead.domain.role import Role
from modelstead.services import users
from tests.serving import Running
from tests.signing_in import PASSWORD, browser_of, person
from tests.web.people_pages import JSON, Settled, as_member, rows, settled

LINK = re.compile(r"https?://[^\s<]+/-/invitations\?secret=[\w-]+")


@pytest.fixture
def place(site: Running) -> Settled:
    return settled(site)


def test_the_link_is_shown_once_and_works(site: Running, place: Settled) -> None:
    owner = as_member(site, place.project.path, Role.OWNER)
    answer = owner.send(place.members, who="new@example.com", role="reporter")
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    assert "send the link yourself" in answer.text
    (link,) = set(LINK.findall(answer.text))
    (open_one,) = owner.get(place.members, **JSON).json()["invitations"]
    assert (open_one["email"], open_one["role"]) == ("new@example.com", Role.REPORTER)
    secret = link.rpartition("=")[2]
    assert secret not in owner.get(place.members).text
    newcomer = browser_of(site)
    assert newcomer.get(f"/-/invitations?secret={secret}").status_code == 200
    name = f"new-{newcomer.address.replace('.', '-')}"
    assert newcomer.post("/-/invitations", secret=secret, username=name, password=PASSWORD).status_code == 200
    assert name in rows(owner, place.members)
    assert owner.get(place.members, **JSON).json()["invitations"] == []


def test_a_revoked_invitation_opens_nothing(site: Running, place: Settled) -> None:
    owner = as_member(site, place.group, Role.OWNER)
    answer = owner.send(place.group_members, who="new@example.com", role="guest")
    (link,) = set(LINK.findall(answer.text))
    assert owner.send(f"{place.group_members}/revoke", email="new@example.com").status_code == 303
    assert browser_of(site).get("/-/invitations" + link.partition("/-/invitations")[2]).status_code == 404
    assert owner.send(f"{place.group_members}/revoke", email="new@example.com").status_code == 404


def test_an_address_that_is_none_is_told_at_its_field(site: Running, place: Settled) -> None:
    owner = as_member(site, place.project.path, Role.OWNER)
    answer = owner.send(place.members, who="a@b", role="guest")
    assert answer.status_code == 400
    assert "is not an email address." in answer.text.split('id="who-error"')[1]


def test_only_administrators_learn_whose_an_address_is(site: Running, place: Settled) -> None:
    user = person(site, email=f"{place.group}@example.com")
    owner, administrator = as_member(site, place.project.path, Role.OWNER), browser_of(site)
    administrator.sign_in(person(site, is_admin=True).username)
    answer = owner.send(place.members, who=f"{place.group}@example.com", role="guest")
    assert "send the link yourself" in answer.text
    assert user.username not in answer.text
    assert administrator.send(place.members, who=f"{place.group}@EXAMPLE.com", role="guest").status_code == 303
    assert user.username in rows(owner, place.members)


def test_nobody_is_invited_to_an_archived_project(site: Running, place: Settled) -> None:
    owner = as_member(site, place.project.path, Role.OWNER)
    site.server.database.write_now(
        lambda tx: tx.execute("UPDATE projects SET archived_at = 1 WHERE id = ?", (place.project.id,))
    )
    site.server.database.write_now(lambda tx: tx.announce("access"))
    answer = owner.send(place.members, who="new@example.com", role="guest")
    assert answer.status_code == 400
    assert "The project is archived" in answer.text
    username = site.server.database.read_now(users.get, person(site).username).username
    assert owner.send(place.members, who=username, role="guest").status_code == 303
