"""Time that the server itself takes is not held against the client."""

import asyncio
import time
from collections.abc import Iterator

import pytest
from uvicorn._types import ASGIReceiveCallable, ASGISendCallable, Scope

from modelstead.http.deadlines import ConnectionLimits
from tests.unit.http.protocol_server import GET, answer, connect, read_until, serve

LIMITS = ConnectionLimits(header_seconds=0.25, body_idle_seconds=0.25, idle_seconds=0.25)
POST = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n"


async def wait_and_measure(_scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
    await asyncio.sleep(0.5)
    size, more = 0, True
    while more:
        event = await receive()
        assert event["type"] == "http.request"
        size += len(event["body"])
        more = event["more_body"]
    await answer(send, b"got %d" % size)


@pytest.fixture(scope="module")
def address() -> Iterator[tuple[str, int]]:
    with serve(wait_and_measure, LIMITS) as address:
        yield address


def test_the_next_request_may_be_incomplete_while_one_is_answered(address: tuple[str, int]) -> None:
    with connect(address) as client:
        client.sendall(GET + GET[:10])
        read_until(client, b"got 0")
        client.sendall(GET[10:])
        read_until(client, b"got 0")


def test_a_body_that_the_application_leaves_unread_is_not_late(address: tuple[str, int]) -> None:
    with connect(address) as client:
        client.sendall(POST % 16_000_000 + b"\r\n" + b"x" * 16_000_000)
        read_until(client, b"got 16000000")


def test_a_client_that_waits_for_our_100_continue_is_not_late(address: tuple[str, int]) -> None:
    with connect(address) as client:
        client.sendall(POST % 4 + b"Expect: 100-continue\r\n\r\n")
        assert read_until(client, b"\r\n\r\n") == b"HTTP/1.1 100 Continue\r\n\r\n"
        client.sendall(b"body")
        read_until(client, b"got 4")


def test_a_stalled_event_loop_expires_nothing_that_has_arrived() -> None:
    async def app(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        assert scope["type"] == "http"
        if scope["method"] == "GET":
            time.sleep(0.5)  # noqa: ASYNC251 - the stall
        await receive()
        await answer(send, b"done")

    with serve(app, LIMITS) as address, connect(address) as client, connect(address) as stalling:
        client.sendall(POST % 4 + b"\r\n")
        stalling.sendall(GET)
        time.sleep(0.05)
        client.sendall(b"body")
        read_until(client, b"done")
        read_until(stalling, b"done")
