from collections.abc import Iterator

import pytest

from tests.unit.http.protocol_server import LAST, Application, ask, bodies, serve


@pytest.fixture(scope="module")
def app() -> Application:
    return Application()


@pytest.fixture(scope="module")
def address(app: Application) -> Iterator[tuple[str, int]]:
    with serve(app) as address:
        yield address


@pytest.mark.parametrize(
    "request_",
    [
        b"\r\nGET /ok HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET /ok HTTP/1.1\r\nHOST:\r\n\r\n",
        b"GET http://localhost/ok HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"POST /ok HTTP/1.1\r\nHost: localhost\r\ntransfer-encoding: CHUNKED\r\n\r\n1;a=b\r\nx\r\n0\r\nT: t\r\n\r\n",
    ],
)
def test_unusual_but_well_formed_http_is_answered(address: tuple[str, int], request_: bytes) -> None:
    assert bodies(ask(address, request_ + LAST)) == [b"/ok", b"/last"]


def test_http_1_0_needs_no_host(address: tuple[str, int]) -> None:
    assert bodies(ask(address, b"GET /old HTTP/1.0\r\n\r\n")) == [b"/old"]


def test_trailers_do_not_become_headers(app: Application, address: tuple[str, int]) -> None:
    head = b"POST /trailers HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
    trailers = b"1\r\nx\r\n0\r\nHost: elsewhere\r\nAuthorization: Bearer stolen\r\n\r\n"
    assert bodies(ask(address, head + trailers + LAST)) == [b"/trailers", b"/last"]
    assert app.stored["/trailers"] == b"x"
    assert [name for name, _ in app.headers["/trailers"]] == [b"host", b"transfer-encoding"]
    assert [name for name, _ in app.headers["/last"]] == [b"host", b"connection"]
