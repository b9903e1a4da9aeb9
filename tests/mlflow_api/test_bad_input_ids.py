"""Bad input: ids of things that are not there, or that cannot be."""

import pytest

from modelstead.http.endpoint import Endpoint
from modelstead.mlflow_api.endpoints import ENDPOINTS
from tests.mlflow_api.samples import SAMPLES, call, label, make
from tests.mlflow_api.sending import good, stored
from tests.serving import Mlflow

IDS = (
    "-1",
    "1.5",
    "999999999999999999999",
    "9" * 5_000,
    "²",
    "../0",
    "' OR 1=1 --",
    "%",
    "é" * 300,
    "x" * 10_000,
    "null",
    "\u202e",
    "{}",
)


def of_experiments() -> list[Endpoint]:
    return [each for each in ENDPOINTS if "experiment_id" in each.request.__struct_fields__]


@pytest.mark.parametrize("endpoint", of_experiments(), ids=label)
@pytest.mark.parametrize("wrong", IDS, ids=range(len(IDS)))
def test_an_experiment_id_that_is_none_is_not_found(developer: Mlflow, endpoint: Endpoint, wrong: str) -> None:
    fields = SAMPLES[endpoint.path](make(developer)) | {"experiment_id": wrong}
    before = good(developer.post("experiments/search", view_type="ALL"))
    answer = call(developer, endpoint, fields)
    assert (answer.status_code, answer.json()["error_code"]) == (404, "RESOURCE_DOES_NOT_EXIST")
    assert len(answer.content) < 20_000
    assert good(developer.post("experiments/search", view_type="ALL")) == before


@pytest.mark.parametrize("wrong", IDS, ids=range(len(IDS)))
def test_a_run_id_that_is_none_is_not_found(developer: Mlflow, wrong: str) -> None:
    made = make(developer)
    before = stored(developer, made.run_id)
    for endpoint in ENDPOINTS:
        if "run_uuid" in endpoint.request.__struct_fields__:
            answer = call(developer, endpoint, SAMPLES[endpoint.path](made) | {"run_id": wrong})
            assert (answer.status_code, answer.json()["error_code"]) == (404, "RESOURCE_DOES_NOT_EXIST")
            assert len(answer.content) < 20_000
    assert stored(developer, made.run_id) == before


def test_an_empty_id_is_refused(developer: Mlflow) -> None:
    for endpoint in of_experiments():
        fields = SAMPLES[endpoint.path](make(developer)) | {"experiment_id": ""}
        answer = call(developer, endpoint, fields)
        assert (answer.status_code, answer.json()["error_code"]) == (400, "INVALID_PARAMETER_VALUE")
        assert "'experiment_id'" in answer.json()["message"]
