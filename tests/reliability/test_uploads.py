"""Uploads that are cut short: kill -9, a client that leaves, a full disk. What is visible is whole."""

import hashlib
import os
import resource
import signal
import socket
import sqlite3
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import httpx
import pytest

from modelstead import limits
from tests.cli.commands import Serving, serving
from tests.mlflow_api.artifacts import new_run
from tests.people import settle
from tests.reliability.test_disk_full import limit_files
from tests.serving import running

KILLS = 3
WRITERS = 4
PIECE = 256 * 1024
PIECES = 12


def content(name: str) -> bytes:
    """Return the bytes of a file, which tell by themselves whether they are whole."""
    unit = hashlib.sha256(name.encode()).digest()
    return unit * (PIECE * PIECES // len(unit))


def pieces(name: str) -> Iterator[bytes]:
    whole = content(name)
    for start in range(0, len(whole), PIECE):
        yield whole[start : start + PIECE]


def put_until_killed(server: Serving, token: str, root: str, writer: str, acknowledged: list[str]) -> None:
    """Store files and, by turns, replace one, until the connection breaks."""
    headers = {"Authorization": f"Bearer {token}"}
    with httpx.Client(base_url=server.url, headers=headers, timeout=30) as http:
        for number in range(10_000):
            name = f"{writer}/{number}" if number % 2 else f"{writer}/replaced"
            body = content(name) if number % 3 else pieces(name)
            try:
                answer = http.put(f"/api/2.0/mlflow-artifacts/artifacts/{root}/{name}", content=body)
            except httpx.TransportError:
                return
            assert answer.status_code == 200, answer.text
            acknowledged.append(name)


def test_after_kill_9_what_was_acknowledged_is_there_and_what_is_there_is_whole(tmp_path: Path) -> None:
    acknowledged: list[str] = []
    token = root = ""
    for kill in range(KILLS):
        with serving(tmp_path) as server:
            token = token or server.token
            root = root or f"runs/{server.run(token)}/artifacts"
            wanted = len(acknowledged) + 3 * WRITERS
            with ThreadPoolExecutor(WRITERS) as pool:
                writers = [
                    pool.submit(put_until_killed, server, token, root, f"{kill}-{writer}", acknowledged)
                    for writer in range(WRITERS)
                ]
                deadline = time.monotonic() + 60
                while len(acknowledged) < wanted:
                    assert time.monotonic() < deadline
                    time.sleep(0.005)
                server.kill()
                for writer in writers:
                    writer.result()
        with serving(tmp_path) as server:
            names = set(listed(server, token, root))
            assert names >= set(acknowledged)
            for name in names:
                assert server.get(f"{root}/{name}", token).content == content(name), name
            assert all("tmp" not in name and len(name) < 20 for name in names)


def listed(server: Serving, token: str, root: str, folder: str = "") -> list[str]:
    query = {"path": f"{root}/{folder}".rstrip("/")}
    headers = {"Authorization": f"Bearer {token}"}
    found = server.http.get("/api/2.0/mlflow-artifacts/artifacts", params=query, headers=headers).json()
    names: list[str] = []
    for entry in found.get("files", []):
        path = f"{folder}/{entry['path']}" if folder else entry["path"]
        names += listed(server, token, root, path) if entry["is_dir"] else [path]
    return names


def files(server: Serving) -> list[Path]:
    """Return every file of the store, temporary ones included."""
    return [path for path in (server.folder / "artifacts").rglob("*") if path.is_file()]


def wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)


@contextmanager
def half_sent(server: Serving, token: str, address: str, *, chunked: bool = False) -> Iterator[socket.socket]:
    """Send half of a file of 2 MiB, and yield the open connection once the server has begun to store it."""
    host, _, port = server.url.rpartition("/")[2].partition(":")
    framing = "Transfer-Encoding: chunked" if chunked else f"Content-Length: {8 * PIECE}"
    head = (
        f"PUT /api/2.0/mlflow-artifacts/artifacts/{address} HTTP/1.1\r\nHost: {host}:{port}\r\n"
        f"Authorization: Bearer {token}\r\n{framing}\r\n\r\n"
    )
    piece = b"x" * PIECE
    before = len(files(server))
    with socket.create_connection((host, int(port))) as connection:
        connection.sendall(head.encode())
        for _ in range(5):
            connection.sendall(b"%x\r\n%s\r\n" % (PIECE, piece) if chunked else piece)
        wait_until(lambda: len(files(server)) > before)
        yield connection


@pytest.mark.parametrize("chunked", [False, True])
@pytest.mark.parametrize("name", ["old", "new"])
def test_a_client_that_breaks_off_changes_nothing(tmp_path: Path, chunked: bool, name: str) -> None:  # noqa: FBT001
    with serving(tmp_path) as server:
        root = f"runs/{server.run()}/artifacts"
        assert server.put(f"{root}/old", b"as before").status_code == 200
        before = files(server)
        with half_sent(server, server.token, f"{root}/{name}", chunked=chunked):
            assert listed(server, server.token, root) == ["old"]
            assert server.get(f"{root}/old").content == b"as before"
        wait_until(lambda: files(server) == before)
        assert listed(server, server.token, root) == ["old"]
        assert server.get(f"{root}/old").content == b"as before"
        assert "Traceback" not in server.errors()


def test_what_a_killed_upload_left_is_swept_by_the_next_server_once_it_is_old(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        token, root = server.token, f"runs/{server.run()}/artifacts"
        with half_sent(server, token, f"{root}/a"):
            server.kill()
    (left,) = files(server)
    assert left.parent.name == "tmp"
    os.utime(left, (0, 0))
    with closing(sqlite3.connect(server.folder / "modelstead.db")) as database, database:
        database.execute("DELETE FROM instance WHERE name = 'swept_at'")  # an hour goes by
    with serving(tmp_path) as server:
        wait_until(lambda: files(server) == [])
        assert listed(server, token, root) == []


def test_a_server_that_stops_lets_an_upload_end(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        token, address = server.token, f"runs/{server.run()}/artifacts/a"
        with half_sent(server, token, address) as connection:
            server.process.send_signal(signal.SIGTERM)
            connection.sendall(b"x" * 3 * PIECE)
            assert connection.recv(100).startswith(b"HTTP/1.1 200 ")
        assert server.process.wait(30) == 0
    with serving(tmp_path) as server:
        assert server.get(address, token).content == b"x" * 8 * PIECE


@pytest.mark.parametrize("chunked", [False, True])
def test_a_full_disk_is_507_changes_nothing_and_heals(tmp_path: Path, chunked: bool) -> None:  # noqa: FBT001
    with serving(tmp_path) as server:
        root = f"runs/{server.run()}/artifacts"
        assert server.put(f"{root}/old", b"as before").status_code == 200
        before = files(server)
        limit_files(server, 2 * 1024 * 1024)
        for name in ("old", "new"):
            answer = server.put(f"{root}/{name}", pieces(name) if chunked else content(name))
            message = "The disk of the artifacts is full; nothing was stored. Reading goes on."
            assert (answer.status_code, answer.json()) == (
                507,
                {"error_code": "RESOURCE_EXHAUSTED", "message": message},
            )
            assert answer.headers["retry-after"] == "15"
        assert listed(server, server.token, root) == ["old"]
        assert server.get(f"{root}/old").content == b"as before"
        assert files(server) == before
        limit_files(server, resource.RLIM_INFINITY)
        assert server.put(f"{root}/new", content("new")).status_code == 200
        assert server.get(f"{root}/new").content == content("new")


def test_an_upload_must_leave_room_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with running(tmp_path) as server:
        people = settle(server.server, "team/project")
        run = new_run(server.client(people.developer, people.project.id))
        monkeypatch.setattr(limits, "FREE_BYTES_MIN", 2**62)
        answer = run.send("PUT", "a", b"1")
        assert (answer.status_code, answer.json()["error_code"]) == (507, "RESOURCE_EXHAUSTED")
        monkeypatch.undo()
        run.put("a", b"1")


def test_several_processes_serve_each_others_files(tmp_path: Path) -> None:
    with serving(tmp_path, "--workers", 2) as server, ThreadPoolExecutor(8) as pool:
        root = f"runs/{server.run()}/artifacts"
        names = [f"{number}" for number in range(40)]
        stored = pool.map(lambda name: server.put(f"{root}/{name}", name.encode()).status_code, names)
        assert set(stored) == {200}
        assert [
            answer.content.decode() for answer in pool.map(lambda name: server.get(f"{root}/{name}"), names)
        ] == names
