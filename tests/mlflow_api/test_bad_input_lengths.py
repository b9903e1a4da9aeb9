"""Bad input: texts that are too long. The field and its limit are named; the longest allowed ones are taken."""

from typing import Any

import pytest

from tests.mlflow_api.sending import assert_invalid, data_of, good, stored
from tests.serving import Mlflow

# call, fields beside the id, the field that is filled, its limit
OF_RUNS: tuple[tuple[str, dict[str, Any], str, int], ...] = (
    ("runs/log-metric", {"value": 1, "timestamp": 1}, "key", 250),
    ("runs/log-parameter", {"value": "1"}, "key", 250),
    ("runs/log-parameter", {"key": "k"}, "value", 6_000),
    ("runs/set-tag", {"value": "1"}, "key", 250),
    ("runs/set-tag", {"key": "k"}, "value", 8_000),
    ("runs/update", {}, "run_name", 500),
)


@pytest.mark.parametrize(("call", "fields", "name", "limit"), OF_RUNS)
@pytest.mark.parametrize("letter", ["x", "ж", "\U00020000"])
def test_a_text_of_a_run_has_a_limit_in_characters(
    developer: Mlflow, call: str, fields: dict[str, Any], name: str, limit: int, letter: str
) -> None:
    run_id = developer.run()
    before = stored(developer, run_id)
    answer = developer.post(call, run_id=run_id, **fields, **{name: letter * (limit + 1)})
    assert_invalid(answer, f"'{name}' exceeds the maximum length of {limit} characters; it has {limit + 1}.")
    assert stored(developer, run_id) == before
    good(developer.post(call, run_id=run_id, **fields, **{name: letter * limit}))


@pytest.mark.parametrize(("name", "limit"), [("run_name", 500), ("user_id", 256)])
def test_a_text_of_a_new_run_has_a_limit(developer: Mlflow, name: str, limit: int) -> None:
    answer = developer.post("runs/create", experiment_id="0", **{name: "x" * (limit + 1)})
    assert_invalid(answer, f"'{name}' exceeds the maximum length of {limit} characters")
    assert good(developer.post("runs/search", experiment_ids=["0"])) == {}
    assert stored(developer, developer.run(**{name: "x" * limit}))["info"][name] == "x" * limit


def test_tags_of_a_new_run_have_limits(developer: Mlflow) -> None:
    for bad, field in (({"key": "k" * 251, "value": ""}, "key"), ({"key": "k", "value": "v" * 8_001}, "value")):
        answer = developer.post("runs/create", experiment_id="0", tags=[{"key": "a", "value": "b"}, bad])
        assert_invalid(answer, f"'tags[1].{field}' exceeds the maximum length")
    assert good(developer.post("runs/search", experiment_ids=["0"])) == {}


@pytest.mark.parametrize(
    ("call", "fields", "name", "limit"),
    [
        ("create", {}, "name", 500),
        ("create", {"name": "e"}, "artifact_location", 2_000),
        ("update", {"experiment_id": "0"}, "new_name", 500),
        ("set-experiment-tag", {"experiment_id": "0", "value": "v"}, "key", 250),
        ("set-experiment-tag", {"experiment_id": "0", "key": "k"}, "value", 20_000),
    ],
)
def test_a_text_of_an_experiment_has_a_limit(
    developer: Mlflow, call: str, fields: dict[str, Any], name: str, limit: int
) -> None:
    before = good(developer.post("experiments/search"))
    answer = developer.post(f"experiments/{call}", **fields, **{name: "x" * (limit + 1)})
    assert_invalid(answer, f"'{name}' exceeds the maximum length of {limit} characters; it has {limit + 1}.")
    assert good(developer.post("experiments/search")) == before
    good(developer.post(f"experiments/{call}", **fields, **{name: "x" * limit}))


KEYS = ["a?b", "a#b", "a%b", "a\\b", "a\nb", "a\tb", "a;b", "a=b", "a'b", "a,b", "(a)", "a$", "🚀", "a\u200bb"]
PATHS = ["/a", "a/", "a//b", "./a", "a/./b", "../a", "a/../b", "..", ".", "a/..", "//a", "..a"]


@pytest.mark.parametrize("key", ["", *KEYS, *PATHS])
def test_an_illegal_key_is_refused_in_every_call(developer: Mlflow, key: str) -> None:
    run_id = developer.run()
    item = {"key": key, "value": "1"}
    for call, fields in (
        ("runs/log-metric", item | {"timestamp": 1}),
        ("runs/log-parameter", item),
        ("runs/set-tag", item),
        ("runs/log-batch", {"metrics": [item | {"timestamp": 1}]}),
        ("runs/log-batch", {"params": [item]}),
        ("runs/log-batch", {"tags": [item]}),
    ):
        assert_invalid(developer.post(call, run_id=run_id, **fields), "key'")
    assert data_of(developer, run_id) == {}
    assert_invalid(developer.post("runs/create", experiment_id="0", tags=[item]), "'tags[0].key'")
    assert_invalid(developer.post("experiments/create", name="e", tags=[item]), "'tags[0].key'")
    assert_invalid(developer.post("experiments/set-experiment-tag", experiment_id="0", **item), "'key'")


@pytest.mark.parametrize("key", ["a.b", "a..b", "-", "_", " a ", "a:b", "a/b.c/d", "0", "ключ", "キー", "x" * 250])
def test_a_legal_key_is_taken(developer: Mlflow, key: str) -> None:
    run_id = developer.run()
    good(developer.post("runs/set-tag", run_id=run_id, key=key, value="1"))
    good(developer.post("runs/log-metric", run_id=run_id, key=key, value=1, timestamp=1))
    assert data_of(developer, run_id)["tags"] == [{"key": key, "value": "1"}]


def test_refusals_do_not_echo_megabytes(developer: Mlflow) -> None:
    long = "x" * 1_000_000
    for call, fields in (
        ("runs/delete", {"run_id": long}),
        ("runs/delete-tag", {"run_id": developer.run(), "key": long}),
        ("experiments/delete", {"experiment_id": long}),
        ("experiments/delete-experiment-tag", {"experiment_id": "0", "key": long}),
        ("runs/search", {"filter": long}),
        ("runs/log-batch", {"run_id": "r", "params": [{"key": "p" + long, "value": "1"}]}),
    ):
        answer = developer.post(call, **fields)
        assert answer.status_code in {400, 404}
        assert len(answer.content) < 20_000
