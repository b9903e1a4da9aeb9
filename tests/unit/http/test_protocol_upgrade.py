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


@pytest.mark.parametrize("apart", [False, True], ids=["at once", "apart"])
@pytest.mark.parametrize("protocol", [b"websocket", b"h2c", b"TLS/1.0"])
def test_an_upgrade_request_is_answered_as_any_other(
    app: Application, address: tuple[str, int], protocol: bytes, *, apart: bool
) -> None:
    body = b"GET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n"
    head = b"POST /upgrade HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: %s\r\n" % protocol
    head += b"Content-Length: %d\r\n\r\n" % len(body)
    received = ask(address, *([head, body, LAST] if apart else [head + body + LAST]))
    assert bodies(received) == [b"/upgrade", b"/last"]
    assert app.stored["/upgrade"] == body
    assert "/smuggled" not in app.stored


def test_an_upgrade_request_without_a_body_is_answered(address: tuple[str, int]) -> None:
    head = b"GET /socket HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"
    assert bodies(ask(address, head + LAST)) == [b"/socket", b"/last"]
    assert bodies(ask(address, b"GET /old HTTP/1.0\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n")) == [b"/old"]
