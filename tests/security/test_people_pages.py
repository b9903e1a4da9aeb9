"""The forms of members and access tokens: nobody gets more than they have, and other places are out of reach."""

import re

import pytest

from modelstead.domain.role import Role
from tests.serving import Running
from tests.signing_in import Browser, person
from tests.web.people_pages import JSON, Settled, as_member, coming, joined, rows, secret_in, settled

ABOVE = "is above yours"


@pytest.fixture
def place(site: Running) -> Settled:
    return settled(site)


@pytest.fixture
def maintainer(site: Running, place: Settled) -> Browser:
    return as_member(site, place.project.path, Role.MAINTAINER)


def test_a_maintainer_gives_no_role_above_their_own(site: Running, place: Settled, maintainer: Browser) -> None:
    owner, user = joined(site, place.project.path, Role.OWNER), joined(site, place.project.path, Role.GUEST)
    before = rows(maintainer, place.members)
    (me,) = (row["line"]["member"]["user_id"] for row in before.values() if row["is_self"])  # type: ignore[index]
    for path, form in (
        (place.members, {"who": person(site).username, "role": "owner"}),
        (place.members, {"who": "new@example.com", "role": "owner"}),
        (f"{place.members}/change", {"user_id": str(user.id), "role": "owner"}),
        (f"{place.members}/change", {"user_id": str(me), "role": "owner"}),
        (f"{place.members}/change", {"user_id": str(owner.id), "role": "guest"}),
        (f"{place.members}/remove", {"user_id": str(owner.id)}),
        (f"{place.tokens}/new", {"name": "bot", "scopes": "api", "role": "owner"}),
    ):
        answer = maintainer.send(path, **form)
        assert (answer.status_code, ABOVE in answer.text) == (403, True), form
    assert rows(maintainer, place.members) == before
    assert maintainer.get(place.members, **JSON).json()["invitations"] == []
    assert maintainer.get(place.tokens, **JSON).json()["tokens"] == []
    assert "<option>owner</option>" not in maintainer.get(f"{place.tokens}/new").text
    assert before[owner.username]["may_change"] is False


def test_a_maintainer_neither_rotates_nor_revokes_an_owner_s_token(
    site: Running, place: Settled, maintainer: Browser
) -> None:
    owner = as_member(site, place.project.path, Role.OWNER)
    secret_in(owner.send(f"{place.tokens}/new", name="high", scopes="api", role="owner"))
    ((row,)) = maintainer.get(place.tokens, **JSON).json()["tokens"]
    assert row["may_change"] is False
    for action in ("rotate", "revoke"):
        assert maintainer.send(f"{place.tokens}/{action}", token_id=str(row["token"]["id"])).status_code == 403
    assert owner.get(place.tokens, **JSON).json()["active"] == 1


def test_things_of_another_project_are_out_of_reach(site: Running, place: Settled, maintainer: Browser) -> None:
    other = settled(site)
    owner, user = as_member(site, other.project.path, Role.OWNER), joined(site, other.project.path, Role.GUEST)
    secret_in(owner.send(f"{other.tokens}/new", name="theirs", scopes="api", role="guest"))
    owner.send(other.members, who="new@example.com", role="guest")
    (row,) = owner.get(other.tokens, **JSON).json()["tokens"]
    token, before = str(row["token"]["id"]), rows(owner, other.members)
    for path, form in (
        (f"{place.tokens}/rotate", {"token_id": token}),
        (f"{place.tokens}/revoke", {"token_id": token}),
        (f"{place.members}/change", {"user_id": str(user.id), "role": "guest"}),
        (f"{place.members}/remove", {"user_id": str(user.id)}),
        (f"{place.members}/revoke", {"email": "new@example.com"}),
    ):
        assert maintainer.send(path, **form).status_code == 404, path
    for action in ("rotate", "revoke"):
        assert maintainer.get(f"{place.tokens}/{action}?token_id={token}").status_code == 404
    assert rows(owner, other.members) == before
    assert owner.get(other.tokens, **JSON).json()["active"] == 1
    assert len(owner.get(other.members, **JSON).json()["invitations"]) == 1


def test_a_personal_token_is_no_token_of_a_project(site: Running, place: Settled, maintainer: Browser) -> None:
    secret_in(maintainer.send("/-/profile/tokens/new", name="mine", scopes="api"))
    number = str(maintainer.get("/-/profile/tokens", **JSON).json()["tokens"][0]["token"]["id"])
    owner = as_member(site, place.project.path, Role.OWNER)
    for action in ("rotate", "revoke"):
        assert owner.send(f"{place.tokens}/{action}", token_id=number).status_code == 404


def test_nobody_below_a_maintainer_removes_others_but_all_may_leave(site: Running, place: Settled) -> None:
    user, other = joined(site, place.project.path, Role.DEVELOPER), joined(site, place.project.path, Role.GUEST)
    developer = coming(site, user)
    answer = developer.send(f"{place.members}/remove", user_id=str(other.id))
    assert (answer.status_code, "You may not" in answer.text) == (403, True)
    assert developer.get(f"{place.members}/remove?user_id={other.id}").status_code == 403
    assert developer.send(f"{place.members}/remove", user_id=str(user.id)).status_code == 303


def test_a_secret_is_on_no_later_page(place: Settled, maintainer: Browser) -> None:
    secrets = [
        secret_in(maintainer.send(f"{place.tokens}/new", name="bot", scopes="api", role="guest")),
        secret_in(maintainer.send("/-/profile/tokens/new", name="mine", scopes="api", project=place.project.path)),
    ]
    link = maintainer.send(place.members, who="new@example.com", role="guest").text
    secrets += set(re.findall(r"secret=([\w-]+)", link))
    assert len(secrets) == 3
    number = maintainer.get(place.tokens, **JSON).json()["tokens"][0]["token"]["id"]
    for path in (
        place.tokens,
        f"{place.tokens}/rotate?token_id={number}",
        f"{place.tokens}/revoke?token_id={number}",
        place.members,
        "/-/profile/tokens",
        f"/{place.project.path}",
        f"/-/audit?in={place.project.path}",
        "/",
    ):
        for headers in ({}, JSON):
            text = maintainer.get(path, **headers).text
            assert not [secret for secret in secrets if secret in text], path
