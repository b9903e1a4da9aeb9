"""runs/log-batch."""

from typing import Any

import pytest

from tests.mlflow_api.sending import assert_invalid, assert_refused, data_of, good
from tests.serving import Mlflow

GOOD: dict[str, list[dict[str, Any]]] = {
    "metrics": [{"key": "m", "value": 1.5, "timestamp": 3, "step": 2}],
    "params": [{"key": "p", "value": "1"}],
    "tags": [{"key": "t", "value": "v"}],
}


def test_a_batch_is_stored_whole(developer: Mlflow) -> None:
    run_id = developer.run()
    assert good(developer.post("runs/log-batch", run_id=run_id, **GOOD)) == {}
    assert data_of(developer, run_id) == GOOD


def test_a_batch_sent_again_changes_nothing(developer: Mlflow) -> None:
    run_id = developer.run()
    for _ in range(3):
        good(developer.post("runs/log-batch", run_id=run_id, **GOOD))
    assert data_of(developer, run_id) == GOOD
    history = good(developer.get("metrics/get-history", run_id=run_id, metric_key="m"))
    assert history == {"metrics": GOOD["metrics"]}


def test_an_empty_batch_is_fine(developer: Mlflow) -> None:
    run_id = developer.run()
    assert good(developer.post("runs/log-batch", run_id=run_id)) == {}
    assert good(developer.post("runs/log-batch", run_id=run_id, metrics=[], params=[], tags=[])) == {}


def test_the_last_of_a_tag_given_twice_wins(developer: Mlflow) -> None:
    run_id = developer.run()
    tags = [{"key": "t", "value": str(number)} for number in range(3)]
    good(developer.post("runs/log-batch", run_id=run_id, tags=tags))
    assert data_of(developer, run_id) == {"tags": [{"key": "t", "value": "2"}]}


@pytest.mark.parametrize("second", ["1", "2"])
def test_a_param_given_twice_is_refused(developer: Mlflow, second: str) -> None:
    run_id = developer.run()
    params = [{"key": "x", "value": "1"}, {"key": "y", "value": "1"}, {"key": "x", "value": second}]
    answer = developer.post("runs/log-batch", run_id=run_id, **(GOOD | {"params": params}))
    assert_invalid(answer, "Duplicate parameter keys have been submitted: ['x']")
    assert data_of(developer, run_id) == {}


BAD: tuple[tuple[str, object, str], ...] = (
    ("metrics", {"key": "m", "value": "x", "timestamp": 1}, "metrics[1].value"),
    ("metrics", {"key": "m", "timestamp": 1}, "metrics[1].value"),
    ("metrics", {"key": "", "value": 1, "timestamp": 1}, "metrics[1].key"),
    ("metrics", {"value": 1, "timestamp": 1}, "metrics[1].key"),
    ("metrics", {"key": "m", "value": 1, "timestamp": 1, "step": 2**63}, "metrics[1].step"),
    ("metrics", {"key": "m", "value": 1, "timestamp": -1}, "metrics[1].timestamp"),
    ("metrics", "m", "metrics[1]"),
    ("params", {"key": "/p", "value": "1"}, "params[1].key"),
    ("params", {"key": "p2"}, "params[1].value"),
    ("params", {"key": "p2", "value": 3.5}, "params[1].value"),
    ("params", {"key": "p2", "value": "x" * 6_001}, "params[1].value"),
    ("tags", {"key": "a//b", "value": "1"}, "tags[1].key"),
    ("tags", {"key": "t" * 251, "value": "1"}, "tags[1].key"),
    ("tags", {"key": "t", "value": "x" * 8_001}, "tags[1].value"),
    ("tags", [], "tags[1]"),
)


@pytest.mark.parametrize(("kind", "bad", "field"), BAD)
def test_one_bad_item_keeps_the_whole_batch_out_and_is_named(
    developer: Mlflow, kind: str, bad: object, field: str
) -> None:
    run_id = developer.run()
    answer = developer.post("runs/log-batch", run_id=run_id, **(GOOD | {kind: [*GOOD[kind], bad]}))
    assert_invalid(answer, f"'{field}'")
    assert data_of(developer, run_id) == {}


def test_a_changed_param_keeps_the_whole_batch_out(developer: Mlflow) -> None:
    run_id = developer.run()
    good(developer.post("runs/log-parameter", run_id=run_id, key="p", value="0"))
    answer = developer.post("runs/log-batch", run_id=run_id, **GOOD)
    assert_invalid(answer, "Changing param values is not allowed. Param with key='p'", "value='0'", "new value '1'")
    assert data_of(developer, run_id) == {"params": [{"key": "p", "value": "0"}]}


def test_every_changed_param_is_named(developer: Mlflow) -> None:
    run_id = developer.run()
    params = [{"key": key, "value": "0"} for key in ("p", "q", "r")]
    good(developer.post("runs/log-batch", run_id=run_id, params=params))
    changed = [{"key": key, "value": value} for key, value in (("p", "1"), ("q", "0"), ("r", "2"))]
    message = (
        "Changing param values is not allowed. Params were already logged="
        "'[{'key': 'p', 'old_value': '0', 'new_value': '1'}, {'key': 'r', 'old_value': '0', 'new_value': '2'}]' "
        f"for run ID='{run_id}'."
    )
    answer = developer.post("runs/log-batch", run_id=run_id, params=changed)
    assert_refused(answer, 400, "INVALID_PARAMETER_VALUE", message)
