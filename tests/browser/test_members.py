"""Members, invitations and access tokens in a real browser, without scripts."""

from playwright.sync_api import expect

from modelstead.domain.role import Role
from modelstead.services import projects
from tests.browser.visiting import Visitor
from tests.signing_in import person
from tests.web.people_pages import settled


def test_an_owner_adds_changes_and_removes_somebody_and_invites_another(reader: Visitor) -> None:
    site, page = reader.site, reader.page
    place, owner, user = settled(site), person(site), person(site)
    site.server.database.write_now(projects.set_member, place.project, owner, Role.OWNER)
    reader.sign_in(owner)
    reader.goto(f"/{place.project.path}")
    page.get_by_role("link", name="Members", exact=True).click()
    page.get_by_label("Username or email address").fill(user.username)
    page.get_by_label("Role", exact=True).first.select_option("reporter")
    page.get_by_role("button", name="Add").click()
    line = page.get_by_role("listitem").filter(has_text=user.username)
    expect(line).to_contain_text("reporter")
    line.locator("summary").click()
    line.get_by_label("Role").select_option("maintainer")
    line.get_by_role("button", name="Save").click()
    expect(page.locator("#flash")).to_contain_text(f"{user.username} is maintainer now.")
    line.get_by_role("link", name="Remove").click()
    page.get_by_role("button", name="Remove member").click()
    expect(page.locator("#flash")).to_contain_text("is not a member any more")
    page.get_by_label("Username or email address").fill("new@example.com")
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_text("/-/invitations?secret=")).to_be_visible()


def test_a_person_makes_a_token_for_a_project_and_revokes_it(reader: Visitor) -> None:
    site, page = reader.site, reader.page
    place, developer = settled(site), person(site)
    site.server.database.write_now(projects.set_member, place.project, developer, Role.DEVELOPER)
    reader.sign_in(developer)
    reader.goto("/-/profile/tokens")
    page.get_by_role("link", name="New token").click()
    page.get_by_label("Name").fill("laptop")
    page.get_by_label("Print the lines for").select_option(place.project.path)
    page.get_by_role("button", name="Create token").click()
    expect(page.get_by_text("export MLFLOW_TRACKING_TOKEN=")).to_be_visible()
    page.get_by_role("link", name="Back to the access tokens").click()
    page.get_by_role("link", name="Revoke laptop").click()
    page.get_by_role("button", name="Revoke token").click()
    expect(page.get_by_text("The access token laptop is revoked.")).to_be_visible()
    page.get_by_role("link", name="Inactive 1").click()
    expect(page.get_by_role("row").filter(has_text="laptop")).to_contain_text("revoked")
