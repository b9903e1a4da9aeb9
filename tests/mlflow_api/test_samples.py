"""Every call of the table."""

import pytest

from modelstead.http.endpoint import Endpoint
from modelstead.mlflow_api.endpoints import ENDPOINTS
from tests.mlflow_api.samples import SAMPLES, call, label, make
from tests.mlflow_api.sending import good
from tests.serving import Mlflow


def test_every_call_of_the_table_has_a_sample() -> None:
    assert {endpoint.path for endpoint in ENDPOINTS} == SAMPLES.keys()


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=label)
def test_a_sample_of_each_call_succeeds_with_exactly_200(developer: Mlflow, endpoint: Endpoint) -> None:
    good(call(developer, endpoint, SAMPLES[endpoint.path](make(developer))))


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=label)
def test_unknown_fields_are_ignored(developer: Mlflow, endpoint: Endpoint) -> None:
    fields = SAMPLES[endpoint.path](make(developer))
    good(call(developer, endpoint, fields | {"a_field_of_a_newer_client": "1"}))
