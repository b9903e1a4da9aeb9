"""Charts in a real browser: they are drawn, zoom in full, follow a run, and the address keeps what one sees."""

import math
import re

import pytest
from playwright.sync_api import Page, expect

from modelstead.domain.actor import Access
from modelstead.domain.metric import MetricPoint
from modelstead.domain.role import Role
from modelstead.domain.user import User
from modelstead.services import projects
from modelstead.store.transaction import Transaction
from tests import factories
from tests.browser.axe import check_accessible
from tests.browser.visiting import Visitor
from tests.signing_in import person

POINTS = 3_000
LIT = """canvas => [...new Uint32Array(
    canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.buffer)].filter(Boolean).length"""


def fill(tx: Transaction, user: User, path: str) -> tuple[Access, list[str]]:
    access = factories.member(tx, path)
    projects.set_member(tx, access.project, user, Role.DEVELOPER)
    runs = []
    for number in range(3):
        run = factories.run(tx, access, name=f"run-{number}", start_time=1_000 + number).run.run_id
        for at in range(0, POINTS, 1_000):
            points = [
                MetricPoint(metric, math.sin(step / 200) + number, 1_000 + step, step)
                for step in range(at, at + 1_000)
                for metric in ("train/loss",)
            ]
            factories.log_one(tx, factories.batch(access, run, metrics=points))
        factories.log_one(tx, factories.batch(access, run, metrics=[MetricPoint("val/accuracy", number, 1_000)]))
        runs.append(run)
    return access, runs


def charts(visitor: Visitor) -> tuple[str, Access, list[str]]:
    user = person(visitor.site)
    visitor.sign_in(user)
    access, runs = visitor.site.server.database.write_now(fill, user, f"charts-{visitor.theme}/{user.username}")
    return f"/{access.project.path}/-/ml/experiments/0?view=charts", access, runs


def wait_for_lines(page: Page) -> None:
    """Wait until no chart is loading and the first one has its legend."""
    expect(page.locator(".chart-legend li").first).to_be_visible()
    expect(page.locator(".chart-card.loading")).to_have_count(0)


def test_charts_are_drawn_for_everybody(visitor: Visitor) -> None:
    path, *_ = charts(visitor)
    visitor.goto(path)
    page = visitor.page
    wait_for_lines(page)
    expect(page.get_by_role("status").filter(has_text="2 of 2 charts")).to_be_visible()
    page.wait_for_function(f"() => ({LIT})(document.querySelector('.plot-area canvas')) > 500")
    names = page.locator(".chart-legend").first.locator("li:not([hidden]) a")
    assert names.all_inner_texts() == ["run-2", "run-1", "run-0"]
    check_accessible(page)


@pytest.mark.parametrize("visitor", ["light"], indirect=True)
def test_a_zoom_has_every_point_and_stays_in_the_address(visitor: Visitor) -> None:
    path, *_ = charts(visitor)
    visitor.goto(path)
    page = visitor.page
    wait_for_lines(page)
    expect(page.locator(".chart-note").first).to_have_text("9,000 points in buckets")
    area = page.locator(".plot-area").first
    box = area.bounding_box()
    assert box is not None
    with page.expect_response(re.compile(r"/series\?.*from=")):
        page.mouse.move(box["x"] + 200, box["y"] + 80)
        page.mouse.down()
        page.mouse.move(box["x"] + 240, box["y"] + 90, steps=3)
        page.mouse.up()
    expect(page.locator(".chart-note").first).to_have_text("")
    assert "zoom=" in page.url
    page.reload()
    wait_for_lines(page)
    expect(page.get_by_role("button", name="Reset zoom")).to_be_visible()
    expect(page.locator(".chart-note").first).to_have_text("")
    area.focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".chart-legend-head .number").first).to_contain_text("Step")
    page.keyboard.press("0")
    expect(page.locator(".chart-note").first).to_have_text("9,000 points in buckets")
    assert "zoom=" not in page.url


@pytest.mark.parametrize("visitor", ["dark"], indirect=True)
def test_new_points_come_by_themselves(visitor: Visitor) -> None:
    path, access, runs = charts(visitor)
    visitor.goto(path + "&find=accuracy&pins=val/accuracy")
    page = visitor.page
    wait_for_lines(page)
    expect(page.get_by_role("button", name="Live")).to_be_visible()
    row = page.locator(".chart-legend li", has_text="run-0").locator(".number")
    expect(row).to_have_text("0")
    batch = factories.batch(access, runs[0], metrics=[MetricPoint("val/accuracy", 0.75, 9_000, 7)])
    visitor.site.server.database.write_now(factories.log_one, batch)
    expect(row).to_have_text("0.7500")
