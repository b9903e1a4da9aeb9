"""log-batch: calls of 1,000 metrics, and calls of 10 metrics and 5 params."""

import time
from collections.abc import Generator
from dataclasses import dataclass
from functools import partial
from itertools import count, cycle

from bench.api import Api
from bench.endpoint import Endpoint
from bench.load import Answers
from bench.row import Cell, Figure, Outcome, Row, outcome

KEYS = tuple(f"metric_{number}" for number in range(10))
STEPS = 100
PARAMS = 5
# Each connection of the small batches goes round so many runs, so that a run gets params by the dozen, not by the
# thousand: that would slow a peer down as the row goes on. Whoever is faster gets more params into each run.
RUNS_EACH = 25


@dataclass(frozen=True, slots=True)
class BigBatch:
    """Log 100 further steps of 10 keys in each request; the value is the step and a half."""

    runs: tuple[str, ...]

    def requests(self, endpoint: Endpoint, connection: int) -> Generator[bytes, bytes, None]:
        """Yield whole HTTP requests for ever."""
        post = endpoint.post("runs/log-batch")
        # The steps of call N are N00 to N99, hence one replacement makes the body of the next call.
        metrics = ",".join(
            f'{{"key":"{key}","value":@{step:02}.5,"timestamp":#,"step":@{step:02}}}'
            for step in range(STEPS)
            for key in KEYS
        )
        template = f'{{"run_id":"{self.runs[connection]}","metrics":[{metrics}],"params":[],"tags":[]}}'.encode()
        for call in count(1):
            yield post(template.replace(b"@", b"%d" % call).replace(b"#", b"%d" % (time.time() * 1000)))


@dataclass(frozen=True, slots=True)
class SmallBatch:
    """Log one further step of 10 keys and 5 new params in each request, going round the runs of the connection."""

    runs: tuple[str, ...]

    def requests(self, endpoint: Endpoint, connection: int) -> Generator[bytes, bytes, None]:
        """Yield whole HTTP requests for ever."""
        post = endpoint.post("runs/log-batch")
        metrics = ",".join(f'{{"key":"{key}","value":@.5,"timestamp":#,"step":@}}' for key in KEYS)
        params = ",".join(f'{{"key":"param_@_{number}","value":"{number}"}}' for number in range(PARAMS))
        templates = [
            f'{{"run_id":"{run}","metrics":[{metrics}],"params":[{params}],"tags":[]}}'.encode()
            for run in _runs_of(self.runs, connection)
        ]
        for turn, template in enumerate(cycle(templates)):
            step = b"%d" % (turn // len(templates))
            yield post(template.replace(b"@", step).replace(b"#", b"%d" % (time.time() * 1000)))


def _runs_of(runs: tuple[str, ...], connection: int) -> tuple[str, ...]:
    return runs[connection * RUNS_EACH : (connection + 1) * RUNS_EACH]


def _measure_big(cell: Cell, connections: int) -> Outcome:
    runs = cell.site.new_runs(connections)
    answers = cell.load(BigBatch(runs), connections)
    metrics_rate = answers.rate * STEPS * len(KEYS)
    return outcome(answers, (metrics_rate, answers.p50, answers.p99), _mismatches_big(cell, runs, answers))


def _mismatches_big(cell: Cell, runs: tuple[str, ...], answers: Answers) -> list[str]:
    found = []
    with Api(cell.site.endpoint) as api:
        for connection in answers.sample:
            latest = api.get_run(runs[connection]).points
            last = answers.good[connection] * STEPS + STEPS - 1
            if latest != dict.fromkeys(KEYS, (last, last + 0.5)):
                found.append(f"the latest points are {latest}, not those of step {last}")
        # Reading long histories back takes a while: one of them is enough.
        for connection in answers.sample[:1]:
            points = answers.good[connection] * STEPS
            stored = api.count_points(runs[connection], KEYS[0])
            if stored != points:
                found.append(f"{points} points of {KEYS[0]} were acknowledged, {stored} are stored")
    return found


def _measure_small(cell: Cell, connections: int) -> Outcome:
    runs = cell.site.new_runs(connections * RUNS_EACH)
    answers = cell.load(SmallBatch(runs), connections)
    return outcome(answers, (answers.rate, answers.p50, answers.p99), _mismatches_small(cell, runs, answers))


def _mismatches_small(cell: Cell, runs: tuple[str, ...], answers: Answers) -> list[str]:
    found = []
    with Api(cell.site.endpoint) as api:
        for connection in answers.sample:
            for place, run in enumerate(_runs_of(runs, connection)):
                calls = (answers.good[connection] + RUNS_EACH - 1 - place) // RUNS_EACH
                stored = api.get_run(run)
                if len(stored.data.params) != calls * PARAMS:
                    found.append(f"{calls * PARAMS} params were acknowledged, {len(stored.data.params)} are stored")
                expected = dict.fromkeys(KEYS, (calls - 1, calls - 0.5)) if calls else {}
                if stored.points != expected:
                    found.append(f"the latest points are {stored.points}, not those of step {calls - 1}")
    return found


def _big_row(connections: int, goal: float) -> Row:
    figures = (Figure("metrics/s", "higher", goal), Figure("p50 ms", "lower"), Figure("p99 ms", "lower"))
    title = f"log-batch of 1,000 metrics, connections: {connections}"
    return Row("log-batch", title, figures, partial(_measure_big, connections=connections))


ROWS = (
    _big_row(1, 120_000),
    _big_row(8, 150_000),
    Row(
        "log-batch",
        "log-batch of 10 metrics and 5 new params, connections: 8",
        (Figure("requests/s", "higher", 4_000), Figure("p50 ms", "lower"), Figure("p99 ms", "lower")),
        partial(_measure_small, connections=8),
    ),
)
