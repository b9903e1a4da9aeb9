"""The command palette, the number of runs that go on, and preferences, in a real browser."""

import pytest
from playwright.sync_api import expect

from modelstead.domain.actor import Access
from modelstead.domain.role import Role
from modelstead.store.transaction import Transaction
from tests.browser.axe import check_accessible
from tests.browser.visiting import Visitor
from tests.factories import actor, run
from tests.signing_in import person
from tests.web.audit_log import project_of

LIGHT = pytest.mark.parametrize("visitor", ["light"], indirect=True)


def settled(visitor: Visitor) -> str:
    """Sign an owner in whose project has two runs that go on; return the project's path."""
    owner = person(visitor.site)
    project = project_of(visitor.site, owner)
    access = Access(actor(owner), project, Role.OWNER)

    def work(tx: Transaction) -> None:
        for name in ("first <b>kestrel</b>", "second kestrel"):
            run(tx, access, name=name, start_time=1_700_000_000_000)

    visitor.site.server.database.write_now(work)
    visitor.sign_in(owner)
    return project.path


def test_the_palette_opens_from_anywhere_and_leads_on(visitor: Visitor) -> None:
    path = settled(visitor)
    page = visitor.page
    visitor.goto(f"/{path}")
    expect(page.get_by_label("2 runs go on now")).to_be_visible()
    page.get_by_role("searchbox", name="Search everywhere").focus()
    page.keyboard.press("Control+k")
    palette = page.get_by_role("dialog", name="Commands and search")
    expect(palette.get_by_role("option", name="New experiment")).to_be_visible()
    check_accessible(page)
    page.keyboard.type("kestrel")
    expect(palette.get_by_role("option")).to_have_count(3)
    expect(palette.get_by_role("combobox")).to_have_attribute("aria-activedescendant", "palette-option-0")
    check_accessible(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{path}/-/ml/runs/*")
    page.keyboard.press("Control+k")
    expect(palette.get_by_role("group", name="Recent")).to_be_visible()
    page.keyboard.press("Escape")
    expect(palette).to_have_count(0)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_contain_text("In this project")
    page.keyboard.press("Escape")


@LIGHT
def test_preferences_are_honoured_by_what_scripts_write(visitor: Visitor) -> None:
    path = settled(visitor)
    page = visitor.page
    visitor.goto("/-/profile/preferences")
    page.get_by_label("Compact").check()
    page.get_by_label("Date and time in UTC").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Your preferences are saved")).to_be_visible()
    visitor.goto(f"/{path}/-/ml/experiments/0")
    expect(page.get_by_text("2023-11-14 22:13").first).to_be_visible()
    assert page.locator("tbody tr").first.evaluate("(row) => row.getBoundingClientRect().height") <= 30


def test_search_is_there_without_scripts(reader: Visitor) -> None:
    path = settled(reader)
    page = reader.page
    reader.goto(f"/{path}")
    page.get_by_role("searchbox", name="Search everywhere").fill("kestrel")
    page.keyboard.press("Enter")
    page.wait_for_url("**/-/search?q=kestrel")
    page.get_by_role("link", name="second kestrel").click()
    page.wait_for_url(f"**/{path}/-/ml/runs/*")
