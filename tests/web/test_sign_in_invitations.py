"""The page of an invitation's link."""

import pytest

from modelstead.domain.actor import Access, Actor
from modelstead.domain.role import Role
from modelstead.services import invitations, users
from modelstead.store.transaction import Transaction
from tests.factories import API
from tests.people import People, settle
from tests.serving import Running
from tests.signing_in import PASSWORD, Browser, browser_of, events, person


@pytest.fixture
def secret(site: Running, browser: Browser) -> str:
    """Return the secret of an invitation to a new project."""
    return invite(site, settle(site.server, f"inviting/{browser.address}"))


def invite(site: Running, people: People) -> str:
    def make(tx: Transaction) -> str:
        inviter = users.get(tx, "owner-of-" + people.project.path.replace("/", "-"))
        access = Access(Actor(inviter.id, inviter.username, is_admin=False, scopes=API), people.project, Role.OWNER)
        return invitations.create(tx, site.server.secrets.key, access, "new@example.com", Role.REPORTER).secret

    return site.server.database.write_now(make)


def test_the_page_says_who_invites_to_what(browser: Browser, secret: str) -> None:
    page = browser.get(f"/-/invitations?secret={secret}")
    assert page.status_code == 200
    for part in (f"Join inviting/{browser.address}", "owner-of-inviting", "reporter", "Create account and join"):
        assert part in page.text, part
    assert f"/-/sign-in?to=/-/invitations%3Fsecret%3D{secret}" in page.text


def test_somebody_new_makes_an_account_and_is_signed_in(site: Running, browser: Browser, secret: str) -> None:
    name = f"newcomer-{browser.address}"
    answer = browser.post("/-/invitations", secret=secret, username=name, password=PASSWORD)
    assert answer.status_code == 200
    assert "Welcome to inviting/" in answer.text
    assert browser.get("/api/v4/user").json()["username"] == name
    project = f"inviting%2F{browser.address}"
    assert browser.get(f"/api/v4/projects/{project}/packages").status_code == 200
    assert browser_of(site).sign_in(name).status_code == 303
    ((user_id, address, _),) = events(site, "invitation.accept", "new@example.com")[-1:]
    assert (user_id, address) == (browser.get("/api/v4/user").json()["id"], browser.address)
    assert browser_of(site).get(f"/-/invitations?secret={secret}").status_code == 404


@pytest.mark.parametrize(
    ("username", "password", "field"),
    [
        ("", PASSWORD, "username-error"),
        ("a b", PASSWORD, "username-error"),
        ("x" * 256, PASSWORD, "username-error"),
        ("<script>", PASSWORD, "username-error"),
        ("fine", "short", "password-error"),
        ("fine", "", "password-error"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(
    browser: Browser, secret: str, username: str, password: str, field: str
) -> None:
    answer = browser.post("/-/invitations", secret=secret, username=username, password=password)
    assert answer.status_code == 400
    assert f'id="{field}"' in answer.text
    assert "<script>" not in answer.text
    assert browser.get(f"/-/invitations?secret={secret}").status_code == 200


def test_a_username_that_is_taken_is_told_at_its_field(site: Running, browser: Browser, secret: str) -> None:
    name = person(site).username
    answer = browser.post("/-/invitations", secret=secret, username=name.upper(), password=PASSWORD)
    assert answer.status_code == 400
    assert "is taken. Choose another." in answer.text
    assert browser.get(f"/-/invitations?secret={secret}").status_code == 200


def test_somebody_who_has_signed_in_joins_with_a_button(site: Running, browser: Browser, secret: str) -> None:
    user = person(site)
    address = f"/-/invitations?secret={secret}"
    assert browser.sign_in(user.username, to=address).headers["location"] == address
    page = browser.get(address)
    assert f"You join as <strong>{user.username}</strong>" in page.text
    assert browser.post("/-/invitations", secret=secret).status_code == 403  # without the token of the session
    answer = browser.send("/-/invitations", secret=secret)
    assert answer.status_code == 200
    assert "Welcome to inviting/" in answer.text


@pytest.mark.parametrize("wrong", ["", "x", "' OR 1=1 --", "é", "x" * 5_000])
def test_a_wrong_link_is_not_found(browser: Browser, wrong: str) -> None:
    assert browser.http.get("/-/invitations", params={"secret": wrong}).status_code == 404
    answer = browser.post("/-/invitations", secret=wrong, username="x", password=PASSWORD)
    assert answer.status_code == 404
    assert "was not copied whole" in answer.text
