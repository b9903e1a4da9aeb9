"""The page that compares runs: their values."""

import csv
import html
import io
from typing import Any

import httpx
import pytest

from modelstead.domain.tag import Tag
from tests.serving import Running
from tests.signing_in import browser_of, person
from tests.web.runs_page import Place, place


def address(where: Place) -> str:
    return f"/{where.project.path}/-/ml/compare"


def show(where: Place, *iids: int, **query: Any) -> httpx.Response:
    return where.browser.http.get(address(where), params={"runs": ",".join(map(str, iids)), **query})


def data(where: Place, *iids: int, **query: Any) -> Any:
    params = {"runs": ",".join(map(str, iids)), **query}
    return where.browser.http.get(address(where), params=params, headers={"Accept": "application/json"}).json()


def test_what_differs_is_shown_and_the_rest_is_a_link_away(site: Running) -> None:
    where = place(site)
    iids = [where.run(f"run-{n}", metrics=[("loss", n / 4), ("same", 1.0)], params=[("p", str(n))]) for n in (1, 2)]
    text = show(where, *iids).text
    for part in (
        "run-1",
        "run-2",
        "0.2500",
        "0.5000",
        "▲ +0.2500 (+100 %)",
        "2 rows that differ",
        "1 that are the same",
    ):
        assert part in html.unescape(text), part
    assert ">same<" not in text
    assert ">same<" in show(where, *iids, all="1").text


def test_another_baseline_turns_the_differences_round(site: Running) -> None:
    where = place(site)
    iids = [where.run(metrics=[("loss", value)]) for value in (1.0, 2.0, 4.0)]
    found = data(where, *iids, baseline=str(iids[1]))
    assert found["baseline"] == iids[1]
    cells = found["rows"][0]["cells"]
    assert [cell.get("percent", "") for cell in cells] == ["\N{MINUS SIGN}50.0 %", "", "+100 %"]
    assert [(cell.get("is_lowest", False), cell.get("is_highest", False)) for cell in cells] == [
        (True, False),
        (False, False),
        (False, True),
    ]


@pytest.mark.parametrize("by", ["keys", "runs"])
def test_runs_are_columns_or_rows(site: Running, by: str) -> None:
    where = place(site)
    iids = [where.run(f"run-{n}", metrics=[("loss", float(n))], params=[("p", f"v{n}")]) for n in range(3)]
    text = show(where, *iids, by=by).text
    assert ("by-runs" in text) == (by == "runs")
    for part in ("run-0", "run-2", "loss", "v0", "v2", "baseline"):
        assert part in text


def test_the_buttons_of_a_run_lead_to_an_address_that_can_be_shared(site: Running) -> None:
    where = place(site)
    one, two, three = (where.run(metrics=[("loss", float(n))]) for n in range(3))

    def after(**change: str) -> str:
        answer = show(where, one, two, three, baseline=str(two), **change)
        assert answer.status_code == 303
        return answer.headers["location"].removeprefix(address(where))

    assert after(remove=str(two)) == f"?runs={one}%2C{three}"
    assert after(left=str(three)) == f"?runs={one}%2C{three}%2C{two}&baseline={two}"
    assert after(right=str(one)) == f"?runs={two}%2C{one}%2C{three}&baseline={two}"
    four = where.run()
    assert after(add=str(four)) == f"?runs={one}%2C{two}%2C{three}%2C{four}&baseline={two}"


def test_with_fewer_than_two_runs_one_chooses(site: Running) -> None:
    where = place(site)
    assert "There are no runs in this project yet" in show(where).text
    one, two = where.run("first"), where.run("second")
    text = show(where).text
    assert "Choose two runs or more" in text
    for iid in (one, two):
        assert f'name="add" value="{iid}"' in text
    assert "Compare chosen runs" in text
    assert "One run is chosen" in show(where, one).text
    assert f'name="add" value="{one}" checked disabled' in show(where, one).text
    answer = show(where, add=[str(one), str(two)])
    assert answer.headers["location"] == f"{address(where)}?runs={one}%2C{two}"


def test_more_runs_are_found_by_name_or_filter(site: Running) -> None:
    where = place(site)
    iids = [where.run(f"run-{n}", metrics=[("loss", float(n))]) for n in range(4)]
    text = show(where, *iids[:2], search="run-3").text
    assert f'name="add" value="{iids[3]}"' in text
    assert f'name="add" value="{iids[2]}"' not in text
    assert f'name="add" value="{iids[2]}"' in show(where, *iids[:2], search="metrics.loss = 2").text
    refused = show(where, *iids[:2], search="metrics.loss = ")
    assert refused.status_code == 200
    assert 'id="find-error"' in refused.text
    assert "No run has that" in show(where, *iids[:2], search="nothing").text


def test_what_leads_to_no_run_is_named(site: Running) -> None:
    where = place(site)
    iids = [where.run(), where.run()]
    text = html.unescape(show(where, *iids, 98).text)
    assert "There is no run 98 in this project." in text
    answer = where.browser.http.get(address(where), params={"runs": f"{iids[0]},{iids[1]},<b>,98,99"})
    assert "There are no runs 98, 99" in answer.text
    assert "&lt;b&gt;” is not a run" in answer.text
    many = show(where, *iids, *range(1_000, 1_300))
    assert "At most 200 runs are compared at once; 102 of those chosen are left out." in many.text


def test_runs_in_the_trash_are_marked(site: Running) -> None:
    where = place(site)
    iids = [where.run("a"), where.run("b")]
    where.browser.send(f"/{where.project.path}/-/ml/runs/{iids[1]}/-/delete")
    assert "in the trash" in show(where, *iids).text


def test_hostile_names_and_values_stay_texts(site: Running) -> None:
    where = place(site)
    nasty = "\"'><script>alert(1)</script>"
    iids = [where.run(nasty, Tag("k", f"{nasty}{n}"), params=[("p", f"{nasty}{n}")]) for n in range(2)]
    for query in ({}, {"by": "runs"}, {"kind": "tags"}, {"view": "charts"}, {"view": "artifacts"}, {"q": nasty}):
        answer = show(where, *iids, search=nasty, **query)
        assert answer.status_code == 200
        assert "<script>alert" not in answer.text
    for query in ({"path": nasty, "view": "artifacts"}, {"pins": nasty, "view": "charts"}):
        assert "<script>alert" not in show(where, *iids, **query).text


def test_the_comparison_can_be_had_as_csv(site: Running) -> None:
    where = place(site)
    iids = [where.run("=1+1", metrics=[("loss", n / 3)], params=[("p", "@x")]) for n in (1, 2)]
    answer = where.browser.get(f"{address(where)}.csv?runs={iids[0]},{iids[1]}&all=1")
    assert answer.headers["content-disposition"].startswith("attachment")
    rows = list(csv.reader(io.StringIO(answer.text)))
    assert rows[0] == ["kind", "name", "'=1+1", "'=1+1"]
    assert ["metrics", "loss", repr(1 / 3), repr(2 / 3)] in rows
    assert ["params", "p", "'@x", "'@x"] in rows


def test_an_outsider_finds_nothing(site: Running) -> None:
    where = place(site)
    outsider = browser_of(site)
    outsider.sign_in(person(site).username)
    for path in (address(where), f"{address(where)}.csv"):
        assert outsider.get(path).status_code == 404


def test_runs_of_other_projects_are_not_compared(site: Running) -> None:
    here, there = place(site), place(site)
    foreign = [there.run("foreign") for _ in range(3)]
    text = show(here, here.run("a"), *foreign).text
    assert "foreign" not in text


def test_charts_know_the_runs_and_their_metrics(site: Running) -> None:
    where = place(site)
    iids = [where.run(f"run-{n}", metrics=[("loss", float(n))]) for n in range(2)]
    text = html.unescape(show(where, *iids, view="charts").text)
    assert """data-metrics='["loss"]'""" in text
    assert f'"iid": {iids[0]}' in text
