"""runs/log-model of 1.x and 2.x clients."""

import json
from typing import Any

import pytest

from tests.mlflow_api.sending import assert_invalid, data_of, good
from tests.serving import Mlflow

TAG = "mlflow.log-model.history"


def model(**more: Any) -> dict[str, Any]:
    return {"artifact_path": "model", "flavors": {"f": {}}, "utc_time_created": "2026", "run_id": "r"} | more


def history(client: Mlflow, run_id: str) -> list[Any]:
    tags = data_of(client, run_id).get("tags", [])
    found: list[Any] = json.loads(next((tag["value"] for tag in tags if tag["key"] == TAG), "[]"))
    return found


def test_each_model_is_appended_to_the_history(developer: Mlflow) -> None:
    run_id = developer.run()
    models = [model(artifact_path=path) for path in ("a", "b", "ü")]
    for each in models:
        assert good(developer.post("runs/log-model", run_id=run_id, model_json=json.dumps(each))) == {}
    assert history(developer, run_id) == models


@pytest.mark.parametrize("wrong", ["", "x", "[]", "null", '"a"', "{}", "{", json.dumps({"run_id": "r"}), "[" * 9_999])
def test_what_is_no_model_is_refused(developer: Mlflow, wrong: str) -> None:
    run_id = developer.run()
    good(developer.post("runs/log-model", run_id=run_id, model_json=json.dumps(model())))
    assert_invalid(developer.post("runs/log-model", run_id=run_id, model_json=wrong))
    assert history(developer, run_id) == [model()]


def test_missing_fields_are_named(developer: Mlflow) -> None:
    answer = developer.post("runs/log-model", run_id=developer.run(), model_json='{"flavors": {}, "run_id": "r"}')
    assert_invalid(answer, "Model json is missing mandatory fields: ['artifact_path', 'utc_time_created']")


def test_a_model_is_at_most_64_kib(developer: Mlflow) -> None:
    run_id = developer.run()
    answer = developer.post("runs/log-model", run_id=run_id, model_json=json.dumps(model(note="x" * 65_536)))
    assert_invalid(answer, "'model_json' exceeds the maximum length of 65536 bytes")
    assert history(developer, run_id) == []


def test_the_history_is_at_most_a_mebibyte(developer: Mlflow) -> None:
    run_id = developer.run()
    document = json.dumps(model(note="x" * 65_000))
    answers = [developer.post("runs/log-model", run_id=run_id, model_json=document) for _ in range(17)]
    assert [answer.status_code for answer in answers] == [200] * 16 + [400]
    assert_invalid(answers[-1], TAG, "1048576 bytes")
    assert len(history(developer, run_id)) == 16


def test_a_history_that_someone_overwrote_begins_anew(developer: Mlflow) -> None:
    run_id = developer.run()
    for held in ("not json", '{"a": 1}', "[" * 7_000, ""):
        good(developer.post("runs/set-tag", run_id=run_id, key=TAG, value=held))
        good(developer.post("runs/log-model", run_id=run_id, model_json=json.dumps(model())))
        assert history(developer, run_id) == [model()]
