"""The filter of runs in a browser: it completes, and shows what is wrong where it is wrong."""

import re

from playwright.sync_api import expect

from tests.browser.axe import check_accessible
from tests.browser.runs_of_a_sweep import LIGHT, sweep
from tests.browser.visiting import Visitor


def test_the_filter_completes_fields_operators_and_values(visitor: Visitor) -> None:
    page, path = visitor.page, sweep(visitor, 20)
    visitor.goto(path)
    field = page.get_by_role("combobox", name="Filter")
    field.press_sequentially("opt")
    expect(page.get_by_role("option")).to_have_text([re.compile(r"params\.optimizer")])
    check_accessible(page)
    field.press("Tab")
    expect(field).to_have_value("params.optimizer ")
    expect(page.get_by_role("option").first).to_contain_text("is equal to")
    field.press("ArrowDown")
    field.press("Enter")
    expect(page.get_by_role("option")).to_have_text(["adam", "sgd"])
    field.press("ArrowDown")
    field.press("Enter")
    expect(field).to_have_value("params.optimizer = 'adam' ")
    field.press("Escape")
    field.press("Enter")
    expect(page.locator("[data-seen]")).to_contain_text("of 10")
    expect(page).to_have_url(re.compile(r"\?q=params\.optimizer"))
    page.go_back()
    expect(page.locator("[data-seen]")).to_contain_text("of 20")


@LIGHT
def test_an_error_is_underlined_at_its_place(visitor: Visitor) -> None:
    page, path = visitor.page, sweep(visitor, 3)
    visitor.goto(path)
    field = page.get_by_role("combobox", name="Filter")
    field.fill("metrics.loss =< 3")
    field.press("Escape")
    field.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("character 15")
    expect(page.locator(".mirror mark")).to_have_text("<")
    expect(field).to_be_focused()
    check_accessible(page)
    field.press_sequentially(" ")
    expect(page.locator(".mirror mark")).to_have_count(0)
    visitor.troubles.clear()  # the browser tells of the answer 400
