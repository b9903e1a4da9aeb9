"""The forms in which clients of all ages send a document."""

import json

import pytest

from modelstead.http.endpoint import Endpoint, Verb
from modelstead.mlflow_api.endpoints import ENDPOINTS
from tests.mlflow_api.samples import SAMPLES, label, make, path_of
from tests.mlflow_api.sending import data_of, good, send, stored
from tests.serving import Mlflow

GETS = [endpoint for endpoint in ENDPOINTS if endpoint.method == "GET" and endpoint.verb is not Verb.FILE]
POSTS = [endpoint for endpoint in ENDPOINTS if endpoint.method == "POST" and endpoint.verb is not Verb.FILE]


@pytest.mark.parametrize("endpoint", GETS, ids=label)
def test_a_get_takes_its_parameters_as_a_json_body_too(developer: Mlflow, endpoint: Endpoint) -> None:
    fields = SAMPLES[endpoint.path](make(developer))
    by_query = good(developer.get(path_of(endpoint, fields), **fields))
    by_body = good(send(developer, path_of(endpoint, fields), json.dumps(fields).encode(), method="GET"))
    assert by_body == by_query


@pytest.mark.parametrize("endpoint", POSTS, ids=label)
def test_a_document_may_come_as_a_json_string(developer: Mlflow, endpoint: Endpoint) -> None:
    fields = SAMPLES[endpoint.path](make(developer))
    good(send(developer, path_of(endpoint, fields), json.dumps(json.dumps(fields)).encode()))


@pytest.mark.parametrize("endpoint", POSTS, ids=label)
def test_a_null_is_an_absent_field(developer: Mlflow, endpoint: Endpoint) -> None:
    fields = SAMPLES[endpoint.path](make(developer))
    nulls = {field: None for field in endpoint.request.__struct_fields__ if field not in fields}
    good(developer.post(path_of(endpoint, fields), **(fields | nulls)))


def test_numbers_may_come_as_strings(developer: Mlflow) -> None:
    run_id = developer.run(start_time="1700000000000")
    assert stored(developer, run_id)["info"]["start_time"] == 1700000000000
    good(developer.post("runs/log-metric", run_id=run_id, key="loss", value="0.25", timestamp="7", step="-3"))
    metric = {"key": "acc", "value": "1e-3", "timestamp": "9223372036854775807", "step": "-9223372036854775808"}
    good(developer.post("runs/log-batch", run_id=run_id, metrics=[metric]))
    assert data_of(developer, run_id)["metrics"] == [
        {"key": "acc", "value": 0.001, "timestamp": 2**63 - 1, "step": -(2**63)},
        {"key": "loss", "value": 0.25, "timestamp": 7, "step": -3},
    ]


def test_answers_give_int64_as_numbers_and_experiment_ids_as_strings(developer: Mlflow) -> None:
    info = stored(developer, developer.run(start_time=1700000000000))["info"]
    assert (info["start_time"], info["experiment_id"]) == (1700000000000, "0")


@pytest.mark.parametrize("kind", ["application/json; charset=utf-8", "Application/JSON", "application/json ;x=y"])
def test_the_content_type_may_have_parameters(developer: Mlflow, kind: str) -> None:
    good(send(developer, "runs/create", b'{"experiment_id": "0"}', kind=kind))


def test_whitespace_around_a_document_is_fine(developer: Mlflow) -> None:
    good(send(developer, "runs/create", b'\r\n {"experiment_id": "0"} \n'))


def test_text_of_every_script_is_kept(developer: Mlflow) -> None:
    text = "Ωμέγα 数据 🚀 e\u0301 \u202e\u200b\ufeff\t\r\n\\ \" ' <b>&amp; \x01 \x7f"
    run_id = developer.run()
    good(developer.post("runs/set-tag", run_id=run_id, key="note", value=text))
    good(developer.post("runs/log-parameter", run_id=run_id, key="größe 数据", value=text))
    assert data_of(developer, run_id) == {
        "params": [{"key": "größe 数据", "value": text}],
        "tags": [{"key": "note", "value": text}],
    }
