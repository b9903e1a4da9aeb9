"""The tabs that plot runs against each other, without their scripts: tables, groups, errors, JSON."""

import html

import pytest

from modelstead.domain.metric import MetricPoint
from modelstead.domain.param import Param
from modelstead.domain.project import Project
from modelstead.domain.role import Role
from modelstead.domain.user import User
from modelstead.services import projects
from modelstead.store.transaction import Transaction
from tests import factories
from tests.serving import Running
from tests.signing_in import Browser, person

HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def page(site: Running, browser: Browser) -> str:
    """Return the address of an experiment with runs; its developer has signed in."""
    user = person(site)
    browser.sign_in(user.username)
    project = site.server.database.write_now(fill, f"plots/{user.username}", user)
    return f"/{project.path}/-/ml/experiments/0"


def fill(tx: Transaction, path: str, user: User) -> Project:
    access = factories.member(tx, path)
    projects.set_member(tx, access.project, user, Role.DEVELOPER)
    for number, optimizer in enumerate(("adam", "sgd", "adam", HOSTILE)):
        run = factories.run_id(tx, access, start_time=number)
        params = [Param("optimizer", optimizer), Param("depth", str(number))]
        metrics = [MetricPoint("val/loss", number / 2, 1)]
        factories.log_one(tx, factories.batch(access, run, metrics=metrics, params=params))
    return access.project


def test_without_scripts_the_runs_of_a_plot_are_a_table(browser: Browser, page: str) -> None:
    for view in ("parallel", "scatter"):
        answer = browser.get(f"{page}?view={view}")
        assert answer.status_code == 200
        assert answer.text.partition("data-rows")[2].partition("</tbody>")[0].count("<tr>") == 4
        assert 'title="metrics.val/loss"' in answer.text


def test_groups_are_drawn_by_the_server(browser: Browser, page: str) -> None:
    answer = browser.get(f"{page}?view=groups&by=params.optimizer")
    assert answer.text.count('<svg class="box"') == 3
    assert ">adam</td>" in answer.text


def test_what_users_named_is_escaped(browser: Browser, page: str) -> None:
    for view in ("parallel", "scatter&color=params.optimizer", "groups&by=params.optimizer"):
        text = browser.get(f"{page}?view={view}").text
        assert HOSTILE not in text
        assert html.escape(HOSTILE) in text


def test_the_same_address_gives_the_data_as_json(browser: Browser, page: str) -> None:
    answer = browser.get(f"{page}?view=parallel", accept="application/json").json()
    assert answer["state"]["axes"] == ["params.depth", "params.optimizer", "metrics.val/loss"]
    assert answer["values"]["columns"][0]["values"] == [3.0, 2.0, 1.0, 0.0]


def test_a_wrong_filter_is_told_beside_it_and_kept(browser: Browser, page: str) -> None:
    answer = browser.get(f"{page}?view=scatter&q=metrics.loss+%3C")
    assert answer.status_code == 400
    assert 'value="metrics.loss &lt;"' in answer.text
    assert "Invalid filter at character" in answer.text


def test_a_field_that_is_none_is_refused_in_words(browser: Browser, page: str) -> None:
    answer = browser.get(f"{page}?view=groups&by=nonsense")
    assert answer.status_code == 400
    assert "write metrics.loss or params.depth" in answer.text


def test_a_filter_that_selects_nothing_says_so(browser: Browser, page: str) -> None:
    assert "The filter selects no run" in browser.get(f"{page}?view=parallel&q=metrics.other+%3E+1").text


def test_plots_keep_their_state_from_tab_to_tab(browser: Browser, page: str) -> None:
    text = browser.get(f"{page}?view=groups&q=metrics.%60val%2Floss%60+%3E+0.1&sort=-metrics.val/loss").text
    assert "view=scatter&amp;q=metrics.%60val%2Floss%60+%3E+0.1&amp;sort=-metrics.val%2Floss" in text
