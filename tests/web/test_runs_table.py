"""An experiment's page: its table of runs, as HTML and as JSON."""

import re

from modelstead.domain.role import Role
from modelstead.domain.run_source import PARENT
from modelstead.domain.tag import Tag
from modelstead.services import runs
from tests.serving import Running
from tests.signing_in import browser_of
from tests.web.runs_page import place

HOSTILE = "<script>alert(1)</script>\"'&\N{RIGHT-TO-LEFT OVERRIDE}\N{COLLISION SYMBOL}"


def test_a_row_has_a_run_s_name_status_and_cells(site: Running) -> None:
    here = place(site)
    iid = here.run("quiet-fox", metrics=[("loss", 0.123456)], params=[("lr", "1e-3")])
    text = here.show().text
    row = re.search(r"<tr data-iid.*?</tr>", text, re.DOTALL)
    assert row is not None
    for part in (f'data-iid="{iid}"', "quiet-fox", "status-running", 'title="0.123456">0.1235', ">1e-3<"):
        assert part in row[0], part
    assert f'href="/{here.project.path}/-/ml/runs/{iid}"' in row[0]


def test_the_same_address_gives_data(site: Running) -> None:
    here = place(site)
    here.run("quiet-fox", metrics=[("loss", 0.5)])
    found = here.data(cols=["metrics.loss", "run_id"])
    assert [column["name"] for column in found["table"]["columns"]] == ["metrics.loss", "run_id"]
    (row,) = found["table"]["rows"]
    assert row["cells"] == [0.5, row["run_id"]]
    assert (found["table"]["total"], found["table"]["is_more"]) == (1, False)
    assert found["state"]["cols"] == ["metrics.loss", "run_id"]


def test_heads_order_the_table_and_say_how_it_is_ordered(site: Running) -> None:
    here = place(site)
    for number in range(3):
        here.run(f"r{number}", start_time=number, metrics=[("a b", (number * 2) % 3)])
    text = here.show(sort="metrics.a b").text
    head = re.search(r'<th data-col="metrics.a b"[^>]*>.*?</th>', text, re.DOTALL)
    assert head is not None
    assert 'aria-sort="ascending"' in head[0]
    assert "sort=-metrics.a+b" in head[0]
    assert here.names(sort="metrics.a b") == ["r0", "r2", "r1"]
    assert here.names(sort="-metrics.a b") == ["r1", "r2", "r0"]
    assert 'data-col="start_time"' in here.show().text.split('aria-sort="descending"')[0].rsplit("<th", 1)[1]


def test_pages_follow_each_other(site: Running) -> None:
    here = place(site)
    for number in range(60):
        here.run(f"r{number}", start_time=number)
    first, second = here.show().text, here.show(page=2).text
    assert "1\N{EN DASH}50 of 60" in first
    assert 'rel="next"' in first
    assert 'rel="prev"' not in first
    assert "51\N{EN DASH}60 of 60" in second
    assert 'rel="next"' not in second
    assert here.names(first=58, rows=2) == ["r1", "r0"]
    assert "There is no page 9" in here.show(page=9).text


def test_parents_lead_to_their_children(site: Running) -> None:
    here = place(site)
    parent = here.run("sweep", start_time=1)
    run_id = here.data()["table"]["rows"][0]["run_id"]
    here.run("trial", Tag(PARENT, run_id))
    text = here.show(nested=1).text
    assert "trial" not in text
    assert f"parent={parent}" in text
    below = here.show(nested=1, parent=parent).text
    assert "Children of" in below
    assert "trial" in below
    assert here.show(parent=999).status_code == 404


def test_hostile_names_are_shown_and_do_nothing(site: Running) -> None:
    here = place(site)
    here.run(HOSTILE, Tag("note", HOSTILE), metrics=[("a/b c", 1)], params=[("p", HOSTILE)])
    here.run("x" * 300, params=[("p", "y" * 6000)])
    for query in (
        {},
        {"cols": ["tags.note", "params.p"]},
        {"q": HOSTILE},
        {"q": f"params.p = '{HOSTILE}'"},
        {"sort": HOSTILE},
    ):
        text = here.show(**query).text
        assert "<script>alert" not in text
    assert here.show().text.count("y" * 201) == 0
    assert here.names(q="params.p LIKE '<script>%'") == [HOSTILE]


def test_an_experiment_without_runs_says_how_to_log_one(site: Running) -> None:
    here = place(site)
    text = here.show().text
    assert "No runs yet" in text
    assert f"{site.url}/api/v4/projects/{here.project.id}/ml/mlflow" in text
    assert "The trash is empty" in here.show(stage="deleted").text


def test_the_page_is_for_those_who_see_the_project(site: Running) -> None:
    here = place(site)
    assert place(site).browser.get(here.page).status_code == 404
    assert browser_of(site).get(here.page).status_code == 303
    assert here.browser.get(f"/{here.project.path}/-/ml/experiments/77").status_code == 404


def test_readers_have_no_buttons_that_write(site: Running) -> None:
    here = place(site, Role.REPORTER)
    writer = place(site)
    for each in (here, writer):
        each.run("one")
    assert "Move to trash" in writer.show().text
    text = here.show().text
    assert "Move to trash" not in text
    assert "Save view" not in text
    assert "Compare" in text


def test_what_has_changed_is_told_to_scripts(site: Running) -> None:
    here = place(site)
    iid = here.run("one", metrics=[("loss", 1)])
    cursor = here.data()["table"]["cursor"]
    here.run("two")
    run_id = here.data()["table"]["rows"][0]["run_id"]
    site.server.database.write_now(runs.delete, here.access, run_id)
    found = here.data(since=cursor, runs=[iid], cols=["metrics.loss"])
    assert [(row["name"], row["cells"]) for row in found["rows"]] == [("one", [1])]
    assert found["running"] + found["new"] <= 2
    assert here.browser.http.get(here.page, params={"since": "x"}).status_code == 400
