"""What tests with a real browser ask for: Debian's chromium, driven by Playwright."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, ViewportSize, sync_playwright

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
