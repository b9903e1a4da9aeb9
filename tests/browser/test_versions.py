"""A new version in a real browser: its number is counted up, its files are dropped, its alias is moved."""

import base64

import pytest
from playwright.sync_api import expect

from modelstead.domain.role import Role
from modelstead.services import projects
from tests.browser.axe import check_accessible
from tests.browser.visiting import Visitor
from tests.serving import Running
from tests.signing_in import person
from tests.web.version_pages import new_version

DROP = """(files) => {
  const held = new DataTransfer();
  for (const [name, content] of files) {
    held.items.add(new File([Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0))], name));
  }
  document.dispatchEvent(new DragEvent("drop", { dataTransfer: held, bubbles: true, cancelable: true }));
}"""


@pytest.mark.parametrize("visitor", ["light"], indirect=True)
def test_a_version_is_bumped_filled_by_drop_and_becomes_the_champion(visitor: Visitor, site: Running) -> None:
    version = new_version(site)
    version.send("aliases", alias="champion")
    user = person(site)
    site.server.database.write_now(projects.set_member, version.project, user, Role.DEVELOPER)
    visitor.sign_in(user)
    page = visitor.page
    page.goto(f"{site.url}{version.models}/1/versions/-/new")
    page.get_by_text("Another number").click()
    page.get_by_label("Own number").fill("3.0.0")
    expect(page.get_by_role("button", name="Create version as 3.0.0")).to_be_visible()
    page.get_by_text("Better, and used as before").click()
    page.get_by_label("Description").fill("**Better**")
    page.get_by_role("button", name="Create version as 1.1.0").click()
    page.wait_for_url("**/files")
    check_accessible(page)
    page.wait_for_selector("html[data-awake]")
    dropped = {"MLmodel": b"flavors: {}", "weights.bin": bytes(1000)}
    page.evaluate(DROP, [[name, base64.b64encode(content).decode()] for name, content in dropped.items()])
    expect(page.get_by_role("region", name="Files").get_by_role("link", name="weights.bin")).to_be_visible()
    page.get_by_role("link", name="Aliases", exact=True).click()
    check_accessible(page)
    page.get_by_role("button", name="Move here from 1.0.0").click()
    expect(page.locator("#flash")).to_contain_text("@champion was moved here from 1.0.0.")
    page.get_by_role("link", name="Card").click()
    expect(page.locator("main")).to_contain_text('mlflow.pyfunc.load_model("models:/churn@champion")')


@pytest.mark.parametrize("visitor", ["dark"], indirect=True)
def test_choosing_a_run_shows_its_files_and_keeps_what_was_typed(visitor: Visitor, site: Running) -> None:
    version = new_version(site)
    run_id = version.client.run(run_name="best")
    address = version.upload_of("model/MLmodel").replace(f"versions/{version.iid}", f"runs/{run_id}")
    headers = {"Authorization": f"Bearer {version.token}"}
    site.http.put(site.url + address, content=b"flavors: {}", headers=headers)
    user = person(site)
    site.server.database.write_now(projects.set_member, version.project, user, Role.DEVELOPER)
    visitor.sign_in(user)
    page = visitor.page
    page.goto(f"{site.url}{version.models}/1/versions/-/new")
    page.get_by_label("Description").fill("kept")
    page.get_by_label("From a run").check()
    page.get_by_label("Run", exact=True).select_option(label="best · Default · running")
    expect(page.get_by_label("Files", exact=True)).to_have_value("model")
    expect(page.get_by_label("Description")).to_have_value("kept")
    check_accessible(page)
    page.get_by_role("button", name="Create version as 1.1.0").click()
    expect(page.locator("h1")).to_contain_text("1.1.0")
    page.get_by_role("link", name="Performance").click()
    expect(page.locator("main")).to_contain_text("promoted from")
    page.goto(f"{site.url}/{version.project.path}/-/ml/runs/{version.run()}")
    page.get_by_role("link", name="Promote run").click()
    page.get_by_label("Model", exact=True).select_option(label="A new model…")
    page.get_by_label("Name of the new model").fill("prices")
    page.get_by_role("button", name="Promote run as 1.0.0").click()
    expect(page.locator("h1")).to_contain_text("prices")
