"""Requests that a page of another site makes through a member's browser."""

import httpx
import pytest

from modelstead.domain.role import Role
from modelstead.services import projects, users
from modelstead.store.transaction import Transaction
from tests.people import settle
from tests.serving import Running
from tests.signing_in import PASSWORD, Browser, browser_of, person

FORMS = {
    "/-/profile/password": {"old": PASSWORD, "new": "the password of a thief"},
    "/-/profile/sessions": {"id": "0"},
    "/-/sign-out": {},
}


@pytest.fixture
def member(site: Running, browser: Browser) -> Browser:
    browser.sign_in(person(site).username)
    return browser


@pytest.mark.parametrize("path", FORMS)
@pytest.mark.parametrize("token", [None, "", "x", "é", "A" * 43])
def test_a_form_without_the_sessions_token_does_nothing(member: Browser, path: str, token: str | None) -> None:
    form = FORMS[path] | ({} if token is None else {"form_token": token})
    answer = member.post(path, **form)
    assert answer.status_code == 403
    assert "Go back, load it again" in answer.text
    assert member.is_signed_in()


@pytest.mark.parametrize("path", FORMS)
def test_the_token_of_another_session_is_none(site: Running, member: Browser, path: str) -> None:
    other = browser_of(site)
    other.sign_in(person(site).username)
    assert member.post(path, form_token=other.form_token(), **FORMS[path]).status_code == 403
    assert member.is_signed_in()


@pytest.mark.parametrize("path", [*FORMS, "/-/sign-in", "/-/setup", "/-/invitations"])
@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"},
        {"Host": "evil.example"},
    ],
)
def test_a_form_of_another_site_is_refused_even_with_the_token(
    member: Browser, path: str, headers: dict[str, str]
) -> None:
    form = {**FORMS.get(path, {}), "form_token": member.form_token(), "secret": "x", "username": "x", "password": "x"}
    answer = member.http.post(path, data=form, headers=headers)
    assert answer.status_code == 403
    assert member.is_signed_in()


def test_the_servers_own_pages_are_taken(site: Running, member: Browser) -> None:
    headers = {"Origin": site.url, "Sec-Fetch-Site": "same-origin"}
    form = {"form_token": member.form_token(), "id": "0"}
    assert member.http.post("/-/profile/sessions", data=form, headers=headers).status_code == 303


def _join(tx: Transaction, path: str, username: str) -> None:
    projects.set_member(tx, projects.get(tx, path), users.get(tx, username), Role.DEVELOPER)


def test_a_session_reads_the_api_and_writes_only_with_its_form_token(site: Running, browser: Browser) -> None:
    user = person(site)
    people = settle(site.server, f"forgery/{user.username}")
    site.server.database.write_now(_join, people.project.path, user.username)
    browser.sign_in(user.username)
    base = f"/api/v4/projects/{people.project.id}/ml/mlflow/api/2.0/mlflow"
    assert browser.get(f"{base}/experiments/get?experiment_id=0").status_code == 200
    assert browser.get("/api/v4/user").json()["username"] == user.username

    def write(**headers: str) -> httpx.Response:
        return browser.http.post(f"{base}/runs/create", json={"experiment_id": "0"}, headers=headers)

    for headers in ({}, {"X-CSRF-Token": ""}, {"X-CSRF-Token": "A" * 43}, {"X-CSRF-Token": browser.session}):
        answer = write(**headers)
        assert (answer.status_code, answer.json()["error_code"]) == (403, "PERMISSION_DENIED")
        assert "X-CSRF-Token" in answer.json()["message"]
    token = browser.form_token()
    assert write(**{"X-CSRF-Token": token}).status_code == 200
    assert write(**{"X-CSRF-Token": token, "Origin": "https://evil.example"}).status_code == 403
    assert write(**{"X-CSRF-Token": token, "Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert browser.http.delete("/api/v4/personal_access_tokens/1").status_code == 403


def test_an_access_token_counts_before_the_cookie(site: Running, browser: Browser) -> None:
    people = settle(site.server, "forgery/both")
    browser.sign_in(person(site).username)
    headers = {"Authorization": f"Bearer {people.developer}"}
    answer = browser.http.get("/api/v4/user", headers=headers)
    assert answer.json()["username"].startswith("developer-of-")
    base = f"/api/v4/projects/{people.project.id}/ml/mlflow/api/2.0/mlflow"
    assert browser.http.post(f"{base}/runs/create", json={"experiment_id": "0"}, headers=headers).status_code == 200
    bad = {"Authorization": "Bearer glpat-wrong"}
    assert browser.http.get("/api/v4/user", headers=bad).status_code == 401


def test_a_session_has_its_persons_roles_and_no_more(site: Running, browser: Browser) -> None:
    people = settle(site.server, "forgery/hidden")
    browser.sign_in(person(site).username)
    assert browser.get(f"/api/v4/projects/{people.project.id}/packages").status_code == 404


@pytest.mark.parametrize(
    "to",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "javascript:alert(1)",
        "evil.example",
        "",
        "/%0d%0aSet-Cookie:x=y\r\nX: y",
        "https:/evil.example",
        " //evil.example",
        "/é",
        "http:evil.example",
    ],
)
def test_signing_in_leads_to_no_other_site(site: Running, browser: Browser, to: str) -> None:
    answer = browser.sign_in(person(site).username, to=to)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert browser.http.get("/-/sign-in", params={"to": to}).headers["location"] == "/"


def test_the_page_does_not_hand_on_another_site(browser: Browser) -> None:
    assert "evil.example" not in browser.get("/-/sign-in?to=//evil.example").text


def test_pages_of_an_account_are_kept_by_nobody(member: Browser) -> None:
    answer = member.get("/-/profile/sessions")
    assert answer.headers["cache-control"] == "no-store"
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
