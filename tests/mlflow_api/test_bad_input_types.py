"""Bad input: fields of the wrong type, and missing ones."""

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from modelstead.http.endpoint import Endpoint, Verb
from modelstead.mlflow_api.endpoints import ENDPOINTS
from tests.mlflow_api.samples import SAMPLES, call, label, make
from tests.mlflow_api.sending import assert_invalid, assert_refused, stored
from tests.serving import Mlflow

POSTS = [endpoint for endpoint in ENDPOINTS if endpoint.method == "POST" and endpoint.verb is not Verb.FILE]


def required() -> Iterator[tuple[Endpoint, str]]:
    for endpoint in ENDPOINTS:
        for field in msgspec.structs.fields(endpoint.request):
            if field.required and f"{{{field.name}" not in endpoint.path:
                yield endpoint, field.name


@pytest.mark.parametrize(("endpoint", "name"), list(required()), ids=label)
def test_a_missing_field_is_named(developer: Mlflow, endpoint: Endpoint, name: str) -> None:
    fields = SAMPLES[endpoint.path](make(developer))
    del fields[name]
    answer = call(developer, endpoint, fields)
    assert_refused(answer, 400, "INVALID_PARAMETER_VALUE", f"Missing value for required parameter '{name}'.")


def wrong_values(kind: Any) -> list[Any]:
    """Return values that a field of this type can never have."""
    text = str(kind)
    if kind is bool:
        return [{}, [], [True], {"a": True}, 2, 1.5, "x", ""]
    if "list" in text or "Sequence" in text:
        return [{"a": 1}, True, 3, [3], [[]], [True]]
    if "int" in text or "float" in text:
        return [{}, [], [1], {"a": 1}] + ([] if "str" in text else ["x", ""])
    return [{}, [], ["a"], {"a": "b"}, True, False, 1.5]


def fields_of_posts() -> Iterator[tuple[Endpoint, str]]:
    for endpoint in POSTS:
        for field in msgspec.structs.fields(endpoint.request):
            if f"{{{field.name}" not in endpoint.path:
                yield endpoint, field.name


@pytest.mark.parametrize(("endpoint", "name"), list(fields_of_posts()), ids=label)
def test_a_field_of_the_wrong_type_is_named_and_nothing_is_stored(
    developer: Mlflow, endpoint: Endpoint, name: str
) -> None:
    made = make(developer)
    before = stored(developer, made.run_id)
    (kind,) = [field.type for field in msgspec.structs.fields(endpoint.request) if field.name == name]
    for wrong in wrong_values(kind):
        answer = call(developer, endpoint, SAMPLES[endpoint.path](made) | {name: wrong})
        assert_invalid(answer, f"'{name}")
    assert stored(developer, made.run_id) == before


def test_a_refused_value_is_shown_as_json_and_cut_when_long(developer: Mlflow) -> None:
    answer = developer.post("runs/log-metric", run_id="r", key="k", value='a "b"', timestamp=1)
    message = 'Invalid value "a \\"b\\"" for parameter \'value\' supplied: expected float, got str.'
    assert_refused(answer, 400, "INVALID_PARAMETER_VALUE", message)
    answer = developer.post("runs/log-metric", run_id="r", key="k", value=["x" * 9_999], timestamp=1)
    assert_invalid(answer, "for parameter 'value' supplied")
    assert len(answer.content) < 300
