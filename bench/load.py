"""Keep connections busy with a script's requests, from a process of its own."""

import asyncio
import gc
import math
import operator
import signal
import time
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from itertools import chain
from multiprocessing import get_context
from time import perf_counter
from types import TracebackType
from typing import Protocol, Self, TypeVar

import uvloop

from bench.connection import Connection, Tally
from bench.endpoint import Endpoint

# A slow target gets more time than asked for until each connection has this many answers, but at most LONGEST times it.
FEWEST_ANSWERS = 2
LONGEST = 4
POLL_SECONDS = 0.05
DRAIN_SECONDS = 120.0

T = TypeVar("T")
R = TypeVar("R")


class Script(Protocol):
    """Make the requests of one connection, each seeing the body of the answer before it."""

    def requests(self, endpoint: Endpoint, connection: int) -> Generator[bytes, bytes, None]:
        """Yield whole HTTP requests for ever."""


@dataclass(frozen=True, slots=True)
class Load:
    """Say what to send, over how many connections and for how long; a unit is `unit_requests` requests."""

    endpoint: Endpoint
    script: Script
    connections: int
    seconds: float
    warm_up: float
    unit_requests: int = 1


@dataclass(frozen=True, slots=True)
class Answers:
    """Hold what came back: units/s, seconds of each answer, the generator's share of a core; lists by connection."""

    rate: float
    latencies: tuple[Sequence[float], ...]
    generator_share: float
    good: tuple[int, ...]
    failed: tuple[int, ...]
    last_bodies: tuple[bytes, ...]
    reasons: dict[str, int]

    @property
    def p50(self) -> float:
        """Return the median latency in ms."""
        return self.percentile(0.50)

    @property
    def p99(self) -> float:
        """Return the latency in ms that one in a hundred answers exceeds."""
        return self.percentile(0.99)

    def percentile(self, share: float, connections: slice = slice(None)) -> float:
        """Return the latency in ms below which `share` of the answers on these connections lie."""
        ordered = sorted(chain.from_iterable(self.latencies[connections]))
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000 if ordered else math.nan

    @property
    def complaints(self) -> tuple[str, ...]:
        """Return one line per kind of failure."""
        return tuple(f"{count} times: {reason}" for reason, count in self.reasons.items())

    @property
    def sample(self) -> list[int]:
        """Return the first, the middle and the last connection, of those that saw no failure."""
        whole = [number for number, failures in enumerate(self.failed) if not failures]
        return sorted({whole[0], whole[len(whole) // 2], whole[-1]}) if whole else []


class LoadGenerator:
    """Own the one process that all loads run in."""

    def __init__(self) -> None:
        # Started fresh, not forked: it shall not carry this process's memory and threads.
        self._pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_leave_interrupts_alone)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._pool.shutdown(cancel_futures=True)

    def run(self, load: Load) -> Answers:
        """Run a load to its end."""
        return self.start(_run, load).result()

    def start(self, work: Callable[[T], R], argument: T) -> Future[R]:
        """Start other work in the generator's process."""
        return self._pool.submit(work, argument)


def _leave_interrupts_alone() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _run(load: Load) -> Answers:
    gc.collect()
    gc.disable()
    try:
        return uvloop.run(_drive(load))
    finally:
        gc.enable()


async def _drive(load: Load) -> Answers:
    tally = Tally(load.connections)
    connections = [
        Connection(number, load.endpoint.port, load.unit_requests, load.script.requests(load.endpoint, number), tally)
        for number in range(load.connections)
    ]
    await asyncio.gather(*(connection.open() for connection in connections))
    await asyncio.sleep(load.warm_up)

    for latencies in tally.latencies:
        del latencies[:]
    good_before, started, cpu_before = tuple(tally.good), perf_counter(), time.process_time()
    await asyncio.sleep(load.seconds)
    for _ in range(int((LONGEST - 1) * load.seconds / POLL_SECONDS)):
        if not tally.busy or min(map(operator.sub, tally.good, good_before)) >= FEWEST_ANSWERS:
            break
        await asyncio.sleep(POLL_SECONDS)
    good = sum(tally.good) - sum(good_before)
    seconds = perf_counter() - started
    share = (time.process_time() - cpu_before) / seconds

    tally.stopping = True
    try:
        await asyncio.wait_for(tally.all_idle.wait(), DRAIN_SECONDS)
    except TimeoutError:
        for connection in connections:
            connection.abandon()
    return Answers(
        rate=good / seconds / load.unit_requests,
        latencies=tally.latencies,
        generator_share=share,
        good=tuple(tally.good),
        failed=tuple(tally.failed),
        last_bodies=tuple(tally.last_bodies),
        reasons=dict(tally.reasons.most_common(5)),
    )
