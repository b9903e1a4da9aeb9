"""The columns of a table of runs, chosen in a browser."""

import re

from playwright.sync_api import expect

from tests.browser.axe import check_accessible
from tests.browser.runs_of_a_sweep import sweep
from tests.browser.visiting import Visitor


def test_columns_are_chosen_ordered_and_kept_in_the_address(visitor: Visitor) -> None:
    page, path = visitor.page, sweep(visitor, 20)
    visitor.goto(f"{path}?cols=start_time&cols=metrics.loss")
    expect(page.locator(".scroll.window")).to_be_visible()
    page.get_by_role("link", name="Columns").click()
    dialog = page.get_by_role("dialog", name="Columns")
    dialog.get_by_role("button", name="Different").click()
    dialog.get_by_role("searchbox").fill("batch")
    dialog.get_by_role("checkbox", name="batch size").check()
    check_accessible(page)
    dialog.get_by_role("button", name="Move up batch size").click()
    dialog.get_by_role("button", name="Remove Started").click()
    dialog.get_by_label("Value of loss").select_option("min")
    dialog.get_by_role("button", name="Show columns").click()
    expect(page).to_have_url(re.compile(r"cols=params\.batch\+size&cols=metrics\.loss%3Amin$"))
    expect(page.get_by_role("columnheader").nth(3)).to_contain_text("batch size")
