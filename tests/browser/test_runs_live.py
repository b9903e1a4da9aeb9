"""A table of runs while runs go on: values change in place, new runs are only told of."""

from playwright.sync_api import expect

from modelstead.domain.actor import Access
from modelstead.domain.metric import MetricPoint
from modelstead.services import projects
from modelstead.store.transaction import Transaction
from tests.browser.runs_of_a_sweep import LIGHT, sweep
from tests.browser.visiting import Visitor
from tests.factories import actor, batch, log_one, run
from tests.signing_in import person


@LIGHT
def test_values_change_in_place_and_new_runs_wait_to_be_shown(visitor: Visitor) -> None:
    page, path = visitor.page, sweep(visitor, 3)
    visitor.goto(path)
    expect(page.locator(".scroll.window")).to_be_visible()
    first = page.get_by_role("row").nth(1)
    expect(first).to_contain_text("run-0002")
    run_id = first.get_attribute("data-run-id") or ""
    administrator = person(visitor.site, is_admin=True)

    def goes_on(tx: Transaction) -> None:
        access = Access(actor(administrator), projects.get(tx, path.partition("/-/")[0].strip("/")), None)
        log_one(tx, batch(access, run_id, metrics=[MetricPoint("loss", 0.0625, 1_700_000_000_001, 1)]))
        run(tx, access, name="a-new-run", start_time=1_800_000_000_000)

    visitor.site.server.database.write_now(goes_on)
    page.mouse.move(10, 10)  # somebody is there
    expect(first).to_contain_text("0.06250", timeout=10_000)
    expect(page.get_by_role("row")).to_have_count(4)
    page.get_by_role("button", name="1 new run").click()
    expect(page.get_by_role("row").nth(1)).to_contain_text("a-new-run")
