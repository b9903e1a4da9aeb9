"""An owner's way through the settings, from the set-up link on: people, roles, tokens, a webhook, retention."""

import re
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from modelstead.services import users
from tests.browser.visiting import awake, visiting
from tests.receiving import LOOPBACK, Receiver, receiver
from tests.serving import Running
from tests.signing_in import PASSWORD, person, site_in

PROJECT = "/admin/first-project"
SETTINGS = f"{PROJECT}/-/settings"


def test_an_owner_sets_a_project_up(chromium: Browser, tmp_path: Path) -> None:
    with receiver() as deploy, site_in(tmp_path / "site", webhook_allowed_addresses=LOOPBACK) as site:
        deploy.open.set()
        newcomer = person(site).username
        visitor = visiting(chromium, site, "light", scripts=True)
        page = visitor.page
        set_up(page, site)
        describe(page, site)
        add_and_promote(page, site, newcomer)
        link = invite(page, site)
        token = make_token(page, site)
        hear_of_versions(page, site, deploy)
        keep_for_days(page, site)
        assert visitor.troubles == []
        visitor.context.close()
        accept(chromium, site, link)
        logged = site.client(token, 1).post("registered-models/create", name="churn")
        assert logged.status_code == 200, logged.text
        assert b'"churn"' in deploy.next().body


def set_up(page: Page, site: Running) -> None:
    secret = site.server.database.write_now(
        lambda tx: users.setup_link(tx, site.server.secrets.key, users.get(tx, "admin"))
    )
    page.goto(f"{site.url}/-/setup?secret={secret}")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The password is set")
    page.goto(site.url + PROJECT)
    page.get_by_role("navigation", name="Project").get_by_role("link", name="Settings").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Settings")


def describe(page: Page, site: Running) -> None:
    page.goto(f"{site.url}{SETTINGS}/general")
    page.get_by_label("Description").fill("Who leaves, and **why**.")
    page.get_by_role("button", name=re.compile("Save")).first.click()
    page.goto(site.url + PROJECT)
    expect(page.locator(".prose strong")).to_have_text("why")


def add_and_promote(page: Page, site: Running, username: str) -> None:
    """Add somebody as a reporter, and make a developer of them."""
    page.goto(f"{site.url}{SETTINGS}/members")
    page.get_by_label("Username or email address").fill(username)
    page.get_by_role("combobox", name="Role").first.select_option("reporter")
    page.get_by_role("button", name="Add", exact=True).click()
    line = page.get_by_role("list", name="Members").get_by_role("listitem").filter(has_text=username)
    expect(line.locator(".role")).to_have_text("reporter")
    line.locator("summary").click()
    line.get_by_role("combobox").select_option("developer")
    line.get_by_role("button", name="Save").click()
    expect(line.locator(".role")).to_have_text("developer")


def invite(page: Page, site: Running) -> str:
    """Invite an address, and return the link that is shown once."""
    page.goto(f"{site.url}{SETTINGS}/members")
    page.get_by_label("Username or email address").fill("new@example.com")
    page.get_by_role("combobox", name="Role").first.select_option("developer")
    page.get_by_role("button", name="Add", exact=True).click()
    link = page.locator(".snippet code").first.inner_text()
    page.goto(f"{site.url}{SETTINGS}/members")
    expect(page.get_by_role("main")).to_contain_text("new@example.com")
    assert link not in page.content()
    return link


def make_token(page: Page, site: Running) -> str:
    page.goto(f"{site.url}{SETTINGS}/tokens")
    page.get_by_role("link", name=re.compile("New|Create")).first.click()
    page.get_by_label("Name").fill("training")
    page.get_by_role("checkbox", name=re.compile("^api")).check()
    page.get_by_role("combobox", name="Role").select_option("developer")
    page.get_by_role("button", name="Create token").click()
    lines = page.locator(".snippet code").first.inner_text()
    found = re.search(r'MLFLOW_TRACKING_TOKEN="(.+)"', lines)
    assert found is not None
    assert f"{site.url}/api/v4/projects/1/ml/mlflow" in lines
    return found[1]


def hear_of_versions(page: Page, site: Running, deploy: Receiver) -> None:
    """Make a webhook, send it an example, and look at what came of it."""
    page.goto(f"{site.url}{SETTINGS}/webhooks")
    page.get_by_role("link", name="New webhook").first.click()
    page.get_by_role("textbox", name="Name").fill("deploy")
    page.get_by_label("Address").fill(deploy.url)
    page.locator("input[name=events][value='registered_model.created']").check()
    page.get_by_role("button", name="Create webhook").click()
    expect(page.get_by_role("heading", level=2).first).to_contain_text("deploy")
    awake(page)
    page.get_by_role("button", name="Send test").click()
    deploy.next()
    expect(page.get_by_role("main")).to_contain_text("200")


def keep_for_days(page: Page, site: Running) -> None:
    page.goto(f"{site.url}{SETTINGS}/storage")
    page.get_by_text("For some days").click()
    page.get_by_role("textbox", name="Days").fill("30")
    page.get_by_role("button", name="Save retention").click()
    page.goto(f"{site.url}{PROJECT}/-/trash")
    expect(page.get_by_role("main")).to_contain_text("30 days")


def accept(chromium: Browser, site: Running, link: str) -> None:
    """Join by the invitation, in another browser."""
    invited = visiting(chromium, site, "dark", scripts=False)
    page = invited.page
    page.goto(link)
    page.get_by_label("Username").fill("newcomer")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button").last.click()
    page.goto(f"{site.url}{PROJECT}/-/ml/models")
    expect(page.get_by_role("heading", level=1)).to_have_text("Models")
    expect(page.get_by_role("navigation", name="Project")).not_to_contain_text("Settings")
    invited.context.close()
