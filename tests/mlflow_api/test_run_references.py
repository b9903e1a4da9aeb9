"""run_id and run_uuid: either names the run."""

import pytest

from modelstead.http.endpoint import Endpoint
from modelstead.mlflow_api.endpoints import ENDPOINTS
from modelstead.mlflow_api.messages.reference import RunReference
from tests.mlflow_api.samples import SAMPLES, call, label, make
from tests.mlflow_api.sending import assert_refused, good
from tests.serving import Mlflow

ABOUT_A_RUN = [endpoint for endpoint in ENDPOINTS if issubclass(endpoint.request, RunReference)]


@pytest.mark.parametrize("endpoint", ABOUT_A_RUN, ids=label)
def test_run_uuid_alone_names_the_run(developer: Mlflow, endpoint: Endpoint) -> None:
    fields = SAMPLES[endpoint.path](make(developer))
    good(call(developer, endpoint, fields | {"run_uuid": fields["run_id"], "run_id": ""}))
    fields = SAMPLES[endpoint.path](make(developer))
    fields["run_uuid"] = fields.pop("run_id")
    good(call(developer, endpoint, fields))


@pytest.mark.parametrize("endpoint", ABOUT_A_RUN, ids=label)
def test_both_may_be_sent(developer: Mlflow, endpoint: Endpoint) -> None:
    fields = SAMPLES[endpoint.path](make(developer))
    good(call(developer, endpoint, fields | {"run_uuid": fields["run_id"]}))


@pytest.mark.parametrize("endpoint", ABOUT_A_RUN, ids=label)
def test_without_either_run_id_is_missing(developer: Mlflow, endpoint: Endpoint) -> None:
    fields = SAMPLES[endpoint.path](make(developer))
    del fields["run_id"]
    answer = call(developer, endpoint, fields)
    message = "Missing value for required parameter 'run_id'."
    if endpoint.path == "artifacts/presigned-upload-url":
        message = "Exactly one of run_id and model_id must be provided."
    assert_refused(answer, 400, "INVALID_PARAMETER_VALUE", message)


@pytest.mark.parametrize("endpoint", ABOUT_A_RUN, ids=label)
def test_an_unknown_run_is_not_found(developer: Mlflow, endpoint: Endpoint) -> None:
    fields = SAMPLES[endpoint.path](make(developer))
    for unknown in ("0" * 32, "no-such-run", fields["run_id"].upper(), fields["run_id"] + " "):
        answer = call(developer, endpoint, fields | {"run_id": unknown})
        assert_refused(answer, 404, "RESOURCE_DOES_NOT_EXIST", f"Run with id={unknown} not found.")
