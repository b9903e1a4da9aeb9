"""Runs as CSV and Parquet: all that a filter selects, or the chosen ones."""

import csv
import io
from typing import Any

import httpx
import pytest
from pyarrow import parquet

from modelstead import limits
from modelstead.domain.tag import Tag
from modelstead.web import parquet_files
from tests.serving import Running
from tests.web.runs_page import Place, place

FIRST = ["run", "run_id", "name", "status", "start_time", "end_time", "user_id"]


def export(here: Place, kind: str = "csv", **query: Any) -> httpx.Response:
    return here.browser.http.get(f"{here.page}/runs.{kind}", params=query)


def rows(answer: httpx.Response) -> list[list[str]]:
    assert answer.status_code == 200, answer.text
    return list(csv.reader(io.StringIO(answer.content.decode(), newline="")))


def filled(site: Running) -> Place:
    here = place(site)
    for number in range(5):
        here.run(
            f"r{number}",
            Tag("note", "=1+1"),
            start_time=1_700_000_000_000 + number,
            metrics=[("a b", number / 3)],
            params=[("lr", "-1e-3"), ("long", "x" * 500)],
        )
    return here


def test_every_run_is_a_line_however_few_are_read_at_once(site: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "EXPORTED_AT_ONCE", 2)
    here = filled(site)
    answer = export(here, cols=["metrics.a b", "params.long", "duration"])
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="runs-0.csv"'
    head, *found = rows(answer)
    assert head == [*FIRST, "metrics.a b", "params.long", "duration"]
    assert [row[2] for row in found] == ["r4", "r3", "r2", "r1", "r0"]
    assert found[3][3:] == [
        "RUNNING",
        "2023-11-14T22:13:20.001+00:00",
        "",
        here.access.actor.username,
        "0.3333333333333333",
        "x" * 500,
        "",
    ]


def test_the_filter_the_order_and_the_trash_hold(site: Running) -> None:
    here = filled(site)
    found = rows(export(here, q="metrics.`a b` > 0.5", sort="metrics.a b", cols=""))
    assert [row[2] for row in found[1:]] == ["r2", "r3", "r4"]
    assert len(rows(export(here, stage="deleted", cols=""))) == 1
    assert export(here, q="metrics.loss >").status_code == 400
    assert export(here, sort="duration").status_code == 400


def test_chosen_runs_alone_are_exported(site: Running) -> None:
    here = filled(site)
    iids = [row["iid"] for row in here.data()["table"]["rows"][:2]]
    assert sorted(row[2] for row in rows(export(here, runs=[*iids, 999], cols=""))[1:]) == ["r3", "r4"]


def test_every_key_may_be_a_column_and_no_text_is_a_formula(site: Running) -> None:
    head, first, *_ = rows(export(filled(site), all=1))
    assert head == [*FIRST, "metrics.a b", "params.long", "params.lr", "tags.mlflow.runName", "tags.note"]
    assert first[-3:] == ["-1e-3", "r4", "'=1+1"]


def test_parquet_has_types(site: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "EXPORTED_AT_ONCE", 2)
    answer = export(filled(site), "parquet", cols=["metrics.a b", "params.lr", "metrics.none"])
    assert answer.headers["content-type"] == "application/vnd.apache.parquet"
    table = parquet.read_table(io.BytesIO(answer.content))
    assert table.column_names == [*FIRST, "metrics.a b", "params.lr", "metrics.none"]
    assert [str(field.type) for field in table.schema] == [
        "int64",
        "string",
        "string",
        "string",
        "timestamp[ms, tz=UTC]",
        "timestamp[ms, tz=UTC]",
        "string",
        "double",
        "string",
        "double",
    ]
    assert table.column("name").to_pylist() == ["r4", "r3", "r2", "r1", "r0"]
    assert table.column("metrics.a b").to_pylist()[1] == 1.0
    assert table.column("metrics.none").to_pylist() == [None] * 5


def test_no_runs_are_a_file_too(site: Running) -> None:
    here = place(site)
    assert rows(export(here)) == [[*FIRST, "duration", "source"]]
    assert parquet.read_table(io.BytesIO(export(here, "parquet").content)).num_rows == 0


def test_without_the_library_the_page_says_what_to_do(site: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet_files, "is_there", lambda: False)
    answer = export(place(site), "parquet")
    assert answer.status_code == 400
    assert "pip install &#39;modelstead[parquet]&#39;" in answer.text


def test_a_file_is_for_those_who_see_the_project(site: Running) -> None:
    here = filled(site)
    outsider = place(site).browser
    for kind in ("csv", "parquet"):
        assert outsider.get(f"{here.page}/runs.{kind}").status_code == 404
