"""Models in a real browser: the preview of a card, the client's dialog, values along versions."""

import pytest
from playwright.sync_api import expect

from modelstead.domain.metric import MetricPoint
from modelstead.domain.role import Role
from modelstead.services import aliases, projects
from modelstead.store.transaction import Transaction
from tests import factories
from tests.browser.axe import check_accessible
from tests.browser.visiting import NARROW, Visitor, awake
from tests.registering import model, run_with_files, version
from tests.signing_in import person


def settle(visitor: Visitor) -> str:
    """Let a developer sign in; return the address of a model of three versions."""
    user = person(visitor.site)
    visitor.sign_in(user)

    def work(tx: Transaction) -> str:
        access = factories.member(tx, f"registered/{user.username}")
        projects.set_member(tx, access.project, user, Role.DEVELOPER)
        card = "# Card\n\n## Use\n\nText.\n\n## Limits\n\n| a | b |\n| - | - |\n| 1 | 2 |\n"
        iid = model(tx, access, "moons", description=card).model.iid
        for number, value in enumerate((0.5, 0.75, 0.875)):
            run_id = run_with_files(tx, access, "weights.bin")
            points = [MetricPoint("val/accuracy", value, 1), MetricPoint("val/loss", 1 - value, 1)]
            factories.log_one(tx, factories.batch(access, run_id, metrics=points))
            version(tx, access, "moons", f"1.{number}.0", source=f"runs:/{run_id}", run_id=run_id)
        aliases.put(tx, access, "moons", "champion", "1.1.0")
        model(tx, access, "unbroken" * 30, description="تجربة " * 90)
        return f"/{access.project.path}/-/ml/models/{iid}"

    return visitor.site.server.database.write_now(work)


def test_the_pages_are_for_everybody(visitor: Visitor) -> None:
    here = settle(visitor)
    models = here.rpartition("/")[0]
    addresses = [models, *(f"{here}?view={view}" for view in ("card", "versions", "metrics", "settings"))]
    addresses += [f"{here}/-/edit", f"{here}/-/tags", f"{here}/-/delete"]
    for address in addresses:
        visitor.goto(address)
        check_accessible(visitor.page)
    visitor.page.set_viewport_size(NARROW)
    for address in [*addresses, f"{models}/2"]:
        visitor.goto(address)
        assert visitor.page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], address


@pytest.mark.parametrize("visitor", ["light"], indirect=True)
def test_a_card_is_seen_while_it_is_written(visitor: Visitor) -> None:
    here, page = settle(visitor), visitor.page
    visitor.goto(f"{here}/-/edit")
    preview = page.get_by_role("region", name="Preview")
    expect(preview.get_by_role("heading", name="Limits")).to_be_visible()
    page.get_by_label("Card").fill("# New **card**\n\n<script>document.title = 'ran'</script>")
    expect(preview.locator("h1 strong")).to_have_text("card")
    expect(preview.locator("script")).to_have_count(0)
    page.get_by_role("button", name="Save card").click()
    expect(page.get_by_role("heading", name="New card")).to_be_visible()


@pytest.mark.parametrize("visitor", ["light"], indirect=True)
def test_the_client_s_page_opens_as_a_dialog_from_models_and_experiments(visitor: Visitor) -> None:
    here, page = settle(visitor), visitor.page
    for address, code in (
        (here, "models:/moons@champion"),
        (f"{here.rpartition('/ml/')[0]}/ml/experiments/0", "Default"),
    ):
        visitor.goto(address)
        page.locator(".experiment-head details.menu > summary").click()
        page.get_by_role("link", name="Use with the MLflow client").click()
        dialog = page.get_by_role("dialog", name="Use with the MLflow client")
        expect(dialog.get_by_text("MLFLOW_TRACKING_URI")).to_be_visible()
        expect(dialog.get_by_text(code).first).to_be_visible()
        check_accessible(page)
        assert page.url.endswith(address)
    dialog.get_by_role("button", name="Create token").click()
    expect(page.get_by_role("heading", name="Your access token")).to_be_visible()


@pytest.mark.parametrize("visitor", ["light"], indirect=True)
def test_values_are_said_where_one_points(visitor: Visitor) -> None:
    here, page = settle(visitor), visitor.page
    visitor.goto(f"{here}?view=metrics")
    first = page.locator(".panel").first
    expect(first.locator("[data-said]")).to_have_text("0.8750")
    first.locator("svg").hover(position={"x": 20, "y": 20})
    expect(first.locator("[data-said]")).to_have_text("0.5000")
    expect(page.locator("[data-legend]")).to_have_text("1.0.0")
    page.locator(".version-chart").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-legend]")).to_have_text("1.1.0")
    awake(page)
