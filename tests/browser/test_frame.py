"""The frame of pages, and the pages that are no project's, in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from modelstead.domain.actor import Access
from modelstead.domain.project import Project
from modelstead.domain.user import User
from modelstead.services import home, project_changes
from modelstead.services.project_changes import ProjectChanges
from modelstead.store.transaction import Transaction
from tests.browser.axe import check_accessible
from tests.browser.visiting import Visitor
from tests.factories import actor, run
from tests.serving import Running
from tests.signing_in import PASSWORD, person
from tests.web.audit_log import project_of

LIGHT = pytest.mark.parametrize("visitor", ["light"], indirect=True)
HOSTILE = "<script>alert(1)</script> " + "y" * 300 + " \N{ROCKET} \u202eright to left"


def settled(site: Running) -> tuple[User, Project]:
    """Make somebody's project with a description, runs and a star."""
    owner = person(site)
    project = project_of(site, owner)

    def work(tx: Transaction) -> None:
        access = Access(actor(owner), project, None)
        project_changes.update(tx, access, ProjectChanges(description=f"# Goals\n\n{HOSTILE}\n\n| a | b |\n|--|--|\n"))
        home.star(tx, access, starred=True)
        for number in range(12):
            run(tx, access, name=HOSTILE if number % 2 else "baseline", start_time=1_700_000_000_000 + number)

    site.server.database.write_now(work)
    return owner, project


def fits(visitor: Visitor) -> None:
    """Hold a page to scroll in no direction but down, at each width."""
    for width in (390, 1440):
        visitor.page.set_viewport_size({"width": width, "height": 900})
        assert visitor.page.evaluate("document.documentElement.scrollWidth") <= width, (visitor.page.url, width)


def test_every_page_of_the_frame_is_for_everybody_and_holds_its_shape(visitor: Visitor) -> None:
    visitor.goto("/-/sign-in")
    check_accessible(visitor.page)
    owner, project = settled(visitor.site)
    visitor.sign_in(owner)
    empty = project_of(visitor.site, owner)
    for path in ("/", f"/{project.path}", f"/{empty.path}", "/-/projects/new", "/-/help/search", "/-/help/keys"):
        visitor.goto(path)
        fits(visitor)
        check_accessible(visitor.page)
    for path in (f"/{project.path}/-/description", "/-/profile/sessions", "/-/profile/password", "/-/audit"):
        visitor.goto(path)
        fits(visitor)
        check_accessible(visitor.page)
    assert visitor.troubles == []
    assert visitor.goto("/-/nothing").status == 404
    check_accessible(visitor.page)
    visitor.troubles.clear()


@LIGHT
def test_keys_lead_through_the_frame(visitor: Visitor) -> None:
    owner, project = settled(visitor.site)
    visitor.sign_in(owner)
    visitor.goto("/")
    page = visitor.page
    page.keyboard.press("/")
    expect(page.get_by_label("Filter projects")).to_be_focused()
    page.keyboard.type("g?")
    expect(page.get_by_label("Filter projects")).to_have_value("g?")
    visitor.goto(f"/{project.path}")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_contain_text("Go to the experiments")
    check_accessible(page)
    page.keyboard.press("g")
    page.keyboard.press("h")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("g")
    page.keyboard.press("h")
    page.wait_for_url(f"{visitor.site.url}/")
    visitor.goto("/-/help/keys")
    page.get_by_role("button", name="Turn keys off").click()
    page.keyboard.press("g")
    page.keyboard.press("h")
    expect(page.get_by_role("button", name="Turn keys on")).to_be_visible()


@LIGHT
def test_the_switcher_loads_projects_and_finds_one_by_its_name(visitor: Visitor) -> None:
    owner, project = settled(visitor.site)
    other = project_of(visitor.site, owner)
    visitor.sign_in(owner)
    visitor.goto(f"/{project.path}")
    page = visitor.page
    page.get_by_label("Other projects").click()
    expect(page.locator("#switchable a")).to_have_count(2)
    check_accessible(page)
    page.get_by_label("Find a project").fill(other.path.partition("/")[0])
    expect(page.locator("#switchable a")).to_have_count(1)
    page.locator("#switchable a").click()
    page.wait_for_url(f"{visitor.site.url}/{other.path}")
    page.get_by_label("Other projects").click()
    page.keyboard.press("Escape")
    expect(page.locator("details.menu[open]")).to_have_count(0)


@LIGHT
def test_a_theme_is_chosen_at_once_and_kept_and_the_system_s_is_followed_live(visitor: Visitor) -> None:
    page = visitor.page
    visitor.goto("/-/help/keys")

    def background() -> str:
        return str(page.evaluate("getComputedStyle(document.documentElement).backgroundColor"))

    light = background()
    page.emulate_media(color_scheme="dark")
    dark = background()
    assert light != dark
    page.get_by_label("Theme").click()
    with page.expect_response("**/-/theme"):
        page.get_by_role("button", name="Light").click()
    assert background() == light
    page.reload()
    assert background() == light
    page.get_by_label("Theme").click()
    with page.expect_response("**/-/theme"):
        page.get_by_role("button", name="System").click()
    assert background() == dark
    page.emulate_media(color_scheme="light")
    assert background() == light


@LIGHT
def test_an_address_that_a_client_printed_leads_to_the_page_by_way_of_signing_in(visitor: Visitor) -> None:
    owner, project = settled(visitor.site)
    page = visitor.page
    page.goto(f"{visitor.site.url}/api/v4/projects/{project.id}/ml/mlflow/#/experiments/0")
    page.get_by_label("Username or email address").fill(owner.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{visitor.site.url}/{project.path}/-/ml/experiments/0")


def test_without_scripts_a_project_is_made_starred_and_gets_a_token(reader: Visitor) -> None:
    user = person(reader.site)
    reader.sign_in(user)
    reader.goto("/")
    page = reader.page
    page.get_by_role("link", name="New project").click()
    page.get_by_label("Name").fill("Demand forecast")
    page.get_by_role("button", name="Create project").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Demand forecast")
    page.get_by_role("button", name="Star").click()
    expect(page.get_by_role("button", name="Starred")).to_be_visible()
    page.get_by_role("button", name="Create token").click()
    expect(page.locator("pre").first).to_contain_text(re.compile(r'MLFLOW_TRACKING_TOKEN="glpat-\w+"'))
    assert "glpat-" not in page.url
    page.get_by_text("Projects", exact=True).first.or_(page.get_by_label("Other projects")).click()
    page.get_by_role("link", name="All projects").click()
    expect(page.get_by_role("link", name=f"{user.username}/demand-forecast")).to_be_visible()
    page.get_by_label("Theme").click()
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


@LIGHT
def test_axe_says_what_it_found(visitor: Visitor) -> None:
    visitor.goto("/-/sign-in")
    visitor.page.evaluate("() => document.querySelectorAll('label').forEach((each) => each.remove())")
    with pytest.raises(AssertionError, match=r"label \(critical\)"):
        check_accessible(visitor.page)
