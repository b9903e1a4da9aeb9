"""Pictures of every page, on the demo's data: python -m tests.browser.screenshots [--docs].

Each is taken at 1440 pixels light and dark, and at 390 pixels light, into .cache/screenshots. With --docs six of them
are written to docs/images too, for the README.
"""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browser.showroom import Shot, shots, showroom_in
from tests.browser.visiting import NARROW, WIDE, launched
from tests.serving import Running
from tests.signing_in import PASSWORD

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / ".cache" / "screenshots"
IMAGES = ROOT / "docs" / "images"
LOOKS = (("light", WIDE), ("dark", WIDE), ("light", NARROW))
SETTLED = 900  # milliseconds for scripts to draw


FOR_README = ("runs", "charts", "parallel")  # light and dark, so six


def main(*, for_docs: bool) -> None:
    """Take the pictures and say where they are."""
    with tempfile.TemporaryDirectory(prefix="screenshots-") as folder, showroom_in(Path(folder)) as showroom:
        site, user = showroom.site, showroom.user
        FOLDER.mkdir(parents=True, exist_ok=True)
        with sync_playwright() as playwright:
            chromium = launched(playwright)
            for theme, size in LOOKS:
                for is_open in (True, False):
                    context = chromium.new_context(color_scheme=theme, viewport=size)  # type: ignore[arg-type]
                    page = context.new_page()
                    if not is_open:
                        form: dict[str, str | float | bool] = {"username": user.username, "password": PASSWORD}
                        context.request.post(f"{site.url}/-/sign-in", form=form, max_redirects=0)
                    for shot in shots(site):
                        if shot.is_open == is_open:
                            _take(page, site, shot, f"{shot.name}-{theme}-{size['width']}", for_docs=for_docs)
                    context.close()
            chromium.close()
    print(f"The pictures are in {FOLDER}.")  # noqa: T201 - a tool for people


def _take(page: Page, site: Running, shot: Shot, name: str, *, for_docs: bool) -> None:
    page.goto(site.url + shot.path)
    page.wait_for_timeout(SETTLED)
    page.screenshot(path=FOLDER / f"{name}.png")
    if for_docs and shot.name in FOR_README and name.endswith("1440"):
        IMAGES.mkdir(exist_ok=True)
        page.screenshot(path=IMAGES / f"{name.removesuffix('-1440')}.png", scale="css")


if __name__ == "__main__":
    main(for_docs="--docs" in sys.argv[1:])
