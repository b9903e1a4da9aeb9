"""What one connection may cost, and the sweep that holds connections to it."""

import asyncio
from dataclasses import dataclass
from typing import Any

from modelstead import limits as table


@dataclass(frozen=True, slots=True)
class ConnectionLimits:
    """Hold what one connection may cost. A deadline strikes at most `sweep_seconds` late."""

    header_seconds: float = table.HEADER_SECONDS  # from the first byte of a request to the end of its headers
    body_idle_seconds: float = table.BODY_IDLE_SECONDS  # without progress in a body, or in the reading of an answer
    idle_seconds: float = table.CONNECTION_IDLE_SECONDS  # before the first request and between two
    linger_seconds: float = 5  # for a refused client to stop sending: cut at once, it would miss its answer
    sweep_seconds: float = 1
    header_bytes: int = table.HEADER_BYTES
    header_count: int = table.HEADER_COUNT
    target_bytes: int = table.TARGET_BYTES
    waiting_requests: int = 64  # pipelined; each costs 4 KiB, and one read may bring thousands


class Sweep:
    """Check every connection of a server once a tick: one timer instead of one for each request.

    Deadlines count ticks, not seconds, so that a stalled event loop does not expire what waits behind the stall.
    """

    def __init__(self, connections: set[Any], seconds: float) -> None:
        self._connections = connections
        self._seconds = seconds
        self._tick = 0
        self._timer: asyncio.TimerHandle | None = None

    def start(self, loop: asyncio.AbstractEventLoop) -> None:
        if self._timer is None:
            self._timer = loop.call_later(self._seconds, self._run, loop)

    def _run(self, loop: asyncio.AbstractEventLoop) -> None:
        self._timer = None
        if self._connections:
            self.start(loop)
        self._tick += 1
        for connection in tuple(self._connections):
            connection.check(self._tick)
