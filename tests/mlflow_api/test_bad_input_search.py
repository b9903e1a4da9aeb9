"""Searches that cannot be read, or read too much: a 400 that says where and what was expected; never another's rows."""

from typing import Any

import pytest

from tests.mlflow_api.sending import assert_invalid, good, send
from tests.people import settle
from tests.serving import Mlflow, Running


def refused(client: Mlflow, call: str, *parts: str, **fields: Any) -> None:
    assert_invalid(client.post(call, experiment_ids=["0"], **fields), *parts)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("metrics.m > ", "at character 13: expected a number"),
        ("params.p = 'x", "at character 12: the quote ' is never closed"),
        ("nope = 'x'", "at character 1: Invalid attribute key 'nope' specified. Valid keys are run_id, run_name"),
        ("tags.t ~ 'x'", "at character 8: '~' means nothing here"),
        ("params.p = 'x'; DROP TABLE runs", "at character 15: ';' means nothing here"),
        ("1 = 1) OR (1 = 1", "at character 1: expected a field"),
        (" AND ".join(["metrics.m > 1"] * 101), "a filter has at most 100 comparisons"),
        ("(" * 10_000 + "metrics.m > 1" + ")" * 10_000, "'filter' exceeds the maximum length of 16384 bytes"),
        ("(" * 5_000 + "metrics.m > 1", "brackets and NOTs are more than 32 deep"),
        ("run_id IN (" + ",".join(["'a'"] * 4_000) + ")", "a list has at most 1000 texts; got 4000"),
        ("run_id IN (" + ",".join(["'a'"] * 10_000) + ")", "'filter' exceeds the maximum length of 16384 bytes"),
        ("params.p = '\0'", "NUL"),
    ],
    ids=range(12),
)
def test_a_filter_is_refused_with_the_place_and_what_was_expected(developer: Mlflow, text: str, said: str) -> None:
    refused(developer, "runs/search", said, filter=text)


def test_wrong_kinds_are_refused_by_name(developer: Mlflow) -> None:
    refused(developer, "runs/search", "for parameter 'filter' supplied", filter=["metrics.m > 1"])
    refused(developer, "runs/search", "for parameter 'filter' supplied", filter={"metrics.m": 1})
    refused(developer, "runs/search", "for parameter 'order_by' supplied", order_by="metrics.m")
    refused(developer, "runs/search", "for parameter 'order_by[1]' supplied", order_by=["metrics.m", 1])
    refused(developer, "experiments/search", "for parameter 'filter' supplied", filter=1.5)
    refused(developer, "runs/search", "'order_by' has at most 10 entries; got 5000", order_by=["metrics.m"] * 5_000)
    refused(developer, "runs/search", "`order_by` contains duplicate fields", order_by=["metrics.m", "metric.m DESC"])


def test_lone_surrogates_are_refused(developer: Mlflow) -> None:
    body = b'{"experiment_ids": ["0"], "filter": "params.p = \'\\ud800\'"}'
    assert_invalid(send(developer, "runs/search", body), "not valid UTF-8")


def test_a_token_of_another_search_is_refused(developer: Mlflow) -> None:
    for number in range(3):
        run = developer.run(start_time=number)
        good(developer.post("runs/log-metric", run_id=run, key="m", value=number, timestamp=1))
    search: dict[str, Any] = {"experiment_ids": ["0"], "filter": "metrics.m >= 0", "order_by": ["metrics.m"]}
    token = good(developer.post("runs/search", **search, max_results=1))["next_page_token"]
    assert len(good(developer.post("runs/search", **search, max_results=5, page_token=token))["runs"]) == 2
    changes: tuple[dict[str, object], ...] = (
        {"filter": "metrics.m > 0"},
        {"order_by": ["metrics.m DESC"]},
        {"order_by": []},
        {"run_view_type": "ALL"},
        {"experiment_ids": ["0", "1"]},
    )
    for change in changes:
        answer = developer.post("runs/search", **(search | change), page_token=token)
        assert_invalid(answer, "Invalid page token: it belongs to another query. Pass the next_page_token")


def test_text_that_looks_like_sql_is_text(developer: Mlflow) -> None:
    names = ["'; DROP TABLE runs; --", "' OR '1'='1", "%' --", "a\\", "\\'", "$1 ? %s :x"]
    for name in names:
        developer.run(run_name=name)
    for name in names:
        text = "run_name = '" + name.replace("'", "''") + "'"
        found = good(developer.post("runs/search", experiment_ids=["0"], filter=text))["runs"]
        assert [run["info"]["run_name"] for run in found] == [name]


def test_no_filter_reaches_another_project(server: Running, developer: Mlflow) -> None:
    other = settle(server.server, "rivals/secret")
    theirs = server.client(other.developer, other.project.id)
    run = theirs.run(run_name="secret")
    good(theirs.post("runs/log-metric", run_id=run, key="m", value=1, timestamp=1))
    for text in (
        f"run_id = '{run}'",
        "metrics.m = 1",
        "run_name = 'secret'",
        "NOT metrics.m > 5 OR run_name != ''",
        "",
    ):
        assert good(developer.post("runs/search", experiment_ids=["0", "1", "2"], filter=text)) == {}
    assert len(good(theirs.post("runs/search", experiment_ids=["0"], filter="metrics.m = 1"))["runs"]) == 1
