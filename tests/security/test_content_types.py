"""Bodies: only JSON, said to be JSON, not compressed. A form of another site cannot say so."""

import gzip

import pytest

from modelstead.http.endpoint import Endpoint, Verb
from modelstead.mlflow_api.endpoints import ENDPOINTS
from tests.mlflow_api.samples import label, make
from tests.mlflow_api.sending import good, send
from tests.serving import Mlflow

DOCUMENTS = [each for each in ENDPOINTS if each.method == "POST" and each.verb is not Verb.FILE]
PROXY = "api/2.0/mlflow-artifacts/artifacts/"
BODY = b'{"experiment_id": "0"}'


@pytest.mark.parametrize(
    "kind",
    [
        "",
        "text/plain",
        "text/plain;application/json",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json-patch+json",
        "application/jsonx",
        "x/json",
        "application/xml",
        "*/*",
    ],
)
def test_another_content_type_is_refused(developer: Mlflow, kind: str) -> None:
    answer = send(developer, "runs/create", BODY, kind=kind)
    message = "The header Content-Type must be application/json."
    assert (answer.status_code, answer.json()) == (415, {"error_code": "BAD_REQUEST", "message": message})
    assert good(developer.post("runs/search", experiment_ids=["0"])) == {}


@pytest.mark.parametrize("endpoint", DOCUMENTS, ids=label)
def test_every_writing_call_asks_for_it(developer: Mlflow, endpoint: Endpoint) -> None:
    assert send(developer, endpoint.path, BODY, kind="text/plain").status_code == 415


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd", "identity", "x"])
def test_an_encoded_body_is_refused(developer: Mlflow, coding: str) -> None:
    client = Mlflow(developer.http, developer.base, developer.headers | {"Content-Encoding": coding})
    answer = send(client, "runs/create", gzip.compress(BODY))
    message = "Compressed bodies are not taken; send the body as it is."
    assert (answer.status_code, answer.json()) == (415, {"error_code": "BAD_REQUEST", "message": message})
    assert good(developer.post("runs/search", experiment_ids=["0"])) == {}


@pytest.mark.parametrize("kind", ["", "text/html", "application/octet-stream", "application/json", "x"])
def test_a_file_may_say_any_type(developer: Mlflow, kind: str) -> None:
    made = make(developer).whole()
    client = Mlflow(developer.http, developer.base, developer.headers | ({"Content-Type": kind} if kind else {}))
    good(client.send("PUT", f"{PROXY}{made.address}", BODY))
    assert developer.send("GET", f"{PROXY}{made.address}").content == BODY


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd", "identity", "x"])
def test_an_encoded_file_is_refused_and_nothing_changes(developer: Mlflow, coding: str) -> None:
    made = make(developer).whole()
    client = Mlflow(developer.http, developer.base, developer.headers | {"Content-Encoding": coding})
    for answer in (
        client.send("PUT", f"{PROXY}{made.address}", gzip.compress(BODY)),
        client.send("POST", "api/2.0/mlflow/upload-artifact", BODY, run_id=made.run_id, path="dir/a.txt"),
    ):
        message = "Compressed bodies are not taken; send the body as it is."
        assert (answer.status_code, answer.json()) == (415, {"error_code": "BAD_REQUEST", "message": message})
    assert developer.send("GET", f"{PROXY}{made.address}").content == b"kept"


def test_an_empty_body_needs_no_type(developer: Mlflow) -> None:
    assert send(developer, "runs/create", b"", kind="").json()["message"].startswith("Missing value for required")
    assert good(send(developer, "experiments/search", b"", kind=""))["experiments"]
