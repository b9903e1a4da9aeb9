"""Every page for administrators by every person: others are refused, and who has not signed in is sent to do so."""

import itertools
from collections.abc import Callable

import pytest

from modelstead.domain.permission import Permission
from modelstead.http.endpoint import Endpoint
from modelstead.web import urls
from modelstead.web.application import WebPages
from tests.serving import Running
from tests.signing_in import Browser, browser_of, person


def pages(site: Running) -> list[Endpoint]:
    web = next(each for each in site.server.applications if isinstance(each, WebPages))
    return [each for each in web.endpoints if each.path == urls.ADMIN or each.path.startswith(f"{urls.ADMIN}/")]


@pytest.fixture(scope="module")
def visitors(site: Running) -> dict[str, Browser]:
    found = {"stranger": browser_of(site)}
    for name in ("administrator", "person", "former administrator"):
        user, browser = person(site, is_admin=name != "person"), browser_of(site)
        browser.sign_in(user.username)
        found[name] = browser
        if name == "former administrator":
            page = f"{urls.admin_user(user.id, 'administrator')}"
            assert found["administrator"].send(page, admin="0").status_code == 303
    return found


def ask(browser: Browser, page: Endpoint, token: str) -> tuple[int, str]:
    path = page.path.replace("{user_id}", "987654321").replace("{project_id}", "987654321")
    form = {"form_token": token, "action": "block", "username": "a/b"}
    answer = browser.get(path) if page.method == "GET" else browser.post(path, **form)
    assert answer.status_code < 500, answer.text
    return answer.status_code, answer.headers.get("location", "")


def test_each_page_is_for_administrators_alone(
    site: Running, visitors: dict[str, Browser], record_property: Callable[[str, object], None]
) -> None:
    rows = pages(site)
    tokens = {name: "" if name == "stranger" else each.form_token() for name, each in visitors.items()}
    unexpected = []
    for page, (name, browser) in itertools.product(rows, visitors.items()):
        assert isinstance(page.permission, Permission), f"{page.path} is open"
        assert page.permission.is_for_administrators, page.path
        status, to = ask(browser, page, tokens[name])
        if name == "administrator":
            is_good = status != 403 and not to.startswith(urls.SIGN_IN)
        elif name == "stranger":
            is_good = status == 303 and to.startswith(urls.SIGN_IN)
        else:
            is_good = status == 403
        if not is_good:
            unexpected.append(f"{name} {page.method} {page.path}: {status} {to}")
    record_property("matrix", f"administration: {len(rows) * len(visitors)} cells, {len(unexpected)} unexpected")
    assert unexpected == []


def test_no_form_is_taken_without_its_token(site: Running, visitors: dict[str, Browser]) -> None:
    foreign = visitors["person"].form_token()
    for page in pages(site):
        for token in ("", "wrong", foreign):
            if page.method == "POST":
                assert ask(visitors["administrator"], page, token)[0] == 403, page.path


def test_a_token_opens_no_page(site: Running, visitors: dict[str, Browser]) -> None:
    for page in pages(site):
        if page.method == "GET" and "{" not in page.path:
            answer = visitors["stranger"].get(page.path, authorization="Bearer glpat-anything")
            assert (answer.status_code, answer.headers["location"].startswith(urls.SIGN_IN)) == (303, True)
