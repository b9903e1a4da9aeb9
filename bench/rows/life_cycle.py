"""The life of a run: create it, set a tag, log a parameter, finish it."""

from collections.abc import Generator
from dataclasses import dataclass
from functools import partial
from itertools import count

from bench.api import Api
from bench.endpoint import Endpoint
from bench.load import Answers
from bench.row import Cell, Figure, Outcome, Row, outcome

FIRST_MS = 1_700_000_000_000
REQUESTS = 4


@dataclass(frozen=True, slots=True)
class LifeCycle:
    """Take one run after the other from its creation to its end."""

    experiment: str

    def requests(self, endpoint: Endpoint, connection: int) -> Generator[bytes, bytes, None]:
        """Yield whole HTTP requests for ever, four for each run."""
        create, tag = endpoint.post("runs/create"), endpoint.post("runs/set-tag")
        log, update = endpoint.post("runs/log-parameter"), endpoint.post("runs/update")
        experiment = self.experiment.encode()
        for number in count():
            started = FIRST_MS + number
            name = b"run-%d-%d" % (connection, number)
            answer = yield create(
                b'{"experiment_id":"%b","start_time":%d,"run_name":"%b","tags":[]}' % (experiment, started, name)
            )
            run = run_id(answer)
            ids = b'"run_uuid":"%b","run_id":"%b"' % (run, run)
            yield tag(b'{%b,"key":"stage","value":"%b"}' % (ids, name))
            yield log(b'{%b,"key":"seed","value":"%d"}' % (ids, number))
            yield update(b'{%b,"status":"FINISHED","end_time":%d}' % (ids, started + 1))


def run_id(answer: bytes) -> bytes:
    """Return the first run id of an answer, or nothing; a whole parse would cost more than sending the request."""
    _, _, rest = answer.partition(b'"run_id"')
    return rest.split(b'"', 2)[1] if rest.count(b'"') > 1 else b""


def _measure(cell: Cell, connections: int) -> Outcome:
    answers = cell.load(LifeCycle(cell.site.experiment), connections, unit_requests=REQUESTS)
    return outcome(answers, (answers.rate, answers.p50, answers.p99), _mismatches(cell, answers))


def _mismatches(cell: Cell, answers: Answers) -> list[str]:
    found = []
    with Api(cell.site.endpoint) as api:
        for connection in answers.sample:
            # A load ends between two runs, so the last answer is that of an update.
            run = api.get_run(run_id(answers.last_bodies[connection]).decode())
            number = answers.good[connection] // REQUESTS - 1
            tags = {tag.key: tag.value for tag in run.data.tags}
            params = [(param.key, param.value) for param in run.data.params]
            stored = (run.info.status, tags.get("stage"), params)
            if stored != ("FINISHED", f"run-{connection}-{number}", [("seed", str(number))]):
                found.append(f"the last run is stored as {stored}, not as the one of number {number}")
    return found


ROWS = (
    Row(
        "life-cycle",
        "run life cycle (create, set-tag, log-parameter, update), connections: 8",
        (Figure("runs/s", "higher", 1_200), Figure("p50 ms of a request", "lower"), Figure("p99 ms", "lower")),
        partial(_measure, connections=8),
    ),
)
