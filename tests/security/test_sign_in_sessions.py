"""Sessions: cookies, fixation, theft, what they open and what they do not."""

import hashlib
import sqlite3
import time
from pathlib import Path

import httpx
import pytest

from tests.people import settle
from tests.serving import Running
from tests.signing_in import Browser, browser_of, person, site_in


def stolen(browser: Browser) -> httpx.Client:
    """Return a client of somebody else who holds the cookie."""
    cookies = {"modelstead_session": browser.session}
    return httpx.Client(
        base_url=browser.http.base_url, cookies=cookies, limits=httpx.Limits(max_keepalive_connections=0)
    )


def test_the_cookie_is_for_this_server_alone_and_out_of_reach_of_scripts(site: Running, browser: Browser) -> None:
    cookie = browser.sign_in(person(site).username).headers["set-cookie"]
    name, _, rest = cookie.partition("=")
    secret, _, attributes = rest.partition("; ")
    assert name == "modelstead_session"
    assert len(secret) == 43  # 256 bits
    assert attributes == "Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax"


def test_under_https_the_cookie_is_secure_and_bound_to_the_host(site: Running, browser: Browser) -> None:
    https = {"X-Forwarded-Proto": "https"}
    user = person(site)
    form = {"username": user.username, "password": "correct horse battery staple"}
    cookie = browser.http.post("/-/sign-in", data=form, headers=https).headers["set-cookie"]
    assert cookie.startswith("__Host-modelstead_session=")
    assert cookie.endswith("; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax; Secure")
    pair = cookie.partition(";")[0]
    plain = pair.removeprefix("__Host-")
    for sent, status in ((pair, 200), (plain, 303)):
        headers = {**https, "Cookie": sent}
        assert browser_of(site).get("/-/profile/sessions", **headers).status_code == status


def test_a_proxy_that_is_not_believed_makes_nothing_secure_and_no_address(tmp_path: Path) -> None:
    with site_in(tmp_path, trusted_proxies=()) as site:
        user, browser = person(site), browser_of(site, "203.0.113.9")
        browser.http.headers["X-Forwarded-Proto"] = "https"
        assert "Secure" not in browser.sign_in(user.username).headers["set-cookie"]
        page = browser.get("/-/profile/sessions").text
        assert "127.0.0.1" in page
        assert "203.0.113.9" not in page


def test_only_a_digest_of_the_cookie_is_stored(tmp_path: Path) -> None:
    with site_in(tmp_path) as site:
        browser = browser_of(site)
        browser.sign_in(person(site).username)
        secret = browser.session
    for file in tmp_path.glob("modelstead.db*"):
        content = file.read_bytes()
        assert secret.encode() not in content
        assert hashlib.sha256(secret.encode()).digest() not in content


def test_signing_in_gives_a_new_session_and_ends_the_one_before(site: Running, browser: Browser) -> None:
    first, second = person(site), person(site)
    browser.sign_in(first.username)
    before = stolen(browser)
    browser.sign_in(second.username)
    assert before.get("/-/profile/sessions").status_code == 303
    assert second.username in browser.get("/").text


def test_a_session_that_somebody_planted_is_not_taken_over(site: Running, browser: Browser) -> None:
    planted = "A" * 43
    browser.http.cookies.set("modelstead_session", planted, domain="127.0.0.1")
    answer = browser.sign_in(person(site).username)
    assert planted not in answer.headers["set-cookie"]
    assert browser_of(site).get("/-/profile/sessions", Cookie=f"modelstead_session={planted}").status_code == 303


def test_a_cookie_that_was_stolen_is_worth_nothing_after_signing_out(site: Running, browser: Browser) -> None:
    browser.sign_in(person(site).username)
    thief = stolen(browser)
    assert thief.get("/-/profile/sessions").status_code == 200
    browser.send("/-/sign-out")
    assert thief.get("/-/profile/sessions").status_code == 303
    assert thief.get("/api/v4/user").status_code == 401


def test_a_session_ended_by_another_process_is_refused_within_5_seconds(tmp_path: Path) -> None:
    with site_in(tmp_path) as site:
        browser = browser_of(site)
        browser.sign_in(person(site).username)
        assert browser.is_signed_in()
        with sqlite3.connect(tmp_path / "modelstead.db") as other:
            other.execute("UPDATE sessions SET revoked_at = 1")
        other.close()
        ended = time.monotonic()
        while browser.is_signed_in():
            assert time.monotonic() - ended < 5.5
            time.sleep(0.1)


@pytest.mark.parametrize("cookie", ["", "x", "A" * 43, "é", "x" * 10_000, "a; modelstead_session=b", '"A"'])
def test_a_cookie_that_is_no_session_is_nobody(site: Running, cookie: str) -> None:
    headers = {b"Cookie": f"modelstead_session={cookie}".encode()}
    assert site.http.get(f"{site.url}/-/profile/sessions", headers=headers).status_code == 303
    assert site.http.get(f"{site.url}/", headers=headers).status_code == 200
    assert site.http.get(f"{site.url}/api/v4/user", headers=headers).status_code == 401


def test_a_token_opens_no_page_and_is_no_cookie(site: Running) -> None:
    people = settle(site.server, "cookies/tokens")
    for headers in (
        {"Authorization": f"Bearer {people.owner}"},
        {"PRIVATE-TOKEN": people.administrator},
        {"Cookie": f"modelstead_session={people.owner}"},
    ):
        assert site.http.get(f"{site.url}/-/profile/sessions", headers=headers).status_code == 303


def test_a_cookie_is_no_token(site: Running, browser: Browser) -> None:
    browser.sign_in(person(site).username)
    assert browser.get("/api/v4/user").status_code == 200  # so that it is remembered, too
    for headers in (
        {"Authorization": f"Bearer {browser.session}"},
        {"PRIVATE-TOKEN": browser.session},
        {"Authorization": f"Bearer sessions{browser.session}"},
    ):
        assert site.http.get(f"{site.url}/api/v4/user", headers=headers).status_code == 401
