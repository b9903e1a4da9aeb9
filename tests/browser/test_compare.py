"""The page that compares runs in a real browser."""

from playwright.sync_api import expect

from modelstead.domain.metric import MetricPoint
from modelstead.domain.param import Param
from modelstead.domain.role import Role
from modelstead.services import projects
from modelstead.store.transaction import Transaction
from tests import factories
from tests.browser.axe import check_accessible
from tests.browser.visiting import NARROW, Visitor
from tests.signing_in import person


def settle(visitor: Visitor) -> str:
    user = person(visitor.site)
    visitor.sign_in(user)

    def work(tx: Transaction) -> str:
        access = factories.member(tx, f"compare/{user.username}")
        projects.set_member(tx, access.project, user, Role.DEVELOPER)
        for number in range(3):
            name = f"unbroken{'-long' * 50}" if number == 2 else f"run-{number}"
            run = factories.run(tx, access, name=name).run.run_id
            metrics = [MetricPoint(f"m{key}", key + number / 4, 1) for key in range(40)]
            params = [Param("p", "text " * 50 * number), Param("same", "1")]
            factories.log_one(tx, factories.batch(access, run, metrics=metrics, params=params))
        return f"/{access.project.path}/-/ml/compare"

    return visitor.site.server.database.write_now(work)


def test_the_page_is_for_everybody(visitor: Visitor) -> None:
    here = settle(visitor)
    for query in ("", "?runs=1,2,3,9", "?runs=1,2,3&by=runs&search=run", "?runs=1,2&view=artifacts"):
        visitor.goto(here + query)
        check_accessible(visitor.page)
    visitor.page.set_viewport_size(NARROW)
    for query in ("", "?runs=1,2,3"):
        visitor.goto(here + query)
        assert visitor.page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


def test_runs_are_chosen_moved_and_left_out_without_scripts(reader: Visitor) -> None:
    page, here = reader.page, settle(reader)
    reader.goto(here)
    for name in ("run-0", "run-1"):
        page.get_by_label(name).check()
    page.get_by_role("button", name="Compare chosen runs").click()
    assert page.url.endswith("?runs=2%2C1") or page.url.endswith("?runs=1%2C2")
    expect(page.get_by_text("40 rows that differ").or_(page.get_by_text("41 rows that differ"))).to_be_visible()
    heads = page.locator("thead .compare-name[href]")
    before = heads.all_inner_texts()
    page.get_by_label(f"Change {before[1]}").click()
    page.get_by_role("button", name="Move left").locator("visible=true").click()
    assert heads.all_inner_texts() == before[::-1]
    page.get_by_role("link", name="show them").click()
    expect(page.get_by_role("rowheader", name="same")).to_be_visible()
    page.get_by_label("Add runs", exact=True).fill("unbroken")
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_label("unbroken").check()
    page.get_by_role("button", name="Add chosen runs").click()
    expect(heads).to_have_count(3)
