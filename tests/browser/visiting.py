"""Somebody before a real browser: one chromium for all tests, a fresh profile for each of them."""

import os
import shutil
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Response, ViewportSize

from modelstead.domain.user import User
from tests.serving import Running
from tests.signing_in import PASSWORD

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WIDE: ViewportSize = {"width": 1440, "height": 900}
NARROW: ViewportSize = {"width": 390, "height": 844}


@dataclass(frozen=True)
class Visitor:
    """A page of a fresh browser profile at a site.

    `troubles` are what the console of the page complained of; a test that brings them about clears them.
    """

    page: Page
    site: Running
    theme: str
    troubles: list[str]
    scripts: bool = True

    @property
    def context(self) -> BrowserContext:
        return self.page.context

    def sign_in(self, user: User, password: str = PASSWORD) -> None:
        """Begin a session without the form, which has tests of its own."""
        form: dict[str, str | float | bool] = {"username": user.username, "password": password}
        answer = self.context.request.post(f"{self.site.url}/-/sign-in", form=form, max_redirects=0)
        assert answer.status == 303, answer.text()

    def load(self, path: str) -> Response:
        """Load whatever is at a path: a file, say."""
        answer = self.page.goto(self.site.url + path)
        assert answer is not None
        return answer

    def goto(self, path: str) -> Response:
        """Load a page, and wait until its scripts listen."""
        answer = self.load(path)
        if self.scripts:
            awake(self.page)
        return answer


def awake(page: Page) -> None:
    """Wait until every island of a page listens, so that keys and clicks reach them."""
    page.wait_for_selector("html[data-awake]", state="attached")


def launched(playwright: Playwright) -> Browser:
    """Start Debian's chromium; skip where there is none and nobody could install it."""
    chromium = shutil.which("chromium")
    if chromium is None and os.geteuid() == 0:
        pytest.fail("there is no chromium; install it: apt-get install -y chromium")
    if chromium is None:
        pytest.skip("there is no chromium, which only root can install: apt-get install chromium")
    return playwright.chromium.launch(executable_path=chromium, headless=True, args=FLAGS)


def visiting(chromium: Browser, site: Running, theme: str, *, scripts: bool) -> Visitor:
    """Open a fresh profile in a theme; its context is for the caller to close."""
    context = opened(chromium, theme, scripts=scripts)
    page, troubles = context.new_page(), list[str]()
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda said: troubles.append(said.text) if said.type in ("error", "warning") else None)
    return Visitor(page, site, theme, troubles, scripts)


def opened(chromium: Browser, theme: str, *, scripts: bool) -> BrowserContext:
    context = chromium.new_context(
        color_scheme="dark" if theme == "dark" else "light", viewport=WIDE, java_script_enabled=scripts
    )
    context.set_default_timeout(10_000)
    return context
