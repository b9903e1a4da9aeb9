"""The list of experiments, without scripts: rows, tree, filters, order, hostile names, JSON."""

import html
import re

import pytest

from modelstead.domain.metric import MetricPoint
from modelstead.domain.project import Visibility
from modelstead.domain.role import Role
from modelstead.domain.tag import Tag
from modelstead.services import projects
from modelstead.store.transaction import Transaction
from tests import factories
from tests.serving import Running
from tests.signing_in import Browser, browser_of, person

HOSTILE = "<script>alert(1)</script>"


def settle(
    site: Running, browser: Browser, role: Role = Role.DEVELOPER, visibility: Visibility = Visibility.PRIVATE
) -> str:
    """Let somebody sign in who has a role in a new project; return the address of its experiments."""
    user = person(site)
    browser.sign_in(user.username)

    def work(tx: Transaction) -> str:
        access = factories.member(tx, f"lists-of-{user.username}/project", visibility=visibility)
        projects.set_member(tx, access.project, user, role)
        for name in ("vision/moons", "vision/suns", "rl", f"{HOSTILE}-{'long' * 70}"):
            made = factories.experiment(tx, access, name, Tag("team", HOSTILE), Tag("mlflow.note.content", HOSTILE))
            run = factories.run_id(tx, access, made, start_time=5)
            factories.log_one(tx, factories.batch(access, run, metrics=[MetricPoint("val/loss", 0.25, 1)]))
        return f"/{access.project.path}/-/ml/experiments"

    return site.server.database.write_now(work)


@pytest.fixture
def here(site: Running, browser: Browser) -> str:
    return settle(site, browser)


def names(text: str) -> list[str]:
    return [
        html.unescape(name)
        for name in re.findall(r'class="name"[^>]*>(?:<svg.*?</svg>)*<bdi class="cut">(.*?)</bdi>', text)
    ]


def test_names_make_a_tree_whose_folders_can_be_shut(browser: Browser, here: str) -> None:
    page = browser.get(here)
    assert page.status_code == 200
    assert names(page.text)[1:] == ["Default", "rl", "vision", "moons", "suns"]
    toggle = re.search(r'href="([^"]*shut=vision[^"]*)"', page.text)
    assert toggle is not None
    shut = browser.get(html.unescape(toggle[1]))
    assert names(shut.text)[1:] == ["Default", "rl", "vision"]
    assert 'aria-expanded="false"' in shut.text
    assert "vision/moons" in names(browser.get(f"{here}?tree=0").text)


def test_whatever_people_wrote_is_escaped(browser: Browser, here: str) -> None:
    text = browser.get(here).text
    assert HOSTILE not in text
    assert html.escape(HOSTILE) in text


def test_a_tag_leads_to_those_that_have_it(browser: Browser, here: str) -> None:
    link = re.search(r'class="chip" href="([^"]*)"', browser.get(f"{here}?q=moons").text)
    assert link is not None
    found = browser.get(html.unescape(link[1]))
    assert names(found.text) == ["vision/moons"]
    assert "name ILIKE" in html.unescape(found.text)


def test_a_wrong_filter_is_marked(browser: Browser, here: str) -> None:
    page = browser.get(f"{here}?q=name+%3D+moons")
    assert page.status_code == 400
    assert 'aria-invalid="true"' in page.text
    assert "<mark>moons</mark>" in page.text


def test_a_search_without_a_result_says_so(browser: Browser, here: str) -> None:
    assert "No experiment matches" in browser.get(f"{here}?q=nothing-like-that").text


def test_the_best_run_of_a_metric_is_a_column(browser: Browser, here: str) -> None:
    page = browser.get(f"{here}?metric=val/loss")
    assert "Lowest latest value of val/loss" in page.text
    assert page.text.count(">0.2500</a>") == 4


def test_the_same_is_there_as_data(browser: Browser, here: str) -> None:
    told = browser.get(f"{here}?sort=-runs", accept="application/json").json()
    assert told["list"]["counts"] == {"active": 5, "models": 0, "deleted": 0}
    assert [line["runs"] for line in told["list"]["lines"]] == [1, 1, 1, 1, 0]


def test_a_new_project_says_how_to_begin(site: Running, browser: Browser) -> None:
    user = person(site)
    browser.sign_in(user.username)

    def work(tx: Transaction) -> int:
        access = factories.member(tx, f"new/{user.username}")
        projects.set_member(tx, access.project, user, Role.DEVELOPER)
        return access.project.id

    number = site.server.database.write_now(work)
    text = html.unescape(browser.get(f"/new/{user.username}/-/ml/experiments").text)
    assert f'mlflow.set_tracking_uri("{site.url}/api/v4/projects/{number}/ml/mlflow")' in text


def test_who_may_only_read_is_offered_no_changes(site: Running, browser: Browser) -> None:
    here = settle(site, browser, Role.REPORTER)
    text = browser.get(here).text
    assert "New experiment" not in text
    assert "/delete" not in text
    assert "star-form" in text
    assert browser.get(f"{here}/-/new").status_code == 403


def test_an_outsider_sees_nothing(site: Running, here: str) -> None:
    outsider = browser_of(site)
    outsider.sign_in(person(site).username)
    assert outsider.get(here).status_code == 404


def test_a_public_list_is_for_everybody(site: Running, browser: Browser) -> None:
    here = settle(site, browser, visibility=Visibility.PUBLIC)
    text = browser_of(site).get(here).text
    assert "moons" in names(text)
    assert "star-form" not in text
