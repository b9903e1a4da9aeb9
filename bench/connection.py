"""One keep-alive connection of the load generator, and what all of them count together."""

import asyncio
from array import array
from collections import Counter
from collections.abc import Generator
from time import perf_counter
from typing import cast

from bench.answer import Answer, read_answer
from bench.endpoint import HOST

# A connection whose requests keep failing tells nothing new and would fill the list of failures.
GIVE_UP_AFTER = 100
REASON_CHARACTERS = 160


class Tally:
    """Count what all connections of one load have seen; latencies in seconds."""

    def __init__(self, connections: int) -> None:
        self.latencies = tuple(array("d") for _ in range(connections))
        self.good = [0] * connections
        self.failed = [0] * connections
        self.last_bodies = [b""] * connections
        self.reasons: Counter[str] = Counter()
        self.stopping = False
        self.busy = connections
        self.all_idle = asyncio.Event()

    def leave(self) -> None:
        """Note that a connection sends nothing more."""
        self.busy -= 1
        if not self.busy:
            self.all_idle.set()


class Connection(asyncio.Protocol):
    """Send a script's requests one after the other, each when the last one is answered."""

    def __init__(
        self, number: int, port: int, unit_requests: int, requests: Generator[bytes, bytes, None], tally: Tally
    ) -> None:
        self._number = number
        self._port = port
        self._unit_requests = unit_requests
        self._requests = requests
        self._tally = tally
        self._transport: asyncio.Transport | None = None
        self._data = b""
        self._sent_at = 0.0
        self._answered = 0
        self._waiting = False
        self._reconnecting: asyncio.Task[None] | None = None
        self._next = next(requests)

    async def open(self) -> None:
        """Connect, which sends the next request."""
        try:
            await asyncio.get_running_loop().create_connection(lambda: self, HOST, self._port)
        except OSError as error:
            self._fail(f"no connection: {error}", answer=False)
            self._tally.leave()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports do not derive from asyncio's.
        self._transport = cast("asyncio.Transport", transport)
        self._data = b""
        self._send()

    def data_received(self, data: bytes) -> None:
        if self._data:
            data = self._data + data
        answer = read_answer(data)
        if answer is None:
            self._data = data
            return
        now = perf_counter()
        self._data = b""
        self._waiting = False
        tally = self._tally
        tally.latencies[self._number].append(now - self._sent_at)
        tally.last_bodies[self._number] = answer.body
        if answer.status == 200:
            tally.good[self._number] += 1
        else:
            self._fail(_reason(answer), answer=True)
        if self._advance(answer.body):
            self._send()
        elif self._transport:
            self._transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None
        if not self._waiting:
            return
        self._waiting = False
        self._fail(f"connection closed by the server: {exc or 'no reason given'}", answer=False)
        if self._advance(b""):
            self._reconnecting = asyncio.get_running_loop().create_task(self.open())

    def abandon(self) -> None:
        """Count a request that was never answered."""
        if self._waiting:
            self._waiting = False
            self._fail("never answered", answer=False)
        if self._transport:
            self._transport.abort()

    def _advance(self, body: bytes) -> bool:
        """Take the next request and tell whether it shall be sent; a load ends between two units."""
        self._answered += 1
        self._next = self._requests.send(body)
        tally = self._tally
        between_units = self._answered % self._unit_requests == 0
        if (tally.stopping and between_units) or tally.failed[self._number] >= GIVE_UP_AFTER:
            tally.leave()
            return False
        return True

    def _send(self) -> None:
        assert self._transport
        self._waiting = True
        self._sent_at = perf_counter()
        self._transport.write(self._next)

    def _fail(self, reason: str, *, answer: bool) -> None:
        self._tally.failed[self._number] += 1
        self._tally.reasons[f"answer {reason}" if answer else reason] += 1


def _reason(answer: Answer) -> str:
    text = answer.body[:REASON_CHARACTERS].decode(errors="replace")
    return f"{answer.status} {' '.join(text.split())}"
