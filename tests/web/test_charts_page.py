"""The charts of an experiment without their script: last values, small lines, and what the script is told."""

import html
import json
import re

import pytest

from modelstead.domain.metric import MetricPoint
from modelstead.domain.project import Project
from modelstead.domain.role import Role
from modelstead.domain.user import User
from modelstead.services import projects, run_charts
from modelstead.store.transaction import Transaction
from tests import factories
from tests.serving import Running
from tests.signing_in import Browser, person

HOSTILE = "<script>alert('\"1\"')</script>"


@pytest.fixture
def page(site: Running, browser: Browser) -> str:
    """Return the address of an experiment's charts; its developer has signed in."""
    user = person(site)
    browser.sign_in(user.username)
    project = site.server.database.write_now(fill, f"charts/{user.username}", user)
    return f"/{project.path}/-/ml/experiments/0?view=charts"


def fill(tx: Transaction, path: str, user: User) -> Project:
    access = factories.member(tx, path)
    projects.set_member(tx, access.project, user, Role.DEVELOPER)
    for number in range(25):
        run = factories.run(tx, access, name=HOSTILE if number == 24 else f"run-{number}", start_time=number)
        metrics = [MetricPoint("train/loss", number / (step + 1), step, step) for step in range(5)]
        metrics += [MetricPoint(f"worth/cell_{cell:03}", cell / 3, 0) for cell in range(60)]
        metrics += [MetricPoint(HOSTILE, float("nan"), 0)] if number == 24 else []
        factories.log_one(tx, factories.batch(access, run.run.run_id, metrics=metrics))
    return access.project


def given(text: str, name: str) -> object:
    found = re.search(rf"data-{name}='([^']*)'", text)
    assert found is not None
    return json.loads(html.unescape(found[1]))


def test_last_values_stand_in_a_table_with_lines(browser: Browser, page: str) -> None:
    text = browser.get(page).text
    assert "Showing 20 of 25 runs." in text
    assert "Last values of 50 of 62 metrics in 6 of 20 runs." in text
    assert text.count('<tr><th scope="row">') == 50
    assert '<polyline class="c4" points="' in text


def test_metrics_are_found_by_name(browser: Browser, page: str) -> None:
    text = browser.get(f"{page}&find=LOSS").text
    assert "Last values of 1 of 1 metrics" in text
    assert text.count('<tr><th scope="row">') == 1


def test_the_script_is_told_of_runs_metrics_and_state(browser: Browser, page: str) -> None:
    text = browser.get(f"{page}&x=time&smooth=0.5&log=y&clip=1&zoom=1~2&pins=train/loss&pins=a").text
    runs = given(text, "runs")
    assert isinstance(runs, list)
    assert runs[0] == {"iid": 25, "name": HOSTILE, "status": "running", "color": 5}
    assert given(text, "pins") == ["train/loss", "a"]
    metrics = given(text, "metrics")
    assert isinstance(metrics, list)
    assert len(metrics) == 62
    for part in ('data-x="time"', 'data-smooth="0.5"', 'data-log="y"', 'data-clip="1"', 'data-zoom="1~2"'):
        assert part in text


def test_what_users_named_is_escaped(browser: Browser, page: str) -> None:
    assert "<script>alert" not in browser.get(page).text


def test_runs_are_chosen_or_as_many_as_one_wants(browser: Browser, page: str) -> None:
    told = browser.get(f"{page}&runs=3&runs=5&runs=999", Accept="application/json").json()
    assert [run["iid"] for run in told["runs"]] == [3, 5]
    told = browser.get(f"{page}&most=22", Accept="application/json").json()
    assert (len(told["runs"]), told["total"], len(told["metrics"])) == (22, 25, 62)
    assert browser.get(f"{page}&most=100000").status_code == 400


def test_the_filter_selects_runs(browser: Browser, page: str) -> None:
    told = browser.get(f"{page}&q=metrics.`train/loss` < 0.5", Accept="application/json").json()
    assert sorted(run["iid"] for run in told["runs"]) == [1, 2, 3]
    wrong = browser.get(f"{page}&q=metrics.")
    assert wrong.status_code == 400
    assert 'id="q-error"' in wrong.text


def test_an_experiment_without_metrics_says_what_makes_some(browser: Browser, page: str) -> None:
    assert "No run matches" in browser.get(f"{page}&q=metrics.nothing > 1").text
    assert "mlflow.set_experiment" in browser.get(f"{page}&stage=deleted").text


def test_long_series_have_no_line_in_the_table(browser: Browser, page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_charts, "LINES_POINTS", 20)
    text = browser.get(page).text
    assert text.count('<tr><th scope="row">') == 50
    assert text.count('<svg class="metric-lines"') == 0
