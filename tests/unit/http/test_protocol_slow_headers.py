import time
from collections.abc import Iterator

import pytest

from modelstead.http.deadlines import ConnectionLimits
from tests.unit.http.protocol_server import GET, Application, assert_refused, connect, read_to_end, read_until, serve


@pytest.fixture(scope="module")
def address() -> Iterator[tuple[str, int]]:
    with serve(Application(), ConnectionLimits(header_seconds=0.2)) as address:
        yield address


def test_headers_that_stop_arriving_are_answered_408_after_header_seconds(address: tuple[str, int]) -> None:
    with connect(address) as client:
        began = time.monotonic()
        client.sendall(GET[:-2])
        assert_refused(read_to_end(client), 408, "DEADLINE_EXCEEDED")
        assert 0.18 < time.monotonic() - began < 2


def test_headers_that_drip_are_answered_408_too(address: tuple[str, int]) -> None:
    with connect(address) as client:
        client.settimeout(0.02)
        received = b""
        for byte in b"GET / HTTP/1.1\r\nX: " + b"x" * 1_000:
            client.sendall(bytes([byte]))
            try:
                received = client.recv(65536)
            except TimeoutError:
                continue
            break
        assert_refused(received, 408, "DEADLINE_EXCEEDED")


def test_the_deadline_holds_for_later_requests_of_a_connection(address: tuple[str, int]) -> None:
    with connect(address) as client:
        client.sendall(GET)
        read_until(client, b"/first")
        client.sendall(b"G")
        assert_refused(read_to_end(client), 408, "DEADLINE_EXCEEDED")
