"""Errors are pages in the frame: plain words, the request's id, what to do next; and the same as data."""

import pytest

from tests.serving import Running
from tests.signing_in import Browser, browser_of, person
from tests.web.audit_log import project_of, signed_in

PEOPLE = {"Accept": "text/html,application/xhtml+xml;q=0.9"}


@pytest.mark.parametrize(
    ("method", "path", "status", "heading"),
    [
        ("GET", "/nothing", 404, "Page not found"),
        ("GET", "/-/nothing", 404, "Page not found"),
        ("POST", "/-/help/keys", 405, "This page cannot do that"),
        ("GET", "/-/open", 400, "That did not work"),
        ("GET", "/?page=x", 400, "That did not work"),
    ],
)
def test_an_error_is_a_page_in_the_frame(site: Running, method: str, path: str, status: int, heading: str) -> None:
    user = person(site)
    browser = signed_in(site, user)
    answer = browser.http.request(method, path, headers=PEOPLE)
    assert answer.status_code == status
    assert f"<h1>{heading}</h1>" in answer.text
    assert f"<code>{answer.headers['x-request-id']}</code>" in answer.text
    assert f"<strong>{user.username}</strong>" in answer.text
    assert "Go to the start page" in answer.text
    data = browser.http.request(method, path, headers={"Accept": "application/json"})
    assert (data.status_code, data.json()["status"], data.json()["heading"]) == (status, status, heading)


def test_an_error_inside_a_project_keeps_the_project_s_frame(site: Running) -> None:
    owner = person(site)
    project = project_of(site, owner)
    answer = signed_in(site, owner).get(f"/{project.path}/-/ml/experiments/77", **PEOPLE)
    assert answer.status_code == 404
    assert 'class="rail"' in answer.text


def test_whoever_has_signed_in_hears_that_a_page_may_be_hidden_and_others_to_sign_in(
    site: Running, browser: Browser
) -> None:
    assert "It may be hidden from you" in signed_in(site, person(site)).get("/-/nothing", **PEOPLE).text
    stranger = browser.get("/-/nothing?x=%3Cscript%3E", **PEOPLE).text
    assert "hidden from you" not in stranger
    assert 'href="/-/sign-in?to=%2F-%2Fnothing%3Fx%3D%253Cscript%253E"' in stranger


def test_a_form_of_another_session_is_refused_with_what_to_do(site: Running) -> None:
    owner = person(site)
    project = project_of(site, owner)
    answer = signed_in(site, owner).http.post(f"/{project.path}/-/star", data={"starred": "1"}, headers=PEOPLE)
    assert answer.status_code == 403
    assert "Go back, load it again and send the form again." in answer.text


def test_the_theme_of_an_error_page_is_the_chosen_one(site: Running) -> None:
    browser = browser_of(site)
    browser.post("/-/theme", theme="dark")
    assert '<html lang="en" data-theme="dark">' in browser.get("/-/nothing", **PEOPLE).text
