"""What 1.x clients hear: only error codes that they know."""

import pytest

from tests.mlflow_api.sending import assert_refused
from tests.serving import Mlflow, Running

KNOWN_TO_1X = {
    "CUSTOMER_UNAUTHORIZED",
    "PERMISSION_DENIED",
    "RESOURCE_DOES_NOT_EXIST",
    "INVALID_PARAMETER_VALUE",
    "BAD_REQUEST",
    "ENDPOINT_NOT_FOUND",
}


@pytest.mark.parametrize(
    ("agent", "code"),
    [
        ("mlflow-python-client/1.28.0", "CUSTOMER_UNAUTHORIZED"),
        ("mlflow-python-client/1.30.1", "CUSTOMER_UNAUTHORIZED"),
        ("mlflow-python-client/2.7.1", "UNAUTHENTICATED"),
        ("mlflow-python-client/10.0.0", "UNAUTHENTICATED"),
        ("curl/8", "UNAUTHENTICATED"),
    ],
)
def test_a_missing_token_is_named_as_the_client_knows_it(server: Running, agent: str, code: str) -> None:
    nobody = server.client()
    answer = server.http.get(nobody.base + "runs/get?run_id=x", headers={"User-Agent": agent})
    assert (answer.status_code, answer.json()["error_code"]) == (401, code)


def test_other_codes_are_the_same_for_all(developer: Mlflow) -> None:
    old = Mlflow(developer.http, developer.base, developer.headers | {"User-Agent": "mlflow-python-client/1.30.0"})
    message = "Run with id=x not found."
    for client in (old, developer):
        assert_refused(client.get("runs/get", run_id="x"), 404, "RESOURCE_DOES_NOT_EXIST", message)
    for answer in (old.get("runs/get"), old.get("nothing"), old.post("runs/get")):
        assert answer.json()["error_code"] in KNOWN_TO_1X
