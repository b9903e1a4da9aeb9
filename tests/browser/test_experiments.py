"""The list of experiments and what there is to say about one, in a real browser."""

from playwright.sync_api import expect

from modelstead.domain.metric import MetricPoint
from modelstead.domain.role import Role
from modelstead.domain.tag import Tag
from modelstead.services import projects
from modelstead.store.transaction import Transaction
from tests import factories
from tests.browser.axe import check_accessible
from tests.browser.visiting import NARROW, Visitor, awake
from tests.signing_in import person


def settle(visitor: Visitor) -> str:
    user = person(visitor.site)
    visitor.sign_in(user)

    def work(tx: Transaction) -> str:
        access = factories.member(tx, f"seen/{user.username}")
        projects.set_member(tx, access.project, user, Role.DEVELOPER)
        for name in ("vision/moons", "vision/suns", "rl", f"unbroken{'-long' * 60}", "تجربة"):
            tags = (Tag("team", "eyes"), Tag("mlflow.note.content", "# Why\n\n- one\n- two"))
            made = factories.experiment(tx, access, name, *tags)
            run = factories.run_id(tx, access, made, start_time=5)
            factories.log_one(tx, factories.batch(access, run, metrics=[MetricPoint("val/loss", 0.25, 1)]))
        return f"/{access.project.path}/-/ml/experiments"

    return visitor.site.server.database.write_now(work)


def test_the_pages_are_for_everybody(visitor: Visitor) -> None:
    here = settle(visitor)
    for address in (f"{here}?metric=val/loss", f"{here}/1?view=about", f"{here}/1/tags"):
        visitor.goto(address)
        check_accessible(visitor.page)
    visitor.page.set_viewport_size(NARROW)
    for address in (here, f"{here}/4?view=about"):
        visitor.goto(address)
        box = visitor.page.locator("main").bounding_box()
        assert box is not None
        assert box["width"] <= NARROW["width"]
        assert visitor.page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    if visitor.theme == "light":
        visitor.page.set_viewport_size({"width": 1440, "height": 900})
        folders_and_dialogs(visitor, here)


def folders_and_dialogs(visitor: Visitor, here: str) -> None:
    page = visitor.page
    visitor.goto(here)
    page.get_by_role("link", name="vision", exact=True).click()
    page.wait_for_url("**shut=vision*")
    expect(page.get_by_role("link", name="moons")).to_have_count(0)
    awake(page)
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.title") == "rl"
    page.get_by_role("link", name="New experiment").click()
    dialog = page.get_by_role("dialog", name="New experiment")
    check_accessible(page)
    dialog.get_by_label("Name").fill("vision/stars")
    dialog.get_by_role("button", name="Create experiment").click()
    page.wait_for_url("**/-/ml/experiments/6")
    assert page.get_by_role("heading", level=1).inner_text() == "vision/stars"
