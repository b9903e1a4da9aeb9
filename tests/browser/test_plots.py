"""Plots of runs in a browser: they draw, a range becomes the filter, and nobody is shut out."""

import pytest
from playwright.sync_api import expect

from tests.browser.axe import check_accessible
from tests.browser.visiting import Visitor
from tests.serving import Running
from tests.signing_in import person
from tests.web.test_plots import fill


@pytest.fixture
def address(site: Running, visitor: Visitor) -> str:
    user = person(site)
    project = site.server.database.write_now(fill, f"plots/{user.username}", user)
    visitor.sign_in(user)
    return f"/{project.path}/-/ml/experiments/0"


def test_a_range_on_an_axis_becomes_the_filter(visitor: Visitor, address: str) -> None:
    visitor.goto(f"{address}?view=parallel")
    page = visitor.page
    expect(page.locator(".plot-said")).to_contain_text("4 runs")
    page.get_by_text("Type ranges").click()
    page.get_by_label("metrics.val/loss from").fill("0.4")
    page.get_by_label("metrics.val/loss from").press("Tab")
    expect(page.locator(".plot-said")).to_contain_text("3 of 4 runs")
    assert "brush=" in page.url
    expect(page.locator("[data-rows] tr")).to_have_count(3)
    page.get_by_role("link", name="Use as filter").click()
    expect(page.locator(".plot-said")).to_contain_text("3 runs")
    expect(page.get_by_label("Filter", exact=True)).to_have_value(
        "metrics.`val/loss` >= 0.4 AND metrics.`val/loss` <= 1.5"
    )


def test_plots_are_accessible(visitor: Visitor, address: str) -> None:
    for view in ("parallel", "scatter", "groups&by=params.optimizer"):
        visitor.goto(f"{address}?view={view}")
        check_accessible(visitor.page)
