import time
from contextlib import ExitStack

from uvicorn._types import ASGIReceiveCallable, ASGISendCallable, Scope

from modelstead.http.deadlines import ConnectionLimits
from tests.unit.http.protocol_server import (
    Application,
    answer,
    assert_refused,
    connect,
    read_to_end,
    read_until,
    seconds_until_cut,
    serve,
)

LIMITS = ConnectionLimits(body_idle_seconds=0.2)
PATIENT = ConnectionLimits(body_idle_seconds=0.5)
LENGTH = b"POST /length HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n"
CHUNKED = b"POST /chunked HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"


async def answer_early(_scope: Scope, _receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
    await answer(send, b"early")


def test_a_silent_body_is_answered_408_and_the_application_hears_disconnect() -> None:
    silences = [LENGTH, LENGTH + b"x" * 50_000, CHUNKED, CHUNKED + b"3\r\nabc\r\n"]
    app = Application()
    with serve(app, LIMITS) as address, ExitStack() as stack:
        began = time.monotonic()
        clients = [stack.enter_context(connect(address)) for _ in silences]
        for client, silence in zip(clients, silences, strict=True):
            client.sendall(silence)
        for client in clients:
            assert_refused(read_to_end(client), 408, "DEADLINE_EXCEEDED")
        assert 0.18 < time.monotonic() - began < 2
    assert sorted(app.lost) == ["/chunked", "/chunked", "/length", "/length"]
    assert app.stored == {}


def test_a_body_that_drips_ends_like_a_silent_one() -> None:
    drips = [
        (LENGTH, b"x"),
        (CHUNKED, b"1\r\nx\r\n"),
        (CHUNKED + b"1;", b"extension"),
        (CHUNKED + b"0\r\n", b"T: trailer\r\n"),
    ]
    app = Application()
    with serve(app, LIMITS) as address, ExitStack() as stack:
        clients = [stack.enter_context(connect(address)) for _ in drips]
        for client, (head, _) in zip(clients, drips, strict=True):
            client.sendall(head)
        began = time.monotonic()
        while time.monotonic() - began < 0.4:
            for client, (_, drip) in zip(clients, drips, strict=True):
                client.sendall(drip)
            time.sleep(0.02)
        for client in clients:
            assert_refused(read_to_end(client), 408, "DEADLINE_EXCEEDED")
    assert app.stored == {}


def test_a_slow_body_with_progress_is_taken_whole() -> None:
    app = Application()
    with serve(app, PATIENT) as address, connect(address) as client:
        client.sendall(LENGTH)
        for _ in range(10):
            time.sleep(0.06)
            client.sendall(b"x" * 10_000)
        read_until(client, b"/length")
    assert app.stored == {"/length": b"x" * 100_000}


def test_a_silent_body_whose_answer_has_begun_only_ends_the_connection() -> None:
    async def app(_scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        await answer(send, b"begun", more=True)
        while (await receive())["type"] != "http.disconnect":
            pass

    with serve(app, LIMITS) as address, connect(address) as client:
        client.sendall(LENGTH)
        received = read_to_end(client)
    assert received.endswith(b"begun\r\n")
    assert received.count(b"HTTP/1.1") == 1


def test_the_rest_of_a_body_that_was_answered_early_has_body_idle_seconds_in_all() -> None:
    with serve(answer_early, LIMITS) as address, connect(address) as client:
        client.sendall(LENGTH)
        read_until(client, b"early")
        assert 0.18 < seconds_until_cut(client, b"x" * 1_500) < 2


def test_a_connection_goes_on_after_an_early_answer_and_the_rest_of_its_body() -> None:
    with serve(answer_early, PATIENT) as address, connect(address) as client:
        for _ in range(3):
            client.sendall(LENGTH)
            read_until(client, b"early")
            client.sendall(b"x" * 100_000)
            time.sleep(0.2)
