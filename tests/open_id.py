"""Going to an identity provider and coming back, as a browser does."""

from dataclasses import dataclass

import httpx

from tests.identity_provider import path_of
from tests.signing_in import Browser


@dataclass(frozen=True)
class Way:
    """Where the server sent a browser, and where the provider sent it back to."""

    there: httpx.Response
    back: str


def to_provider(browser: Browser, to: str = "/") -> Way:
    """Go to the provider, be let in there, and return the address to come back by."""
    there = browser.http.get("/-/sign-in/oidc", params={"to": to})
    assert there.status_code == 303, there.text
    answer = httpx.get(there.headers["location"])
    assert answer.status_code == 302
    return Way(there, path_of(answer.headers["location"]))


def through_provider(browser: Browser, to: str = "/") -> httpx.Response:
    """Go to the provider and come back; return what the server says then."""
    return browser.get(to_provider(browser, to).back)
