"""A model-versions/create whose client left before it heard the answer, and that it repeats, makes one version."""

import json
import socket
import time
from urllib.parse import urlsplit

from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from tests.mlflow_api.registry import new_model, new_version
from tests.mlflow_api.sending import good
from tests.mlflow_api.test_create_run_is_done_once import PATIENCE, held, leave
from tests.people import People
from tests.serving import Mlflow, Running

BODY = {"name": "churn", "source": "s3://bucket/key"}


def send(server: Running, people: People) -> socket.socket:
    """Send a model-versions/create; the answer is for the caller to read, or not."""
    body = json.dumps(BODY, separators=(",", ":")).encode()  # as httpx writes it
    address = urlsplit(server.url)
    head = (
        f"POST /api/v4/projects/{people.project.id}/ml/mlflow/api/2.0/mlflow/model-versions/create HTTP/1.1\r\n"
        f"Host: {address.netloc}\r\nAuthorization: Bearer {people.developer}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    connection = socket.create_connection((address.hostname, address.port))
    connection.sendall(head.encode() + body)
    time.sleep(0.2)  # for the server to read it
    return connection


def kept(tx: Transaction) -> int:
    return len(tx.all("SELECT 1 FROM replays"))


def wait_for_answer(database: Database, before: int) -> None:
    for _ in range(500):
        if database.read_now(kept) > before:
            return
        time.sleep(0.01)
    raise AssertionError("the request was not done")


def test_repeating_an_unheard_request_gives_the_first_version(
    server: Running, people: People, developer: Mlflow
) -> None:
    new_model(developer)
    database = server.server.database
    before = database.read_now(kept)
    with held(database) as first:
        assert first.wait(PATIENCE)
        connection = send(server, people)
        second = held(database)
        begun = second.__enter__()  # waits behind the request, in the same commit
        time.sleep(0.1)
    assert begun.wait(PATIENCE)
    leave(connection)
    second.__exit__(None, None, None)
    wait_for_answer(database, before)
    made = new_version(developer, source="s3://bucket/key")
    assert made["version"] == "1"
    found = good(developer.get("model-versions/search", filter="name = 'churn'"))["model_versions"]
    assert [each["version"] for each in found] == ["1"]
    assert new_version(developer, source="s3://bucket/key")["version"] == "2"


def test_two_heard_requests_make_two_versions(developer: Mlflow) -> None:
    new_model(developer)
    assert [new_version(developer)["version"] for _ in range(2)] == ["1", "2"]
