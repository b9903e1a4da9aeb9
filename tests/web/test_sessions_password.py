"""Changing one's password, and what it does to sessions."""

import pytest

from modelstead.services import users
from tests.serving import Running
from tests.signing_in import PASSWORD, browser_of, events, person

NEW = "another sentence to remember"


def test_a_new_password_ends_every_session_and_begins_a_new_one(site: Running) -> None:
    user = person(site)
    here, there = browser_of(site), browser_of(site)
    for each in (here, there):
        each.sign_in(user.username)
    before = here.session
    answer = here.send("/-/profile/password", old=PASSWORD, new=NEW)
    assert (answer.status_code, answer.headers["location"]) == (303, "/-/profile/sessions")
    assert here.is_signed_in()
    assert here.session != before
    assert not there.is_signed_in()
    assert there.sign_in(user.username).status_code == 401
    assert there.sign_in(user.username, NEW).status_code == 303
    assert len(events(site, "user.change_password", user.username)) == 1


def test_the_present_password_is_needed(site: Running) -> None:
    user, browser = person(site), browser_of(site)
    browser.sign_in(user.username)
    answer = browser.send("/-/profile/password", old="wrong", new=NEW)
    assert answer.status_code == 400
    assert "This is not your present password." in answer.text
    assert 'aria-describedby="old-error"' in answer.text
    assert browser_of(site).sign_in(user.username).status_code == 303


def test_guesses_of_the_present_password_count_as_failed_sign_ins(site: Running) -> None:
    user, browser = person(site), browser_of(site)
    browser.sign_in(user.username)
    for _ in range(10):
        assert browser.send("/-/profile/password", old="wrong", new=NEW).status_code == 400
    assert browser.send("/-/profile/password", old=PASSWORD, new=NEW).status_code == 429
    assert browser_of(site).sign_in(user.username).status_code == 429


@pytest.mark.parametrize("new", ["", "short", "x" * 11, "x" * 1_025])
def test_a_bad_new_password_is_told_at_its_field(site: Running, new: str) -> None:
    user, browser = person(site), browser_of(site)
    browser.sign_in(user.username)
    answer = browser.send("/-/profile/password", old=PASSWORD, new=new)
    assert answer.status_code == 400
    assert f"A password has 12 to 1024 characters; this one has {len(new)}." in answer.text
    assert 'id="new-error"' in answer.text
    assert browser.is_signed_in()


def test_an_administrator_who_sets_a_password_ends_the_sessions(site: Running) -> None:
    user, browser = person(site), browser_of(site)
    browser.sign_in(user.username)

    def link(tx: object) -> str:
        return users.setup_link(tx, site.server.secrets.key, user)  # type: ignore[arg-type]

    secret = site.server.database.write_now(link)
    fresh = browser_of(site)
    answer = fresh.post("/-/setup", secret=secret, password=NEW)
    assert answer.status_code == 200
    assert "is signed in here" in answer.text
    assert "administers" not in answer.text
    assert fresh.is_signed_in()
    assert not browser.is_signed_in()


def test_a_blocked_person_is_out_at_once(site: Running) -> None:
    user, browser = person(site), browser_of(site)
    browser.sign_in(user.username)
    site.server.database.write_now(lambda tx: tx.execute("UPDATE users SET is_active = 0 WHERE id = ?", (user.id,)))
    site.server.database.write_now(lambda tx: tx.announce("access"))
    assert not browser.is_signed_in()
    assert browser.sign_in(user.username).status_code == 401
