"""A run's page in a real browser: for everybody, changed in place, followed while the run goes on."""

from playwright.sync_api import expect

from modelstead.domain.metric import MetricPoint
from modelstead.domain.param import Param
from modelstead.domain.role import Role
from modelstead.domain.run import RunStatus
from modelstead.domain.tag import Tag
from modelstead.services import projects, runs
from modelstead.store.transaction import Transaction
from tests import factories
from tests.browser.axe import check_accessible
from tests.browser.visiting import NARROW, Visitor
from tests.signing_in import person

LIVE_MS = 10_000  # a look every 3 seconds


class Followed:
    """A run of a project that the visitor may change, and its page."""

    def __init__(self, visitor: Visitor) -> None:
        user = person(visitor.site)
        visitor.sign_in(user)
        self._database = visitor.site.server.database

        def work(tx: Transaction) -> tuple[str, str]:
            self._access = factories.member(tx, f"run/{user.username}")
            projects.set_member(tx, self._access.project, user, Role.DEVELOPER)
            long = f"unbroken{'-long' * 50}"
            run = factories.run(tx, self._access, "0", Tag("team", "red"), name=long).run
            params = [Param(f"p{number}", "x" * 100 * number) for number in range(20)]
            factories.log_one(tx, factories.batch(self._access, run.run_id, params=params))
            return f"/{self._access.project.path}/-/ml/runs/{run.iid}", run.run_id

        self.address, self._run_id = self._database.write_now(work)

    def log(self, value: float, step: int) -> None:
        batch = factories.batch(self._access, self._run_id, metrics=[MetricPoint("loss", value, step, step)])
        self._database.write_now(factories.log_one, batch)

    def finish(self) -> None:
        self._database.write_now(
            runs.update, self._access, self._run_id, status=RunStatus.FINISHED, end_time=9, name=""
        )


def test_the_page_is_for_everybody(visitor: Visitor) -> None:
    run = Followed(visitor)
    run.log(0.5, 1)
    run.log(0.25, 2)
    for query in ("", "?view=raw", "?view=models", "?view=system", "/-/edit?field=notes", "/-/edit?field=tag"):
        visitor.goto(run.address + query)
        check_accessible(visitor.page)
    visitor.page.set_viewport_size(NARROW)
    visitor.goto(run.address)
    assert visitor.page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    if visitor.theme == "light":
        changed_in_place(visitor, run)
    else:
        followed(visitor, run)


def changed_in_place(visitor: Visitor, run: Followed) -> None:
    page = visitor.page
    page.keyboard.press("e")
    expect(page.get_by_label("Name", exact=True)).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_label("Name", exact=True)).to_have_count(0)
    page.get_by_role("link", name="Rename run").click()
    page.get_by_label("Name", exact=True).fill("   ")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_have_text("A run needs a name.")
    assert any("400" in trouble for trouble in visitor.troubles)
    visitor.troubles.clear()
    page.get_by_label("Name", exact=True).fill("shorter")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("shorter")
    page.get_by_role("link", name="Add notes").click()
    page.get_by_role("textbox", name="Notes").fill("It **works**.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#run-notes strong")).to_have_text("works")
    page.get_by_role("link", name="Edit tag team").click()
    page.get_by_label("Value", exact=True).fill("blue")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#run-tags").get_by_role("cell", name="blue")).to_be_visible()
    assert page.url.endswith(run.address)


def followed(visitor: Visitor, run: Followed) -> None:
    page = visitor.page
    row = page.locator("#run-metrics").get_by_role("row", name="loss")
    expect(row).to_contain_text("0.2500")
    page.mouse.wheel(0, 300)
    run.log(0.125, 3)
    expect(row).to_contain_text("0.1250", timeout=LIVE_MS)
    assert page.evaluate("scrollY") > 0
    run.finish()
    expect(page.locator("#run-status")).to_have_text("Finished", timeout=LIVE_MS)
