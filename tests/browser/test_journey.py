"""A data scientist's way through the pages, on the demo's data; and a reader's, without scripts."""

import re

from playwright.sync_api import Browser, Page, expect

from tests.browser.showroom import PROJECT, Showroom
from tests.browser.visiting import awake, visiting
from tests.signing_in import PASSWORD

EXPERIMENTS = f"/{PROJECT}/-/ml/experiments"


def test_a_data_scientist_finds_compares_looks_notes_and_shares(chromium: Browser, showroom: Showroom) -> None:
    visitor = visiting(chromium, showroom.site, "light", scripts=True)
    page = visitor.page
    sign_in(page, showroom, EXPERIMENTS)
    page.get_by_role("link", name="moons", exact=True).click()
    filter_runs(page)
    compare_three(page)
    address = zoom(page)
    look_at_files(page, showroom)
    take_a_note(page)
    share(chromium, showroom, address)
    assert visitor.troubles == []
    visitor.context.close()


def test_a_reader_without_scripts_gets_as_far(chromium: Browser, showroom: Showroom) -> None:
    reader = visiting(chromium, showroom.site, "light", scripts=False)
    page = reader.page
    sign_in(page, showroom, EXPERIMENTS)
    page.get_by_role("link", name="moons", exact=True).click()
    page.locator("#q").fill("params.hidden = '8'")
    page.get_by_role("button", name="Filter", exact=True).click()
    expect(page.get_by_role("row")).to_have_count(4)
    for box in page.locator("input[name=runs]").all()[:2]:
        box.check()
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Compare runs")
    expect(page.get_by_role("table")).to_contain_text("val/accuracy")
    reader.goto(f"{EXPERIMENTS}/{moons(page)}?view=charts")
    expect(page.locator("table")).to_contain_text("val/loss")
    reader.context.close()


def sign_in(page: Page, showroom: Showroom, to: str) -> None:
    page.goto(showroom.site.url + to)
    page.get_by_label("Username").fill(showroom.user.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Experiments")


def filter_runs(page: Page) -> None:
    awake(page)
    box = page.locator("#q")
    box.fill("params.hidden = '8'")
    box.press("Escape")
    box.press("Enter")
    expect(page.locator("tbody tr[data-run-id]")).to_have_count(3)
    assert "q=params.hidden" in page.url


def compare_three(page: Page) -> None:
    for box in page.locator("tbody tr[data-run-id] input[type=checkbox]").all():
        box.check()
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Compare runs")
    expect(page.locator(".compare-run")).to_have_count(3)


def zoom(page: Page) -> str:
    """Look closer at a chart of the comparison, and return the address."""
    page.get_by_role("link", name="Charts").click()
    expect(page.locator(".chart-legend li").first).to_be_visible()
    box = page.locator(".plot-area").first.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 120, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + 220, box["y"] + 60, steps=3)
    page.mouse.up()
    expect(page).to_have_url(re.compile("zoom="))
    return page.url


def look_at_files(page: Page, showroom: Showroom) -> None:
    page.goto(f"{showroom.site.url}{EXPERIMENTS}/{moons(page)}")
    page.get_by_role("link", name="wide-with-decay", exact=True).click()
    page.get_by_role("link", name="Artifacts").first.click()
    page.get_by_role("main").get_by_role("link", name="plots").first.click()
    page.get_by_role("main").get_by_role("link", name="boundary").first.click()
    page.get_by_role("main").get_by_role("link", name=re.compile("step_.*png")).first.click()
    page.wait_for_function("[...document.images].some((each) => each.src.includes('/raw/') && each.naturalWidth > 0)")
    page.get_by_role("link", name="predictions.csv").first.click()
    expect(page.get_by_role("main").get_by_role("table").last).to_contain_text("predicted")


def take_a_note(page: Page) -> None:
    page.get_by_role("link", name="Overview").click()
    expect(page.get_by_role("heading", name="Metrics")).to_be_visible()
    awake(page)
    page.keyboard.press("n")
    notes = page.get_by_role("textbox", name="Notes")
    notes.fill("The **widest** one.")
    notes.press("Control+Enter")
    expect(page.locator(".prose strong")).to_have_text("widest")


def share(chromium: Browser, showroom: Showroom, address: str) -> None:
    other = visiting(chromium, showroom.site, "dark", scripts=True)
    other.sign_in(showroom.user)
    other.page.goto(address)
    expect(other.page.locator(".chart-legend li").first).to_be_visible()
    expect(other.page.locator(".chart-legend").first.locator("a")).to_have_count(3)
    assert other.page.url == address
    other.context.close()


def moons(page: Page) -> int:
    """Return the number of the experiment, as the list's JSON has it."""
    answer = page.context.request.get(
        f"{page.url.partition('/' + PROJECT)[0]}{EXPERIMENTS}", headers={"Accept": "application/json"}
    )
    found = re.search(r'"iid":(\d+),"name":"vision/moons"', answer.text())
    assert found is not None
    return int(found[1])
