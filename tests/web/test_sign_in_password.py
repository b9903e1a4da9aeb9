"""Signing in by password, and out again."""

import argon2
import pytest

from modelstead.store.transaction import Transaction
from tests.serving import Running
from tests.signing_in import PASSWORD, Browser, events, person


def stored_hash(site: Running, user_id: int) -> str:
    row = site.server.database.read_now(_hash, user_id)
    return str(row)


def _hash(tx: Transaction, user_id: int) -> str:
    row = tx.one("SELECT password_hash FROM users WHERE id = ?", (user_id,))
    assert row is not None
    return str(row[0])


def _set_hash(tx: Transaction, user_id: int, value: str) -> None:
    tx.execute("UPDATE users SET password_hash = ? WHERE id = ?", (value, user_id))


def test_the_page_has_a_form_that_password_managers_know(browser: Browser) -> None:
    page = browser.get("/-/sign-in?to=/-/profile/password")
    assert page.status_code == 200
    for part in (
        'autocomplete="username"',
        'autocomplete="current-password"',
        '<label for="username">',
        '<label for="password">',
        'name="to" value="/-/profile/password"',
    ):
        assert part in page.text, part


def test_whoever_knows_the_password_is_signed_in_and_goes_where_they_wanted(site: Running, browser: Browser) -> None:
    user = person(site)
    answer = browser.sign_in(user.username, to="/-/profile/sessions")
    assert (answer.status_code, answer.headers["location"]) == (303, "/-/profile/sessions")
    assert user.username in browser.get("/").text
    assert [row[:2] for row in events(site, "session.create", user.username)] == [(user.id, browser.address)]


def test_an_email_address_is_as_good_as_the_username(site: Running, browser: Browser) -> None:
    user = person(site, email="someone.at@example.org")
    assert user.email is not None
    assert browser.sign_in(user.email).status_code == 303
    assert browser.is_signed_in()


def test_a_wrong_password_is_told_at_the_field_and_the_name_is_kept(site: Running, browser: Browser) -> None:
    user = person(site)
    answer = browser.sign_in(user.username, PASSWORD + "x", to="/-/profile/sessions")
    assert answer.status_code == 401
    assert 'aria-invalid="true"' in answer.text
    assert f'value="{user.username}"' in answer.text
    assert 'name="to" value="/-/profile/sessions"' in answer.text
    assert PASSWORD not in answer.text
    assert not browser.is_signed_in()
    assert [row[1] for row in events(site, "session.fail", user.username)] == [browser.address]


@pytest.mark.parametrize("password", ["", " ", PASSWORD.upper(), PASSWORD + " ", "x" * 1_025, "x" * 500_000, "é\ud7ff"])
def test_nothing_but_the_password_is_the_password(site: Running, browser: Browser, password: str) -> None:
    assert browser.sign_in(person(site).username, password).status_code == 401
    assert not browser.is_signed_in()


def test_who_has_no_password_cannot_sign_in_by_one(site: Running, browser: Browser) -> None:
    user = person(site, password=None)
    for password in ("", "None", "nobody has this password"):
        assert browser.sign_in(user.username, password).status_code == 401


def test_who_has_signed_in_is_not_asked_again(site: Running, browser: Browser) -> None:
    browser.sign_in(person(site).username)
    answer = browser.get("/-/sign-in?to=/-/profile/password")
    assert (answer.status_code, answer.headers["location"]) == (303, "/-/profile/password")


def test_signing_out_ends_the_session_and_removes_the_cookie(site: Running, browser: Browser) -> None:
    user = person(site)
    browser.sign_in(user.username)
    answer = browser.send("/-/sign-out")
    assert (answer.status_code, answer.headers["location"]) == (303, "/-/sign-in")
    assert "modelstead_session=; Path=/; Max-Age=0" in answer.headers["set-cookie"]
    assert not browser.is_signed_in()
    assert [row[1] for row in events(site, "session.end", user.username)] == [browser.address]


def test_signing_out_twice_is_no_error(browser: Browser) -> None:
    assert browser.post("/-/sign-out").status_code == 303


def test_a_page_for_people_leads_over_the_sign_in_page(browser: Browser) -> None:
    answer = browser.get("/-/profile/sessions?x=1&y=%2F")
    assert (answer.status_code, answer.headers["location"]) == (
        303,
        "/-/sign-in?to=/-/profile/sessions%3Fx%3D1%26y%3D%252F",
    )


def test_a_hash_of_less_effort_is_made_anew(site: Running, browser: Browser) -> None:
    user = person(site)
    weak = argon2.PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(PASSWORD)
    site.server.database.write_now(_set_hash, user.id, weak)
    assert browser.sign_in(user.username).status_code == 303
    strong = stored_hash(site, user.id)
    assert strong.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert browser.sign_in(user.username).status_code == 303
    assert stored_hash(site, user.id) == strong


def test_a_hash_that_cannot_be_read_opens_nothing(site: Running, browser: Browser) -> None:
    user = person(site)
    site.server.database.write_now(_set_hash, user.id, "plain text")
    assert browser.sign_in(user.username, "plain text").status_code == 401
