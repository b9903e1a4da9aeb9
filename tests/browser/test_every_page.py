"""Every page with the demo's data is for everybody, in both themes, and can be read without scripts."""

import pytest
from playwright.sync_api import Browser

from tests.browser.axe import check_in_both_themes
from tests.browser.showroom import Showroom, shots
from tests.browser.visiting import NARROW, visiting

SETTLED = 200  # milliseconds for scripts to change the page


@pytest.mark.parametrize("half", [0, 1])
def test_every_page_is_accessible_in_both_themes(chromium: Browser, showroom: Showroom, half: int) -> None:
    visitor = visiting(chromium, showroom.site, "light", scripts=True)
    pages = shots(showroom.site)[half::2]  # so that two processes share the work
    for is_open in (True, False):
        if not is_open:
            visitor.sign_in(showroom.user)
        for page in (each for each in pages if each.is_open is is_open):
            visitor.goto(page.path)
            visitor.page.wait_for_timeout(SETTLED)
            check_in_both_themes(visitor.page)
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
