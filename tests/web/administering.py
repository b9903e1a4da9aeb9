"""Administrators before their pages."""

from typing import Any

from tests.serving import Running
from tests.signing_in import Browser, browser_of, person

USERS, PROJECTS = "/-/admin/users", "/-/admin/projects"


def administrator(site: Running) -> Browser:
    """Return the browser of a new administrator."""
    browser = browser_of(site)
    assert browser.sign_in(person(site, is_admin=True).username).status_code == 303
    return browser


def data(browser: Browser, path: str) -> dict[str, Any]:
    """Return what a page shows, as data."""
    answer = browser.get(path, accept="application/json")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found
