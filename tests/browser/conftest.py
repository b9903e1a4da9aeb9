"""What tests with a real browser ask for: Debian's chromium, driven by Playwright."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, ViewportSize, sync_playwright

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


@pytest.fixture(params=["light", "dark"])
def window(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[BrowserContext]:
    """Open a browser that has never been used, in each theme in turn; scripts do not run."""
    chromium = shutil.which("chromium")
    if chromium is None and os.geteuid() == 0:
        pytest.fail("there is no chromium; install it: apt-get install -y chromium")
    if chromium is None:
        pytest.skip("there is no chromium, which only root can install: apt-get install chromium")
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            tmp_path / "profile",
            executable_path=chromium,
            headless=True,
            args=FLAGS,
            color_scheme=request.param,
            viewport=WIDE,
            java_script_enabled=False,
        )
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
def pictures(tmp_path: Path, window: BrowserContext, request: pytest.FixtureRequest) -> Path:
    folder = tmp_path / "pictures" / str(request.node.name).replace("/", "-")
    folder.mkdir(parents=True)
    assert window is not None
    return folder
