"""A runs/create whose client left before it heard the answer, and that it therefore repeats, makes one run."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest

from modelstead import clock
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from tests.people import People
from tests.serving import Mlflow, Running

BODY = {"experiment_id": "0", "start_time": 1_700_000_000_000, "tags": [{"key": "mlflow.source.name", "value": "a.py"}]}
PATIENCE = 10.0


def create(client: Mlflow) -> str:
    run_id: str = client.post("runs/create", **BODY).json()["run"]["info"]["run_id"]
    return run_id


def runs_of(client: Mlflow) -> list[str]:
    return [run["info"]["run_id"] for run in client.post("runs/search", experiment_ids=["0"]).json().get("runs", [])]


@contextmanager
def held(database: Database) -> Iterator[threading.Event]:
    """Keep the writer busy until the block ends; the event is set once it is."""
    begun, go_on = threading.Event(), threading.Event()

    def hold(_: Transaction) -> None:
        begun.set()
        assert go_on.wait(PATIENCE)

    holder = threading.Thread(target=database.write_now, args=(hold,))
    holder.start()
    try:
        yield begun
    finally:
        go_on.set()
        holder.join()


def send(server: Running, people: People) -> socket.socket:
    """Send a runs/create; the answer is for the caller to read, or not."""
    body = json.dumps(BODY, separators=(",", ":")).encode()  # as httpx writes it
    address = urlsplit(server.url)
    head = (
        f"POST /api/v4/projects/{people.project.id}/ml/mlflow/api/2.0/mlflow/runs/create HTTP/1.1\r\n"
        f"Host: {address.netloc}\r\nAuthorization: Bearer {people.developer}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    connection = socket.create_connection((address.hostname, address.port))
    connection.sendall(head.encode() + body)
    time.sleep(0.2)  # for the server to read it
    return connection


def leave(connection: socket.socket) -> None:
    connection.close()
    time.sleep(0.2)  # for the server to notice


@pytest.fixture
def unheard(server: Running, people: People, developer: Mlflow) -> str:
    """Create a run for a client that leaves while it is being made, and return its id."""
    database = server.server.database
    with held(database) as first:
        assert first.wait(PATIENCE)
        connection = send(server, people)
        second = held(database)
        begun = second.__enter__()  # waits behind the request, in the same commit
        time.sleep(0.1)
    assert begun.wait(PATIENCE)
    leave(connection)
    second.__exit__(None, None, None)
    for _ in range(500):
        kept: bool = database.read_now(_answers_kept)
        if kept:
            return runs_of(developer)[0]
        time.sleep(0.01)
    raise AssertionError("the request was not done")


def _answers_kept(tx: Transaction) -> bool:
    return tx.one("SELECT 1 FROM replays") is not None


def test_two_heard_requests_make_two_runs(developer: Mlflow) -> None:
    assert create(developer) != create(developer)
    assert len(runs_of(developer)) == 2


def test_equal_requests_of_clients_that_all_wait_make_a_run_each(developer: Mlflow) -> None:
    with ThreadPoolExecutor(8) as clients:
        created = set(clients.map(lambda _: create(developer), range(8)))
    assert len(created) == 8
    assert set(runs_of(developer)) == created


def test_a_request_whose_client_left_before_its_turn_is_not_done(
    server: Running, people: People, developer: Mlflow
) -> None:
    assert runs_of(developer) == []
    with held(server.server.database) as begun:
        assert begun.wait(PATIENCE)
        leave(send(server, people))
    created = create(developer)
    assert runs_of(developer) == [created]


def test_repeating_an_unheard_request_gives_the_first_run(developer: Mlflow, unheard: str) -> None:
    assert create(developer) == unheard
    assert runs_of(developer) == [unheard]


def test_an_unheard_answer_is_given_once(developer: Mlflow, unheard: str) -> None:
    assert create(developer) == unheard
    assert create(developer) != unheard


def test_another_persons_equal_request_makes_a_run_of_its_own(server: Running, people: People, unheard: str) -> None:
    assert create(server.client(people.owner, people.project.id)) != unheard


def test_after_five_minutes_an_equal_request_is_a_new_one(
    developer: Mlflow, unheard: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = clock.now_ms() + 301_000
    monkeypatch.setattr(clock, "now_ms", lambda: later)
    assert create(developer) != unheard
