from collections.abc import Iterator

import pytest

from tests.unit.http.protocol_server import (
    GET,
    Application,
    ask,
    assert_refused,
    bodies,
    connect,
    read_to_end,
    read_until,
    serve,
)

START = b"GET /first HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"


@pytest.fixture(scope="module")
def address() -> Iterator[tuple[str, int]]:
    with serve(Application()) as address:
        yield address


def split(head: bytes, size: int) -> list[bytes]:
    return [head[start : start + size] for start in range(0, len(head), size)]


@pytest.mark.parametrize("size", [1_000, 5_000, 100_000])
@pytest.mark.parametrize(
    "head",
    [
        START + b"X: %s\r\n\r\n" % (b"x" * 32_000),
        START + b"".join(b"X-%d: x\r\n" % number for number in range(98)) + b"\r\n",
        START.replace(b"/first", b"/" + b"a" * 16_300) + b"\r\n",
    ],
    ids=["bytes", "count", "target"],
)
def test_a_head_within_the_limits_is_answered_however_it_is_split(
    address: tuple[str, int], head: bytes, size: int
) -> None:
    assert len(bodies(ask(address, *split(head, size)))) == 1


@pytest.mark.parametrize("size", [5_000, 100_000])
@pytest.mark.parametrize(
    "lines",
    [b"X: %s\r\n" % (b"x" * 33_000), b"%s: x\r\n" % (b"x" * 33_000), b"X: %s\r\n" % (b"x" * 1_000) * 34],
    ids=["value", "name", "sum"],
)
def test_headers_beyond_header_bytes_are_answered_431(address: tuple[str, int], lines: bytes, size: int) -> None:
    assert_refused(ask(address, *split(START + lines + b"\r\n", size)), 431)


@pytest.mark.parametrize("number", [99, 50_000])
def test_more_than_header_count_headers_are_answered_431(address: tuple[str, int], number: int) -> None:
    assert_refused(ask(address, START + b"a:b\r\n" * number + b"\r\n"), 431)


@pytest.mark.parametrize("size", [5_000, 100_000])
def test_a_target_beyond_target_bytes_is_answered_414(address: tuple[str, int], size: int) -> None:
    assert_refused(ask(address, *split(START.replace(b"/first", b"/" + b"a" * 16_400) + b"\r\n", size)), 414)


@pytest.mark.parametrize(
    ("endless", "status"),
    [
        (b"GET /" + b"a" * 100_000, 414),
        (START + b"X" * 100_000, 431),
        (START + b"X: " + b"x" * 100_000, 431),
        (b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nT: " + b"x" * 500_000, 431),
    ],
    ids=["target", "name", "value", "trailer"],
)
def test_a_head_without_an_end_is_refused_while_it_arrives(
    address: tuple[str, int], endless: bytes, status: int
) -> None:
    assert_refused(ask(address, endless), status)


def test_what_comes_before_a_head_on_its_connection_does_not_count(address: tuple[str, int]) -> None:
    body = b"POST /body HTTP/1.1\r\nHost: localhost\r\nContent-Length: 200000\r\n\r\n" + b"x" * 200_000
    padded = GET[:-2] + b"X: %s\r\n\r\n" % (b"x" * 2_000)
    with connect(address) as client:
        client.sendall(body + padded * 50 + START[:-10])
        client.sendall(START[-10:] + b"\r\n")
        assert bodies(read_to_end(client)) == [b"/body"] + [b"/first"] * 51


def test_a_head_is_checked_also_when_it_begins_in_the_read_that_ends_a_body(address: tuple[str, int]) -> None:
    body = b"POST /body HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\nabc"
    with connect(address) as client:
        client.sendall(body + b"GET /" + b"a" * 10_000)
        read_until(client, b"/body")
        client.sendall(b"a" * 10_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert_refused(read_to_end(client), 414)
