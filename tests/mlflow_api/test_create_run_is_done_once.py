"""A runs/create whose answer was not heard, and that the client therefore repeats, makes no second run."""

import json
import socket
import threading
import time
from urllib.parse import urlsplit

import pytest

from modelstead import clock
from tests.people import People
from tests.serving import Mlflow, Running

BODY = {"experiment_id": "0", "start_time": 1_700_000_000_000, "tags": [{"key": "mlflow.source.name", "value": "a.py"}]}


def send_and_leave(server: Running, people: People) -> None:
    """Send a runs/create and close the connection without reading the answer."""
    body = json.dumps(BODY, separators=(",", ":")).encode()  # as httpx writes it
    address = urlsplit(server.url)
    path = f"/api/v4/projects/{people.project.id}/ml/mlflow/api/2.0/mlflow/runs/create"
    head = (
        f"POST {path} HTTP/1.1\r\nHost: {address.netloc}\r\nAuthorization: Bearer {people.developer}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    with socket.create_connection((address.hostname, address.port)) as connection:
        # Reset instead of a farewell: the server learns at once that nobody listens.
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        connection.sendall(head.encode() + body)


def runs_of(client: Mlflow) -> list[str]:
    return [run["info"]["run_id"] for run in client.post("runs/search", experiment_ids=["0"]).json().get("runs", [])]


def create(client: Mlflow) -> str:
    run_id: str = client.post("runs/create", **BODY).json()["run"]["info"]["run_id"]
    return run_id


def first_of(client: Mlflow) -> str:
    """Wait for the run whose answer nobody heard."""
    for _ in range(200):
        found = runs_of(client)
        if found:
            return found[0]
        time.sleep(0.01)
    raise AssertionError("the request was not done")


def test_two_heard_requests_make_two_runs(developer: Mlflow) -> None:
    assert create(developer) != create(developer)
    assert len(runs_of(developer)) == 2


def test_repeating_an_unheard_request_gives_the_first_run(server: Running, people: People, developer: Mlflow) -> None:
    unheard = _leave_while_the_writer_is_busy(server, people, developer)
    assert create(developer) == unheard
    assert runs_of(developer) == [unheard]


def test_the_answer_is_given_again_only_once_it_is_heard(server: Running, people: People, developer: Mlflow) -> None:
    unheard = _leave_while_the_writer_is_busy(server, people, developer)
    assert create(developer) == unheard
    assert create(developer) != unheard


def test_another_persons_equal_request_makes_a_run_of_its_own(
    server: Running, people: People, developer: Mlflow
) -> None:
    unheard = _leave_while_the_writer_is_busy(server, people, developer)
    assert create(server.client(people.owner, people.project.id)) != unheard


def test_after_five_minutes_an_equal_request_is_a_new_one(
    server: Running, people: People, developer: Mlflow, monkeypatch: pytest.MonkeyPatch
) -> None:
    unheard = _leave_while_the_writer_is_busy(server, people, developer)
    now = clock.now_ms()
    monkeypatch.setattr(clock, "now_ms", lambda: now + 301_000)
    assert create(developer) != unheard


def _leave_while_the_writer_is_busy(server: Running, people: People, developer: Mlflow) -> str:
    """Hold the writer until the client is gone, so that the answer finds nobody; return the run that was made."""
    database = server.server.database
    developer.post("runs/search", experiment_ids=["0"])  # the token is known before the writer is held
    gone, held = threading.Event(), threading.Event()

    def hold(_: object) -> None:
        held.set()
        assert gone.wait(5)

    holder = threading.Thread(target=database.write_now, args=(hold,))
    holder.start()
    assert held.wait(5)
    send_and_leave(server, people)
    time.sleep(0.2)  # for the server to read the request and to see the reset
    gone.set()
    holder.join()
    return first_of(developer)
