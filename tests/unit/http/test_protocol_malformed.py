from collections.abc import Iterator

import pytest

from tests.unit.http.protocol_server import Application, ask, assert_refused, serve

SMUGGLED = b"GET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n"
GET = b"GET / HTTP/1.1\r\nHost: localhost\r\n"
POST = b"POST / HTTP/1.1\r\nHost: localhost\r\n"
CHUNKED = POST + b"Transfer-Encoding: chunked\r\n\r\n"

MALFORMED = {
    "length and chunked": POST + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "chunked and length": POST + b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
    "two lengths": POST + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
    "list of lengths": POST + b"Content-Length: 1, 2\r\n\r\nxx",
    "signed length": POST + b"Content-Length: +1\r\n\r\nx",
    "length beyond 64 bits": POST + b"Content-Length: 99999999999999999999\r\n\r\nx",
    "gzip": POST + b"Transfer-Encoding: gzip\r\n\r\n",
    "gzip, chunked": POST + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
    "chunked twice": POST + b"Transfer-Encoding: chunked\r\n" * 2 + b"\r\n0\r\n\r\n",
    "almost chunked": POST + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "chunk size": CHUNKED + b"0x1\r\na\r\n0\r\n\r\n",
    "chunk overrun": CHUNKED + b"1\r\nabc\r\n0\r\n\r\n",
    "transfer coding as trailer": CHUNKED + b"1\r\na\r\n0\r\nTransfer-Encoding: gzip\r\n\r\n",
    "folded line": GET + b"X: a\r\n b\r\n\r\n",
    "space before colon": b"GET / HTTP/1.1\r\nHost : localhost\r\n\r\n",
    "no colon": GET + b"X\r\n\r\n",
    "no name": GET + b": x\r\n\r\n",
    "NUL": GET + b"X: a\0b\r\n\r\n",
    "bare line feeds": b"GET / HTTP/1.1\nHost: localhost\n\n",
    "bare carriage return": GET + b"X: a\rY: b\r\n\r\n",
    "no host": b"GET / HTTP/1.1\r\n\r\n",
    "two hosts": GET + b"Host: localhost\r\n\r\n",
    "two hosts in HTTP/1.0": b"GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n",
    "unknown version": b"GET / HTTP/1.2\r\nHost: localhost\r\n\r\n",
    "HTTP/0.9": b"GET /\r\n\r\n",
    "HTTP/2 preface": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "unknown method": b"FETCH / HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "CONNECT": b"CONNECT localhost:80 HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "space in target": b"GET /a b HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "target beyond ASCII": b"GET /\xff HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "TLS": b"\x16\x03\x01\x00\xf4\x01\x00\x00\xf0\x03\x03\r\n\r\n",
}


@pytest.fixture(scope="module")
def app() -> Application:
    return Application()


@pytest.fixture(scope="module")
def address(app: Application) -> Iterator[tuple[str, int]]:
    with serve(app) as address:
        yield address


@pytest.mark.parametrize("apart", [False, True], ids=["at once", "apart"])
@pytest.mark.parametrize("fault", MALFORMED)
def test_malformed_http_is_answered_400_and_nothing_after_it_is_read(
    app: Application, address: tuple[str, int], fault: str, *, apart: bool
) -> None:
    request = MALFORMED[fault]
    assert_refused(ask(address, *([request, SMUGGLED] if apart else [request + SMUGGLED])), 400)
    assert app.stored == {}
