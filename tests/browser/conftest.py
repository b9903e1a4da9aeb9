"""What tests with a real browser ask for: Debian's chromium, driven by Playwright.

`visitor` and `reader` are somebody before a browser of their own, with and without scripts. A test that needs one theme
only says so: @pytest.mark.parametrize("visitor", ["light"], indirect=True).
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.showroom import Showroom, showroom_in
from tests.browser.visiting import NARROW, WIDE, Visitor, launched, opened, visiting
from tests.serving import Running


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """Start one chromium for this folder's tests; other folders' could not run an event loop beside Playwright's."""
    with sync_playwright() as playwright:
        browser = launched(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def showroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Showroom]:
    """Start a server with the demo's project."""
    with showroom_in(tmp_path_factory.mktemp("showroom")) as started:
        yield started


@pytest.fixture(params=["light", "dark"])
def visitor(request: pytest.FixtureRequest, chromium: Browser, site: Running) -> Iterator[Visitor]:
    """Return somebody whose browser runs scripts, in each theme in turn; nothing may trouble its console."""
    made = visiting(chromium, site, request.param, scripts=True)
    yield made
    made.context.close()
    assert made.troubles == []


@pytest.fixture
def reader(chromium: Browser, site: Running) -> Iterator[Visitor]:
    """Return somebody whose browser runs no scripts."""
    made = visiting(chromium, site, "light", scripts=False)
    yield made
    made.context.close()


@pytest.fixture(params=["light", "dark"])
def window(request: pytest.FixtureRequest, chromium: Browser) -> Iterator[BrowserContext]:
    """Open a browser that has never been used, in each theme in turn; scripts do not run."""
    context = opened(chromium, request.param, scripts=False)
    yield context
    context.close()


def shown(page: Page, folder: Path, name: str) -> None:
    """Take pictures of a page at both widths, and hold it to fit into them."""
    for kind, size in (("wide", WIDE), ("narrow", NARROW)):
        page.set_viewport_size(size)
        page.screenshot(path=folder / f"{name}-{kind}.png", full_page=True)
        box = page.locator("main").bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= size["width"]
    page.set_viewport_size(WIDE)


@pytest.fixture
def pictures(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """Return where a test puts its pictures."""
    folder = tmp_path / "pictures" / str(request.node.name).replace("/", "-")
    folder.mkdir(parents=True)
    return folder
