"""Send or fetch large files, one on each connection, as fast as blocking sockets can, in the generator's process."""

import hashlib
import http.client
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier
from time import perf_counter

from bench.contents import content
from bench.endpoint import HOST, Endpoint

TIMEOUT_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Transfer:
    """Name files of one size below a folder; each goes over a connection of its own, all at the same time."""

    endpoint: Endpoint
    folder: str
    names: tuple[str, ...]
    size: int


@dataclass(frozen=True, slots=True)
class Transferred:
    """Hold the seconds from the first byte to the last, and what went wrong."""

    seconds: float
    complaints: tuple[str, ...]


def send(transfer: Transfer) -> Transferred:
    """Put the files."""
    bodies = [content(number, transfer.size) for number in range(len(transfer.names))]

    def put(connection: http.client.HTTPConnection, number: int, path: str) -> str:
        headers = transfer.endpoint.authorization | {"Content-Type": "application/octet-stream"}
        connection.request("PUT", path, bodies[number], headers)
        response = connection.getresponse()
        body = response.read()
        return "" if response.status == 200 else f"a PUT was answered {response.status}: {body[:200]!r}"

    return _all_at_once(transfer, put)


def fetch(transfer: Transfer) -> Transferred:
    """Get the files; once all are there, compare their SHA-256 with those of what was sent."""
    received = [memoryview(bytearray(transfer.size)) for _ in transfer.names]

    def get(connection: http.client.HTTPConnection, number: int, path: str) -> str:
        connection.request("GET", path, headers=transfer.endpoint.authorization)
        response = connection.getresponse()
        if response.status != 200:
            return f"a GET was answered {response.status}: {response.read(200)!r}"
        length = 0
        while length < transfer.size and (more := response.readinto(received[number][length:])):
            length += more
        surplus = len(response.read())
        return "" if (length, surplus) == (transfer.size, 0) else f"a file came back with {length + surplus} bytes"

    done = _all_at_once(transfer, get)
    changed = [
        f"{name} came back with another SHA-256"
        for number, name in enumerate(transfer.names)
        if sha256(received[number]) != sha256(content(number, transfer.size))
    ]
    return Transferred(done.seconds, (*done.complaints, *changed))


def sha256(data: bytes | memoryview) -> bytes:
    """Return the digest that tells whether two files are the same."""
    return hashlib.sha256(data).digest()


def _all_at_once(transfer: Transfer, move: Callable[[http.client.HTTPConnection, int, str], str]) -> Transferred:
    """Call `move` for each file on a connection of its own, once all are connected."""
    begin = Barrier(len(transfer.names) + 1)

    def run(number: int) -> str:
        connection = http.client.HTTPConnection(HOST, transfer.endpoint.port, timeout=TIMEOUT_SECONDS)
        try:
            try:
                connection.connect()
                connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            finally:
                begin.wait(TIMEOUT_SECONDS)
            return move(
                connection, number, transfer.endpoint.artifact_path(f"{transfer.folder}/{transfer.names[number]}")
            )
        finally:
            connection.close()

    with ThreadPoolExecutor(len(transfer.names)) as pool:
        moves = [pool.submit(run, number) for number in range(len(transfer.names))]
        begin.wait(TIMEOUT_SECONDS)
        started = perf_counter()
        complaints = [complaint for each in moves if (complaint := each.result())]
        return Transferred(perf_counter() - started, tuple(complaints))
