import asyncio
from dataclasses import replace

import pytest
from uvicorn._types import ASGIReceiveCallable, ASGISendCallable, Scope

from modelstead.http.deadlines import ConnectionLimits
from tests.unit.http.protocol_server import GET, LAST, Application, answer, ask, assert_refused, bodies, serve


async def slow(scope: Scope, _receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
    assert scope["type"] == "http"
    await asyncio.sleep(0.05)
    await answer(send, scope["path"].encode())


def test_pipelined_requests_are_answered_in_order() -> None:
    app = Application()
    requests = [
        b"POST /%d HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\nabc" % number for number in range(50)
    ]
    with serve(app) as address:
        expected = [b"/%d" % number for number in range(50)] + [b"/last"]
        assert bodies(ask(address, b"".join(requests) + LAST)) == expected
        assert bodies(ask(address, *(bytes([byte]) for byte in requests[0] + LAST))) == [b"/0", b"/last"]
    assert app.stored["/49"] == b"abc"


@pytest.mark.parametrize(
    "fault", [b"bad\r\n\r\n", b"POST /cut HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nx"]
)
def test_requests_before_a_malformed_one_are_answered_before_it_is_refused(fault: bytes) -> None:
    with serve(slow) as address:
        first, second, refusal = ask(address, GET + GET + fault + GET).split(b"/first")
    assert first.startswith(b"HTTP/1.1 200 ")
    assert second.startswith(b"HTTP/1.1 200 ")
    assert_refused(refusal, 400)


def test_nothing_is_answered_after_a_request_that_closes_the_connection() -> None:
    with serve(slow) as address:
        assert bodies(ask(address, GET + LAST + GET + b"bad\r\n\r\n")) == [b"/first", b"/last"]


def test_more_than_waiting_requests_are_answered_429() -> None:
    with serve(slow, replace(ConnectionLimits(), waiting_requests=2)) as address:
        *answered, refusal = ask(address, GET * 1_000).split(b"/first")
    assert len(answered) == 3
    assert_refused(refusal, 429, "REQUEST_LIMIT_EXCEEDED")
