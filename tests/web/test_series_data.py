"""The lines of charts as scripts get them: columns, compressed, errors that say what to do, nobody else's."""

import gzip
import json

import pytest

from modelstead.domain.metric import MetricPoint
from modelstead.domain.project import Project
from modelstead.domain.role import Role
from modelstead.domain.user import User
from modelstead.services import projects
from modelstead.store.transaction import Transaction
from tests import factories
from tests.serving import Running
from tests.signing_in import Browser, browser_of, person


@pytest.fixture
def data(site: Running, browser: Browser) -> str:
    """Return the address of the lines of a project with one run; its developer has signed in."""
    user = person(site)
    browser.sign_in(user.username)
    project = site.server.database.write_now(fill, f"series/{user.username}", user)
    return f"/{project.path}/-/ml/series"


def fill(tx: Transaction, path: str, user: User) -> Project:
    access = factories.member(tx, path)
    projects.set_member(tx, access.project, user, Role.DEVELOPER)
    run = factories.run_id(tx, access, start_time=1_000)
    points = [MetricPoint("train/loss", step / 10, 1_000 + step, step) for step in range(200)]
    points.append(MetricPoint("train/loss", float("nan"), 2_000, 200))
    factories.log_one(tx, factories.batch(access, run, metrics=points))
    return access.project


def test_lines_come_in_columns(browser: Browser, data: str) -> None:
    answer = browser.get(f"{data}?runs=1&metric=train/loss&metric=none&from=197&to=200")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("application/json")
    told = answer.json()
    assert told["runs"] == [{"iid": 1, "status": "running"}]
    loss, none = told["charts"]
    assert loss["lines"][0] == {
        "x": [196, 197, 198, 199, 200],
        "y": [19.6, 19.7, 19.8, 19.9, None],
        "low": None,
        "high": None,
        "iid": 1,
        "count": 4,
        "total": 201,
        "exact": True,
        "sampled": False,
        "rough": False,
    }
    assert none == {"metric": "none", "first": None, "last": None, "lines": []}


def test_points_are_as_many_as_are_asked_for(browser: Browser, data: str) -> None:
    line = browser.get(f"{data}?runs=1&metric=train/loss&points=10").json()["charts"][0]["lines"][0]
    assert len(line["x"]) == 10
    assert (line["low"][0], line["high"][0], line["exact"]) == (0, 2.0, False)


def test_only_newer_points_come_behind_a_place(browser: Browser, data: str) -> None:
    line = browser.get(f"{data}?runs=1&metric=train/loss&after=198").json()["charts"][0]["lines"][0]
    assert (line["x"], line["y"], line["total"]) == ([199, 200], [19.9, None], 201)


def test_lines_are_compressed(browser: Browser, data: str) -> None:
    with browser.http.stream("GET", f"{data}?runs=1&metric=train/loss") as answer:
        assert answer.headers["content-encoding"] == "gzip"
        assert len(json.loads(gzip.decompress(b"".join(answer.iter_raw())))["charts"]) == 1


@pytest.mark.parametrize(
    ("query", "status", "says"),
    [
        ("", 400, "Name at least one run"),
        ("runs=1,x&metric=a", 400, "such as 1,2,3; got 'x'"),
        ("runs=-1&metric=a", 400, "runs must be numbers"),
        ("runs=99999999999999999999&metric=a", 400, "runs must be numbers"),
        ("runs=1&metric=a&after=x", 400, "after must be numbers"),
        ("runs=1&metric=a&points=0", 400, "points must be between"),
        ("runs=1&metric=a&from=nan", 400, "finite"),
        ("runs=1&metric=a&x=other", 400, "x must be step"),
        ("runs=2&metric=a", 404, "There is no run 2"),
    ],
)
def test_a_wrong_request_is_told_what_to_do(browser: Browser, data: str, query: str, status: int, says: str) -> None:
    answer = browser.get(f"{data}?{query}", Accept="application/json")
    assert answer.status_code == status
    assert says in answer.json()["message"]


def test_a_stranger_learns_nothing(site: Running, data: str) -> None:
    stranger = browser_of(site)
    stranger.sign_in(person(site).username)
    for run in (1, 999):
        answer = stranger.get(f"{data}?runs={run}&metric=train/loss", Accept="application/json")
        assert answer.status_code == 404
        assert "train" not in answer.text
