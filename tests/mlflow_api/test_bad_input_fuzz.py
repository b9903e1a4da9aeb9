"""Bad input of every kind, found by chance but the same at each run: never a 5xx, always MLflow's JSON, never slow."""

import json
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from modelstead.http.endpoint import Endpoint, Verb
from modelstead.mlflow_api.endpoints import ENDPOINTS
from tests.mlflow_api.samples import SAMPLES, label, make, path_of
from tests.mlflow_api.sending import send, stored
from tests.serving import Mlflow

few = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

DOCUMENTS = [each for each in ENDPOINTS if each.verb is not Verb.FILE]
QUERIES = [each for each in ENDPOINTS if each.method == "GET" or each.verb is Verb.FILE]

SHARP = (
    "",
    "\0",
    "\u2028",
    "a" * 10_000,
    "../../etc/passwd",
    "%00",
    "NaN",
    "-Infinity",
    "9" * 400,
    "0",
    "-0",
    "1e999",
    "' OR 1=1",
    "mlflow.runName",
    "\U0010ffff",
    "True",
)
NUMBERS = (0, -1, 1, 2**31, 2**53 + 1, 2**63 - 1, 2**63, -(2**63) - 1, 10**40, 1e308, -0.0, float("nan"), float("inf"))

leaves = st.one_of(
    st.none(), st.booleans(), st.sampled_from(NUMBERS), st.sampled_from(SHARP), st.text(max_size=20), st.integers()
)
NAMES = ["key", "value", "timestamp", "step", "model_id", "dataset", "name", "digest", "source", "source_type", "tags"]
values = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=5),
    max_leaves=12,
)


def assert_civil(answer: httpx.Response, sent: object) -> None:
    """Hold an answer to what every answer to hostile input must be."""
    assert answer.status_code < 500, (sent, answer.text)
    assert answer.elapsed.total_seconds() < 2
    if "content-disposition" in answer.headers:  # it is a file
        return
    assert answer.headers["content-type"] == "application/json"
    body = json.loads(answer.content)
    if answer.status_code != 200:
        assert answer.status_code in {400, 404, 413, 415}, (sent, answer.text)
        assert body.keys() == {"error_code", "message"}
        assert body["message"]
        for leak in ("Traceback", "sqlite", "psycopg", "msgspec", 'File "', "0x"):
            assert leak not in body["message"] or leak in str(sent)


@pytest.mark.parametrize("endpoint", DOCUMENTS, ids=label)
def test_fields_of_any_kind_are_taken_or_refused(developer: Mlflow, endpoint: Endpoint) -> None:
    made = make(developer)
    canary = make(developer)
    before = stored(developer, canary.run_id)
    names = endpoint.request.__struct_fields__
    valid = SAMPLES[endpoint.path](made)
    path = path_of(endpoint, valid)

    @few
    @given(changes=st.dictionaries(st.sampled_from([*names, "other"]), values, min_size=1, max_size=3))
    def fuzz(changes: dict[str, Any]) -> None:
        fields = valid | changes
        body = json.dumps(fields).encode()
        assert_civil(send(developer, path, body, method=endpoint.method), fields)

    fuzz()
    assert stored(developer, canary.run_id) == before


@pytest.mark.parametrize("endpoint", DOCUMENTS, ids=label)
def test_bytes_of_any_kind_are_taken_or_refused(developer: Mlflow, endpoint: Endpoint) -> None:
    made = make(developer)
    valid = SAMPLES[endpoint.path](made)
    path, whole = path_of(endpoint, valid), json.dumps(valid).encode()

    @settings(few, max_examples=12)
    @given(at=st.integers(0, len(whole)), removed=st.integers(0, 5), added=st.binary(max_size=6))
    def fuzz(at: int, removed: int, added: bytes) -> None:
        body = whole[:at] + added + whole[at + removed :]
        assert_civil(send(developer, path, body, method=endpoint.method), body.decode("latin-1"))

    fuzz()


@pytest.mark.parametrize("endpoint", QUERIES, ids=label)
def test_queries_of_any_kind_are_taken_or_refused(developer: Mlflow, endpoint: Endpoint) -> None:
    valid = SAMPLES[endpoint.path](make(developer))
    names = st.sampled_from([*endpoint.request.__struct_fields__, "other"])
    texts = st.one_of(st.sampled_from(SHARP[:2] + SHARP[4:]), st.text(max_size=20))

    @settings(few, max_examples=15)
    @given(changes=st.lists(st.tuples(names, texts), max_size=4))
    def fuzz(changes: list[tuple[str, str]]) -> None:
        pairs = [(name, str(value)) for name, value in valid.items() if not isinstance(value, list)] + changes
        url = f"{developer.base}{path_of(endpoint, valid)}?{urlencode(pairs)}"
        assert_civil(developer.http.request(endpoint.method, url, headers=developer.headers), changes)

    fuzz()
