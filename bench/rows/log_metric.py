"""log-metric: one point a request, each connection to its own run."""

from collections.abc import Generator
from dataclasses import dataclass
from functools import partial
from itertools import count

from bench.api import Api
from bench.endpoint import Endpoint
from bench.load import Answers
from bench.row import Cell, Figure, Outcome, Row, outcome
from bench.target import Place, Store

KEYS = ("loss", "accuracy", "learning_rate")
FIRST_MS = 1_700_000_000_000


@dataclass(frozen=True, slots=True)
class LogMetric:
    """Log the keys in turn, step after step; the value is the step and a half."""

    runs: tuple[str, ...]

    def requests(self, endpoint: Endpoint, connection: int) -> Generator[bytes, bytes, None]:
        """Yield whole HTTP requests for ever."""
        post = endpoint.post("runs/log-metric")
        run = self.runs[connection]
        heads = [f'{{"run_uuid":"{run}","run_id":"{run}","key":"{key}",'.encode() for key in KEYS]
        for step in count():
            for head in heads:
                yield post(b'%b"value":%d.5,"timestamp":%d,"step":%d}' % (head, step, FIRST_MS + step, step))


def _measure(cell: Cell, connections: int) -> Outcome:
    runs = cell.site.new_runs(connections)
    answers = cell.load(LogMetric(runs), connections)
    return outcome(answers, (answers.rate, answers.p50, answers.p99), _mismatches(cell, runs, answers))


def _mismatches(cell: Cell, runs: tuple[str, ...], answers: Answers) -> list[str]:
    found = []
    with Api(cell.site.endpoint) as api:
        for connection in answers.sample:
            run = runs[connection]
            latest = api.get_run(run).points
            for place, key in enumerate(KEYS):
                points = (answers.good[connection] + len(KEYS) - 1 - place) // len(KEYS)
                stored = api.count_points(run, key)
                if stored != points:
                    found.append(f"{points} points of {key} were acknowledged, {stored} are stored")
                if points and latest.get(key) != (points - 1, points - 0.5):
                    found.append(f"the latest point of {key} is {latest.get(key)}, not that of step {points - 1}")
    return found


def _row(connections: int, goal: float, p99_goal: float | None, family: str, store: Store) -> Row:
    where = ", PostgreSQL" if store is Store.POSTGRESQL else ""
    figures = (Figure("requests/s", "higher", goal), Figure("p50 ms", "lower"), Figure("p99 ms", "lower", p99_goal))
    measure = partial(_measure, connections=connections)
    return Row(family, f"log-metric{where}, connections: {connections}", figures, measure, Place(store))


ROWS = (
    _row(1, 2_000, None, "log-metric", Store.SQLITE),
    _row(8, 7_000, None, "log-metric", Store.SQLITE),
    _row(64, 12_000, 20, "log-metric", Store.SQLITE),
)
POSTGRESQL_ROWS = (
    _row(1, 1_200, None, "postgresql", Store.POSTGRESQL),
    _row(8, 4_000, None, "postgresql", Store.POSTGRESQL),
    _row(64, 8_000, None, "postgresql", Store.POSTGRESQL),
)
