"""A real uvicorn server with the deadline protocol, and raw clients for it."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import uvicorn
from uvicorn._types import ASGIReceiveCallable, ASGISendCallable, Scope

from modelstead.http.deadlines import ConnectionLimits
from modelstead.http.protocol import deadline_protocol

GET = b"GET /first HTTP/1.1\r\nHost: localhost\r\n\r\n"
LAST = b"GET /last HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
PATIENCE = 10  # seconds for what must come


@dataclass
class Application:
    """Store every whole request body, and answer with the request's path."""

    stored: dict[str, bytes] = field(default_factory=dict)
    headers: dict[str, list[tuple[bytes, bytes]]] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        assert scope["type"] == "http"
        body, more = b"", True
        while more:
            event = await receive()
            if event["type"] != "http.request":
                self.lost.append(scope["path"])
                return
            body += event["body"]
            more = event["more_body"]
        self.stored[scope["path"]] = body
        self.headers[scope["path"]] = list(scope["headers"])
        await answer(send, scope["path"].encode())


async def answer(send: ASGISendCallable, body: bytes, *, more: bool = False) -> None:
    """Answer with `body`; `more` leaves the answer open."""
    headers = [] if more else [(b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": 200, "headers": headers, "trailers": False})
    await send({"type": "http.response.body", "body": body, "more_body": more})


@contextmanager
def serve(app: Any, limits: ConnectionLimits | None = None) -> Iterator[tuple[str, int]]:
    """Run `app` in a thread, with a sweep every 20 ms, and yield the address."""
    protocol = deadline_protocol(replace(limits or ConnectionLimits(), sweep_seconds=0.02))
    config = uvicorn.Config(app, http=protocol, ws="none", lifespan="off", log_config=None, access_log=False)
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield listener.getsockname()
        finally:
            server.should_exit = True
            thread.join(PATIENCE)
            assert not thread.is_alive()


def connect(address: tuple[str, int]) -> socket.socket:
    return socket.create_connection(address, PATIENCE)


def read_to_end(client: socket.socket) -> bytes:
    """Return all that comes until the server ends its side; a reset is an error."""
    data = b""
    while piece := client.recv(65536):
        data += piece
    return data


def read_until(client: socket.socket, ending: bytes) -> bytes:
    """Return what comes up to `ending`; an answer may arrive in several reads."""
    data = b""
    while not data.endswith(ending):
        piece = client.recv(65536)
        assert piece, data
        data += piece
    return data


def ask(address: tuple[str, int], *pieces: bytes) -> bytes:
    """Send `pieces` on a connection of their own and return all that comes back."""
    with connect(address) as client:
        for piece in pieces:
            client.sendall(piece)
        return read_to_end(client)


def seconds_until_cut(client: socket.socket, drip: bytes) -> float:
    """Send `drip` again and again until the connection breaks, and return how long that took."""
    began = time.monotonic()
    try:
        while time.monotonic() - began < PATIENCE:
            client.sendall(drip)
            time.sleep(0.02)
    except OSError:
        return time.monotonic() - began
    raise AssertionError("the connection was not cut")


def bodies(received: bytes) -> list[bytes]:
    """Return the bodies of answers that are all 200."""
    return [part.split(b"\r\n\r\n", 1)[1] for part in received.split(b"HTTP/1.1 200 OK\r\n")[1:]]


def assert_refused(received: bytes, status: int, error_code: str = "BAD_REQUEST") -> None:
    """Assert that `received` is one answer: a refusal in JSON that announces the end of the connection."""
    head, _, body = received.partition(b"\r\n\r\n")
    lines = head.lower().split(b"\r\n")
    assert int(lines[0].split()[1]) == status
    assert b"connection: close" in lines
    assert b"content-type: application/json" in lines
    assert b"content-length: %d" % len(body) in lines
    refusal = json.loads(body)
    assert refusal.keys() == {"error_code", "message"}
    assert refusal["error_code"] == error_code
    assert refusal["message"].endswith(".")
