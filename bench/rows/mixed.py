"""runs/search while others log: 8 connections log, one searches, all in one experiment of 10,000 runs."""

from collections.abc import Generator
from dataclasses import dataclass
from itertools import count

from bench.api import Api
from bench.endpoint import Endpoint
from bench.load import Answers
from bench.row import Cell, Figure, Outcome, Row, outcome
from bench.rows.search import FILTERED, Search, prepare
from bench.seeds.data import FIRST_MS, METRICS
from bench.target import Place, Store

WRITERS = 8


@dataclass(frozen=True, slots=True)
class Mixed:
    """Log one further step of 10 metrics in each request; the connection behind the writers' searches."""

    runs: tuple[str, ...]
    search: Search

    def requests(self, endpoint: Endpoint, connection: int) -> Generator[bytes, bytes, None]:
        """Return a generator of whole HTTP requests that never ends."""
        return self.search.requests(endpoint, connection) if connection == WRITERS else self._log(endpoint, connection)

    def _log(self, endpoint: Endpoint, connection: int) -> Generator[bytes, bytes, None]:
        post = endpoint.post("runs/log-batch")
        metrics = ",".join(f'{{"key":"{key}","value":@.5,"timestamp":#,"step":@}}' for key in METRICS)
        template = f'{{"run_id":"{self.runs[connection]}","metrics":[{metrics}],"params":[],"tags":[]}}'.encode()
        for step in count():
            yield post(template.replace(b"@", b"%d" % step).replace(b"#", b"%d" % (FIRST_MS + step)))


def _measure(cell: Cell) -> Outcome:
    search, mismatches = prepare(cell, FILTERED)
    runs = cell.site.new_runs(WRITERS)
    answers = cell.load(Mixed(runs, search), WRITERS + 1)
    writers, searcher = slice(WRITERS), slice(WRITERS, None)
    numbers = tuple(answers.percentile(share, kind) for kind in (searcher, writers) for share in (0.50, 0.99))
    # The new runs lack the param of the filter, hence the right answer is still the one of before.
    mismatches += prepare(cell, FILTERED)[1] + _lost(cell, runs, answers)
    return outcome(answers, numbers, mismatches, (cell.site.seeding(),))


def _lost(cell: Cell, runs: tuple[str, ...], answers: Answers) -> list[str]:
    found = []
    with Api(cell.site.endpoint) as api:
        for connection in answers.sample:
            if connection == WRITERS:
                continue
            calls = answers.good[connection]
            stored = api.count_points(runs[connection], METRICS[0])
            if stored != calls:
                found.append(f"{calls} points of {METRICS[0]} were acknowledged, {stored} are stored")
            latest = api.get_run(runs[connection]).points
            if calls and latest != dict.fromkeys(METRICS, (calls - 1, calls - 0.5)):
                found.append(f"the latest points are {latest}, not those of step {calls - 1}")
    return found


ROWS = (
    Row(
        "mixed",
        f"search among 10,000 runs, filtered, while {WRITERS} connections log {len(METRICS)} metrics a call",
        (
            Figure("search p50 ms", "lower"),
            Figure("search p99 ms", "lower", 40),
            Figure("write p50 ms", "lower"),
            Figure("write p99 ms", "lower", 30),
        ),
        _measure,
        Place(Store.SQLITE, 10_000),
    ),
)
