"""The table of runs in a browser: a window over all of them."""

import re

from playwright.sync_api import expect

from tests.browser.axe import check_accessible
from tests.browser.runs_of_a_sweep import LIGHT, RUNS, sweep
from tests.browser.visiting import Visitor

ROWS = ".runs-table tbody:not(.room) tr"


@LIGHT
def test_few_rows_stand_for_all_runs_and_the_address_says_where_one_is(visitor: Visitor) -> None:
    page, path = visitor.page, sweep(visitor)
    visitor.goto(path)
    table = page.get_by_role("table")
    expect(table).to_have_attribute("aria-rowcount", str(RUNS + 1))
    expect(page.get_by_role("link", name=f"run-{RUNS - 1}", exact=True)).to_be_visible()
    page.locator(".scroll").evaluate("(scroller) => { scroller.scrollTop = 36 * 700 }")
    expect(page.locator("tr[aria-rowindex='702']")).to_contain_text(f"run-{RUNS - 701:04}")
    assert page.locator(ROWS).count() <= 60
    expect(page).to_have_url(re.compile("page=15"))
    page.reload()
    expect(page.locator("tr[aria-rowindex='702']")).to_be_in_viewport()


def test_the_table_is_for_everybody_and_keys_lead_through_it(visitor: Visitor) -> None:
    page, path = visitor.page, sweep(visitor, 120)
    visitor.goto(path)
    expect(page.locator(".scroll.window")).to_be_visible()
    check_accessible(page)
    for key in "jjxjj":
        page.keyboard.press(key)
    expect(page.get_by_role("link", name="run-0116", exact=True)).to_be_focused()
    page.keyboard.press("Shift+X")
    expect(page.locator("form#bulk output")).to_have_text("3 selected")
    expect(page).to_have_url(re.compile("runs=119&runs=118&runs=117"))
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Copy value")).to_be_visible()
    check_accessible(page)
    page.keyboard.press("Escape")
    page.keyboard.press("c")
    page.wait_for_url(re.compile(r"/-/ml/compare\?runs=119"))
    visitor.troubles.clear()  # the page of comparisons has tests of its own


@LIGHT
def test_a_value_becomes_a_clause_of_the_filter(visitor: Visitor) -> None:
    page, path = visitor.page, sweep(visitor, 120)
    visitor.goto(path)
    expect(page.locator(".scroll.window")).to_be_visible()
    page.wait_for_load_state("networkidle")  # rows that come in take the place of the first ones
    page.get_by_role("cell", name="sgd").first.click()
    page.get_by_role("button", name="Filter for").click()
    expect(page.get_by_label("Filter", exact=True)).to_have_value("params.optimizer = 'sgd'")
    expect(page.locator("[data-seen]")).to_contain_text("of 60")
