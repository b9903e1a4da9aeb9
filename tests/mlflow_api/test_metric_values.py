"""Values of metrics: what JSON can say, and what it cannot."""

import json

import pytest

from tests.mlflow_api.sending import data_of, good, send
from tests.serving import Mlflow

MAX = 1.7976931348623157e308

# As written in the document, and as answered.
VALUES: dict[str, object] = {
    "NaN": "NaN",
    "-NaN": None,
    '"NaN"': "NaN",
    '"nan"': "NaN",
    "Infinity": MAX,
    '"Infinity"': MAX,
    '"inf"': MAX,
    "-Infinity": -MAX,
    '"-Infinity"': -MAX,
    "1e400": MAX,
    "-1e400": -MAX,
    "1.7976931348623157e308": MAX,
    "5e-324": 5e-324,
    "1e-400": 0.0,
    "0.1": 0.1,
    "0.30000000000000004": 0.30000000000000004,
    "123456789012345678901234567890": 123456789012345678901234567890.0,
    "9007199254740993": 9007199254740992.0,
    '"0.5"': 0.5,
    "3": 3.0,
    "-2": -2.0,
    "true": None,
    '"three"': None,
    '""': None,
    "[1]": None,
    "{}": None,
    "null": None,
}


@pytest.mark.parametrize("batch", [False, True], ids=["log-metric", "log-batch"])
@pytest.mark.parametrize("written", VALUES)
def test_a_value_is_answered_as_mlflow_answers_it(developer: Mlflow, written: str, *, batch: bool) -> None:
    run_id = developer.run()
    point = f'"key": "m", "timestamp": 1, "step": 1, "value": {written}'
    fields = f'"metrics": [{{{point}}}]' if batch else point
    call = "runs/log-batch" if batch else "runs/log-metric"
    answer = send(developer, call, f'{{"run_id": "{run_id}", {fields}}}'.encode())
    expected = VALUES[written]
    if expected is None:
        assert (answer.status_code, answer.json()["error_code"]) == (400, "INVALID_PARAMETER_VALUE")
        assert data_of(developer, run_id) == {}
        return
    assert good(answer) == {}
    metric = {"key": "m", "value": expected, "timestamp": 1, "step": 1}
    assert data_of(developer, run_id) == {"metrics": [metric]}
    assert good(developer.get("metrics/get-history", run_id=run_id, metric_key="m")) == {"metrics": [metric]}


def test_answers_are_json_that_any_parser_takes(developer: Mlflow) -> None:
    run_id = developer.run()
    for value in ("NaN", "Infinity", "-Infinity"):
        good(developer.post("runs/log-metric", run_id=run_id, key=f"m {value}", value=value, timestamp=1))
    text = developer.get("runs/get", run_id=run_id).text

    def refuse(constant: str) -> None:
        raise AssertionError(constant)

    json.loads(text, parse_constant=refuse)


def test_nan_counts_as_0_when_the_latest_is_chosen(developer: Mlflow) -> None:
    run_id = developer.run()
    for value in ("-1", "NaN"):
        good(developer.post("runs/log-metric", run_id=run_id, key="m", value=value, timestamp=1))
    assert data_of(developer, run_id)["metrics"][0]["value"] == "NaN"
    good(developer.post("runs/log-metric", run_id=run_id, key="m", value="0.5", timestamp=1))
    assert data_of(developer, run_id)["metrics"][0]["value"] == 0.5
