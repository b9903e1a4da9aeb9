"""Every page with the demo's data is for everybody, in both themes, and can be read without scripts."""

import pytest
from playwright.sync_api import Browser

from tests.browser.axe import CONTRAST, check_accessible
from tests.browser.showroom import Showroom, shots
from tests.browser.visiting import NARROW, visiting

SETTLED = 200  # milliseconds for scripts to change the page


@pytest.mark.parametrize(("theme", "rules"), [("light", ()), ("dark", CONTRAST)])
def test_every_page_is_accessible(chromium: Browser, showroom: Showroom, theme: str, rules: tuple[str, ...]) -> None:
    visitor = visiting(chromium, showroom.site, theme, scripts=True)
    pages = shots(showroom.site)
    for page in (each for each in pages if each.is_open):
        visitor.goto(page.path)
        check_accessible(visitor.page, rules)
    visitor.sign_in(showroom.user)
    for page in (each for each in pages if not each.is_open):
        visitor.goto(page.path)
        visitor.page.wait_for_timeout(SETTLED)
        check_accessible(visitor.page, rules)
    visitor.context.close()


def test_every_page_reads_without_scripts_and_fits_a_phone(chromium: Browser, showroom: Showroom) -> None:
    reader = visiting(chromium, showroom.site, "light", scripts=False)
    reader.page.set_viewport_size(NARROW)
    reader.sign_in(showroom.user)
    for page in shots(showroom.site):
        reader.goto(page.path)
        main = reader.page.locator("main")
        assert len(main.inner_text()) > 40, page.path
        box = main.bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= NARROW["width"], page.path
    reader.context.close()
