"""SIGTERM: finish what was begun, then go."""

import socket
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.cli.commands import serving
from tests.reliability.load import Ledger, assert_kept, write


@pytest.mark.parametrize("workers", [1, 2])
def test_an_idle_server_stops_quickly_with_exit_code_0(tmp_path: Path, workers: int) -> None:
    with serving(tmp_path, "--workers", workers) as server:
        server.run()
        started = time.monotonic()
        assert server.stop() == 0
        assert time.monotonic() - started < 5
    assert "Traceback" not in server.errors()
    wal = server.folder / "modelstead.db-wal"
    assert not wal.exists() or wal.stat().st_size == 0


@pytest.mark.parametrize("workers", [1, 2])
def test_every_request_that_was_taken_is_answered(tmp_path: Path, workers: int) -> None:
    ledger = Ledger()
    with serving(tmp_path, "--workers", workers, "--access-log", "false") as server, ThreadPoolExecutor(8) as pool:
        run_id, token = server.run(), server.token
        for writer in range(8):
            pool.submit(write, server.url, token, run_id, ledger, str(writer), lambda _: True)
        while len(ledger.acknowledged) < 100:
            time.sleep(0.005)
        assert server.stop() == 0
    assert ledger.statuses.keys() <= {200, 0, 503}
    assert "Traceback" not in server.errors()
    assert_kept(ledger, server.folder / "modelstead.db")


def test_a_request_whose_body_is_still_coming_is_answered(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        run_id = server.run()
        body = f'{{"run_id": "{run_id}", "key": "k", "value": "v"}}'.encode()
        port = int(server.url.rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
            head = (
                f"POST /api/2.0/mlflow/runs/set-tag HTTP/1.1\r\nHost: localhost\r\nPRIVATE-TOKEN: {server.token}\r\n"
                f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
            )
            connection.sendall(head.encode() + body[:10])
            time.sleep(0.3)
            server.process.terminate()
            time.sleep(0.3)
            connection.sendall(body[10:])
            assert connection.recv(4096).startswith(b"HTTP/1.1 200 ")
        assert server.process.wait(10) == 0


def test_a_restart_answers_within_2_seconds(tmp_path: Path) -> None:
    seconds = []
    for _ in range(3):  # the machine may be busy with other tests for a while
        with serving(tmp_path) as server:
            server.kill()
        started = time.monotonic()
        with serving(tmp_path):
            seconds.append(time.monotonic() - started)
    assert min(seconds) < 2
