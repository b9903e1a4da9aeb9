"""The audit log in a real browser, without scripts."""

from pathlib import Path

from playwright.sync_api import BrowserContext, Page, expect

from modelstead.domain.audit_event import Action
from tests.browser.conftest import shown
from tests.serving import Running
from tests.signing_in import PASSWORD, person
from tests.web.audit_log import noted, project_of


def sign_in(page: Page, site: Running, username: str, to: str) -> None:
    page.goto(f"{site.url}{to}")
    page.get_by_label("Username or email address").fill(username)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_title("Audit log · Modelstead")


def test_a_maintainer_looks_for_who_did_something(site: Running, window: BrowserContext, pictures: Path) -> None:
    owner = person(site)
    project = project_of(site, owner)
    for number in range(60):
        noted(site, project, owner, Action.ADD_MEMBER, f"person-{number}", role="developer", expires_at="2027-03-01")
    noted(site, project, owner, Action.DELETE_MODEL, "a-very-long-name-of-a-model-" * 8, reason="x" * 200)
    page = window.new_page()
    sign_in(page, site, owner.username, "/-/audit")
    expect(page.get_by_text("Name a project that you maintain")).to_be_visible()
    shown(page, pictures, "asked")
    page.get_by_label("Project or group").fill(project.path)
    page.get_by_role("button", name="Filter").click()
    expect(page.get_by_role("row")).to_have_count(51)
    shown(page, pictures, "much")
    page.get_by_role("link", name="Older").click()
    expect(page.get_by_role("row")).to_have_count(12)
    page.get_by_label("Action").select_option("registered_model.delete")
    page.get_by_label("User").fill(owner.username)
    page.get_by_role("button", name="Filter").click()
    expect(page.get_by_role("row")).to_have_count(2)
    shown(page, pictures, "little")
    page.get_by_label("User").fill("nobody-of-this-name")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("There is no user")
    shown(page, pictures, "unknown")
    page.get_by_role("link", name="Clear the filter").click()
    page.get_by_label("To day (UTC)").fill("2020-01-01")
    page.get_by_role("button", name="Filter").click()
    expect(page.get_by_text("Nothing of that kind was done.")).to_be_visible()
    shown(page, pictures, "nothing")


def test_an_administrator_finds_the_log_of_the_server_and_exports_it(
    site: Running, window: BrowserContext, pictures: Path
) -> None:
    page = window.new_page()
    sign_in(page, site, person(site, is_admin=True).username, "/-/audit")
    page.goto(f"{site.url}/-/profile/sessions")
    shown(page, pictures, "sessions")
    page.get_by_role("link", name="audit log").click()
    expect(page.get_by_text("on this server")).to_be_visible()
    shown(page, pictures, "server")
    with page.expect_download() as download:
        page.get_by_role("link", name="Export as JSON lines").click()
    assert download.value.suggested_filename == "audit-events.ndjson"
