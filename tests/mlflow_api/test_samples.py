"""Every call of the table."""

import pytest

from modelstead.http.endpoint import Endpoint
from tests.mlflow_api.samples import EVERY, SAMPLES, call, check_success, label, make
from tests.serving import Mlflow


def test_every_call_of_the_table_has_a_sample() -> None:
    assert {endpoint.path for endpoint in EVERY} == SAMPLES.keys()


@pytest.mark.parametrize("endpoint", EVERY, ids=label)
def test_a_sample_of_each_call_succeeds_with_exactly_200(developer: Mlflow, endpoint: Endpoint) -> None:
    check_success(endpoint, call(developer, endpoint, SAMPLES[endpoint.path](make(developer))))


@pytest.mark.parametrize("endpoint", EVERY, ids=label)
def test_unknown_fields_are_ignored(developer: Mlflow, endpoint: Endpoint) -> None:
    fields = SAMPLES[endpoint.path](make(developer))
    check_success(endpoint, call(developer, endpoint, fields | {"a_field_of_a_newer_client": "1"}))
