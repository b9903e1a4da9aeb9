"""Files through MLflow's artifact proxy: one large one, many small ones, several large ones at the same time.

Whatever was sent is fetched again, and compared by its SHA-256 once the clock has stopped.
"""

import time
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import wait
from dataclasses import dataclass
from itertools import count
from statistics import median

from bench.api import Api
from bench.contents import content
from bench.endpoint import Endpoint
from bench.row import Cell, Figure, Outcome, Row, outcome
from bench.transfer import Transfer, Transferred, fetch, send, sha256

MB = 1_000_000
LARGE = 256 * 2**20
PARALLEL, PARALLEL_SIZE = 8, 64 * 2**20
SMALL = 10 * 2**10
FILES = 500
CONNECTIONS = 8
SAMPLE_SECONDS = 0.01
NO_PROXY = "it has no artifact proxy"

Move = Callable[[Transfer], Transferred]


def name_of(number: int, size: int) -> str:
    """Name a file; the bench's stub takes the size from there."""
    return f"{number}-{size}"


def place_of(connection: int, turn: int) -> int:
    """Return the number of a connection's next file among those of all."""
    return turn * CONNECTIONS + connection


@dataclass(frozen=True, slots=True)
class PutFiles:
    """Put one new file after the other, 500 to a folder."""

    folder: str

    def requests(self, endpoint: Endpoint, connection: int) -> Generator[bytes, bytes, None]:
        """Yield whole HTTP requests for ever."""
        put = endpoint.put_file(self.folder)
        for turn in count():
            number = place_of(connection, turn)
            yield put(path_of(number), content(number, SMALL).tobytes())


@dataclass(frozen=True, slots=True)
class GetFiles:
    """Get the files of the first folder again and again; each connection those that it has `stored`."""

    folder: str
    stored: Sequence[int]

    def requests(self, endpoint: Endpoint, connection: int) -> Generator[bytes, bytes, None]:
        """Yield whole HTTP requests for ever."""
        get = endpoint.get_file(self.folder)
        turns = self.turns(connection)
        for turn in count():
            yield get(path_of(place_of(connection, turn % turns)))

    def turns(self, connection: int) -> int:
        """Return after how many files a connection begins again."""
        return max(1, min(self.stored[connection], FILES // CONNECTIONS))


def path_of(number: int) -> str:
    """Return where a small file is, below the folder of all of them."""
    return f"{number // FILES}/{name_of(number, SMALL)}"


def _measure_large(cell: Cell) -> Outcome:
    root = _new_root(cell)
    rates: dict[Move, list[float]] = {send: [], fetch: []}
    growths: dict[Move, float] = {}
    complaints: list[str] = []
    until = time.perf_counter() + cell.seconds
    for number in count():
        transfer = Transfer(cell.site.endpoint, f"{root}/large-{number}", (name_of(0, LARGE),), LARGE)
        for move in (send, fetch):
            moved, growth = _watched(cell, move, transfer)
            rates[move].append(LARGE / MB / moved.seconds)
            growths[move] = max(growth, growths.get(move, 0))
            complaints += moved.complaints
        if time.perf_counter() > until or complaints:
            break
    numbers = [number for move in (send, fetch) for number in (median(rates[move]), growths[move])]
    return Outcome(tuple(numbers), tuple(complaints), _remarks(cell))


def _measure_parallel(cell: Cell) -> Outcome:
    names = tuple(name_of(number, PARALLEL_SIZE) for number in range(PARALLEL))
    transfer = Transfer(cell.site.endpoint, f"{_new_root(cell)}/parallel", names, PARALLEL_SIZE)
    sent, growth = _watched(cell, send, transfer)
    fetched = cell.generator.start(fetch, transfer).result()
    rate = PARALLEL * PARALLEL_SIZE / MB / sent.seconds
    return Outcome((rate, growth), (*sent.complaints, *fetched.complaints), _remarks(cell))


def _measure_small(cell: Cell) -> Outcome:
    folder = f"{_new_root(cell)}/small"
    put = cell.load(PutFiles(folder), CONNECTIONS)
    up = outcome(put, (put.rate,), _mismatches(cell, folder, put.good), _remarks(cell))
    script = GetFiles(folder, put.good)
    got = cell.load(script, CONNECTIONS)
    changed = [
        f"{path_of(number)} came back with another SHA-256"
        for connection in got.sample
        for number in [place_of(connection, (got.good[connection] - 1) % script.turns(connection))]
        if sha256(got.last_bodies[connection]) != sha256(content(number, SMALL))
    ]
    down = outcome(got, (got.rate,), changed)
    return Outcome(up.numbers + down.numbers, up.complaints + down.complaints, up.remarks + down.remarks)


def _mismatches(cell: Cell, folder: str, good: Sequence[int]) -> list[str]:
    """Fetch the files of the first folder, and the last of each connection."""
    first = [
        place_of(each, turn) for turn in range(FILES // CONNECTIONS) for each, turns in enumerate(good) if turn < turns
    ]
    last = [place_of(each, turns - 1) for each, turns in enumerate(good) if turns]
    with Api(cell.site.endpoint) as api:
        return [
            f"{path_of(number)} came back with another SHA-256"
            for number in first + last
            if sha256(api.get_file(f"{folder}/{path_of(number)}")) != sha256(content(number, SMALL))
        ]


def _new_root(cell: Cell) -> str:
    """Return the folder of a new run, after a small file that makes the server load what it needs for them."""
    (run,) = cell.site.new_runs(1)
    with Api(cell.site.endpoint) as api:
        root = api.artifact_root(run)
    first = Transfer(cell.site.endpoint, root, (name_of(0, SMALL),), SMALL)
    for move in (send, fetch):
        cell.generator.start(move, first).result()
    return root


def _watched(cell: Cell, move: Move, transfer: Transfer) -> tuple[Transferred, float]:
    """Return how a transfer went, and by how many MiB the server's resident memory grew at most meanwhile."""
    resident_mib = cell.site.server.watch()
    before = peak = resident_mib()
    moving = cell.generator.start(move, transfer)
    while wait([moving], SAMPLE_SECONDS).not_done:
        peak = max(peak, resident_mib())
    return moving.result(), peak - before


def _remarks(cell: Cell) -> tuple[str, ...]:
    return tuple(filter(None, (cell.site.target.artifact_sync,)))


def _where_offered(measure: Callable[[Cell], Outcome]) -> Callable[[Cell], Outcome]:
    def measure_where_offered(cell: Cell) -> Outcome:
        return measure(cell) if cell.site.target.artifact_sync else Outcome((), remarks=(NO_PROXY,))

    return measure_where_offered


ROWS = (
    Row(
        "artifacts",
        "artifact of 256 MiB",
        (
            Figure("up MB/s", "higher", 600),
            Figure("up, memory grows by MiB", "lower", 32),
            Figure("down MB/s", "higher", 800),
            Figure("down, memory grows by MiB", "lower", 32),
        ),
        _where_offered(_measure_large),
    ),
    Row(
        "artifacts",
        f"artifacts of 10 KiB, {FILES} to a folder, connections: {CONNECTIONS}",
        (Figure("up files/s", "higher", 2_000), Figure("down files/s", "higher", 4_000)),
        _where_offered(_measure_small),
    ),
    Row(
        "artifacts",
        f"artifacts of 64 MiB, {PARALLEL} uploads at the same time",
        (Figure("up MB/s", "higher"), Figure("up, memory grows by MiB", "lower", 64)),
        _where_offered(_measure_parallel),
    ),
)
