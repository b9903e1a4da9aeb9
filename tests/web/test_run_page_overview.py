"""A run's page: what it says, its tabs, its data."""

import html

import pytest

from modelstead.domain.metric import MetricPoint
from modelstead.domain.role import Role
from modelstead.domain.run import RunStatus
from modelstead.domain.run_source import PARENT
from modelstead.domain.tag import Tag
from modelstead.services import runs
from tests import factories
from tests.serving import Running
from tests.web.runs_page import Place, place


def address(where: Place, iid: int) -> str:
    return f"/{where.project.path}/-/ml/runs/{iid}"


def page(where: Place, iid: int, **query: str) -> str:
    answer = where.browser.http.get(address(where, iid), params=query)
    assert answer.status_code == 200, answer.text
    return answer.text


def run_id(where: Place, iid: int) -> str:
    data = where.browser.get(address(where, iid), Accept="application/json").json()
    found: str = data["head"]["run_id"]
    return found


def finish(where: Place, iid: int, status: RunStatus) -> None:
    where.site.server.database.write_now(
        runs.update, where.access, run_id(where, iid), status=status, end_time=65_000, name=""
    )


def test_the_page_says_what_was_logged(site: Running) -> None:
    where = place(site)
    iid = where.run("first", Tag("team", "red"), metrics=[("val/loss", 0.25)], params=[("lr", "0.1")])
    finish(where, iid, RunStatus.FAILED)
    text = page(where, iid)
    for part in (
        "first",
        "Failed",
        "val/<wbr>loss",
        "0.2500",
        "0.1",
        "team",
        "red",
        "1 min 5 s",
        where.access.actor.username,
    ):
        assert part in text, part
    assert "run-live" not in text


def test_a_run_that_goes_on_is_followed_and_waits_for_metrics(site: Running) -> None:
    where = place(site)
    text = page(where, where.run("live"))
    assert 'data-island="run-live"' in text
    assert "waiting for the first one" in text
    assert "mlflow.log_param" in text


def test_the_page_has_its_data_as_json(site: Running) -> None:
    where = place(site)
    iid = where.run("first", metrics=[("loss", 0.25)])
    data = where.browser.get(address(where, iid), Accept="application/json").json()
    assert data["metrics"]["rows"][0]["value"] == 0.25
    assert (data["head"]["name"], data["state"]["view"]) == ("first", "overview")
    assert "form_token" not in data


def test_the_id_that_clients_hold_leads_to_the_page(site: Running) -> None:
    where = place(site)
    iid = where.run("first")
    answer = where.browser.get(f"/{where.project.path}/-/ml/runs/by-id/{run_id(where, iid)}")
    assert (answer.status_code, answer.headers["location"]) == (303, address(where, iid))
    assert where.browser.get(f"/{where.project.path}/-/ml/runs/by-id/{'0' * 32}").status_code == 404


def test_runs_before_and_after_are_a_link_away(site: Running) -> None:
    where = place(site)
    first, second, third = (where.run(name, start_time=start) for start, name in enumerate("abc"))
    text = page(where, second)
    assert f'rel="prev" data-key="[" href="{address(where, first)}"' in text
    assert f'rel="next" data-key="]" href="{address(where, third)}"' in text


def test_children_are_listed_and_open_further(site: Running) -> None:
    where = place(site)
    parent = where.run("parent")
    child = where.run("child", Tag(PARENT, run_id(where, parent)))
    grandchild = where.run("grandchild", Tag(PARENT, run_id(where, child)))
    text = page(where, parent)
    assert f'href="{address(where, child)}"' in text
    assert "1 child" in text
    children = where.browser.get(address(where, child) + "/-/children").text
    assert f'id="children-of-{child}"' in children
    assert f'href="{address(where, grandchild)}"' in children
    assert f'child of <a href="{address(where, parent)}"' in page(where, child)
    assert "No run names this one as its parent" in where.browser.get(address(where, grandchild) + "/-/children").text


@pytest.mark.parametrize(
    ("view", "said"),
    [
        ("metrics", "data-island=&#34;charts&#34;"),
        ("system", "No system metrics"),
        ("models", "No models yet"),
        ("raw", "get_run"),
    ],
)
def test_each_tab_is_an_address(site: Running, view: str, said: str) -> None:
    where = place(site)
    iid = where.run("first", metrics=[("loss", 0.25)])
    assert html.unescape(said) in html.unescape(page(where, iid, view=view))


def test_charts_have_the_last_values_for_people_without_scripts(site: Running) -> None:
    where = place(site)
    iid = where.run("first", metrics=[("loss", 0.25), ("system/cpu", 0.5)])
    text = page(where, iid, view="metrics")
    assert "0.2500" in text
    assert "0.5000" not in text
    assert "0.5000" in page(where, iid, view="system")
    names = where.browser.get(address(where, iid) + "/-/metric-names?view=metrics")
    assert names.json() == {"metrics": ["loss"]}


def test_the_run_can_be_had_as_a_file(site: Running) -> None:
    where = place(site)
    iid = where.run("first", metrics=[("loss", 0.25)], params=[("lr", "1")])
    answer = where.browser.get(address(where, iid) + "/-/json")
    assert answer.headers["content-disposition"].startswith("attachment")
    data = answer.json()
    assert (data["info"]["run_name"], data["data"]["params"]) == ("first", [{"key": "lr", "value": "1"}])
    assert f"{where.site.url}/api/v4/projects/{where.project.id}/ml/mlflow" in page(where, iid, view="raw")


def test_what_is_not_there_is_not_found(site: Running) -> None:
    where = place(site)
    for iid in ("99", "9223372036854775807"):
        assert where.browser.get(f"/{where.project.path}/-/ml/runs/{iid}").status_code == 404
    for iid in ("9223372036854775808", "x", "-1"):
        assert where.browser.get(f"/{where.project.path}/-/ml/runs/{iid}").status_code in (400, 404)
    foreign = place(site)
    iid_there = [foreign.run("x") for _ in range(3)][-1]
    assert where.browser.get(address(foreign, iid_there)).status_code == 404


def test_anyone_who_may_read_sees_the_page_without_its_forms(site: Running) -> None:
    where = place(site, Role.GUEST)
    iid = where.run("first", Tag("team", "red"))
    text = page(where, iid)
    assert "Rename run" not in text
    assert "/-/delete" not in text
    assert "/-/edit" not in text
    assert "Star run" in text


def test_a_run_of_a_long_history_is_read_in_few_queries(site: Running) -> None:
    where = place(site)
    iid = where.run("long", params=[(f"p{n}", "x" * 5_000) for n in range(100)])
    batch = factories.batch(
        where.access, run_id(where, iid), metrics=[MetricPoint(f"m{n}", 1.0, 1) for n in range(1_000)]
    )
    where.site.server.database.write_now(factories.log_one, batch)
    text = page(where, iid)
    assert "Showing 100 of 1,000 metrics" in text
    assert len(text) < 400_000
    assert text.count('<details class="long-value"') == 30
    assert "all 5,000 characters" in text
    value = where.browser.get(address(where, iid) + "/-/value?kind=params&key=p99")
    assert (value.text, value.headers["content-type"]) == ("x" * 5_000, "text/plain; charset=utf-8")
