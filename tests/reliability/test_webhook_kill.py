"""A delivery outlives the death of the server that made it, and one of many processes makes it."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from tests.cli.commands import Serving, serving
from tests.receiving import Receiver, receiver

ALLOWED = ("--webhook-allowed-addresses", "127.0.0.1")


def listen(server: Serving, hook: Receiver, token: str) -> None:
    events = [{"entity": "REGISTERED_MODEL", "action": "CREATED"}]
    made = server.call("webhooks", token, name="hook", url=hook.url, events=events, secret="s")
    assert made.status_code == 200, made.text


def create(server: Serving, token: str, name: str) -> None:
    made = server.call("registered-models/create", token, name=name)
    assert made.status_code == 200, made.text


def end_leases(server: Serving) -> None:
    """Let time pass for what a dead process had claimed."""
    with closing(sqlite3.connect(server.folder / "modelstead.db")) as connection:
        connection.execute("UPDATE webhook_deliveries SET next_at = 1 WHERE state = 0")
        connection.commit()


def test_what_a_killed_server_was_sending_is_sent_by_the_next_one(tmp_path: Path) -> None:
    with receiver(slow=True) as hook:
        with serving(tmp_path, *ALLOWED) as server:
            token = server.token
            listen(server, hook, token)
            create(server, token, "iris")
            first = hook.next()
            server.kill()
        hook.open.set()
        end_leases(server)
        with serving(tmp_path, *ALLOWED):
            second = hook.next()
    assert second.body == first.body
    assert json.loads(second.body)["data"]["name"] == "iris"
    assert second.headers["x-mlflow-delivery-id"] == first.headers["x-mlflow-delivery-id"]


def test_a_server_that_is_stopped_lets_the_next_one_send_at_once(tmp_path: Path) -> None:
    with receiver(slow=True) as hook:
        with serving(tmp_path, *ALLOWED) as server:
            token = server.token
            listen(server, hook, token)
            create(server, token, "iris")
            first = hook.next()
            assert server.stop() == 0
        hook.open.set()
        with serving(tmp_path, *ALLOWED):
            assert hook.next().headers["x-mlflow-delivery-id"] == first.headers["x-mlflow-delivery-id"]


def test_of_several_processes_one_makes_each_delivery(tmp_path: Path) -> None:
    with receiver() as hook, serving(tmp_path, "--workers", 2, *ALLOWED) as server:
        token = server.token
        listen(server, hook, token)
        for number in range(20):
            create(server, token, f"model {number}")
        for _ in range(20):
            hook.next()
        assert not hook.arrived.acquire(timeout=0.5)
    names = sorted(json.loads(each.body)["data"]["name"] for each in hook.received)
    assert names == sorted(f"model {number}" for number in range(20))
