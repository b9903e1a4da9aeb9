import time
from collections.abc import Iterator

import pytest

from modelstead.http.deadlines import ConnectionLimits
from tests.unit.http.protocol_server import GET, Application, connect, read_to_end, read_until, serve


@pytest.fixture(scope="module")
def address() -> Iterator[tuple[str, int]]:
    with serve(Application(), ConnectionLimits(header_seconds=0.1, idle_seconds=0.3)) as address:
        yield address


@pytest.mark.parametrize("sent", [b"", b"\r\n"], ids=["nothing", "only an empty line"])
def test_a_connection_without_a_request_is_closed_without_an_answer_after_idle_seconds(
    address: tuple[str, int], sent: bytes
) -> None:
    with connect(address) as client:
        began = time.monotonic()
        client.sendall(sent)
        assert read_to_end(client) == b""
        assert 0.27 < time.monotonic() - began < 2


def test_a_connection_between_requests_is_closed_after_idle_seconds(address: tuple[str, int]) -> None:
    with connect(address) as client:
        for _ in range(4):
            time.sleep(0.1)
            client.sendall(GET)
            read_until(client, b"/first")
        began = time.monotonic()
        assert read_to_end(client) == b""
        assert 0.27 < time.monotonic() - began < 2
