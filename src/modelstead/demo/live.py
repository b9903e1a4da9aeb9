"""A run that goes on while people look."""

import time
from contextlib import suppress

import msgspec

from modelstead import clock
from modelstead.demo.vision import MoonsRun
from modelstead.demo.writing import log
from modelstead.domain.batch import Batch
from modelstead.domain.run import RunStatus
from modelstead.store import runs
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction


def go_on(database: Database, project_id: int, run_id: str, live: MoonsRun, seconds: float, pace: float = 1.0) -> int:
    """Train on for some seconds, an epoch at each pace, and finish; when interrupted the run is killed.

    Return how many epochs that was.
    """
    until, count, status = time.monotonic() + seconds, 0, RunStatus.KILLED
    points = live.training.run.points
    with suppress(KeyboardInterrupt):
        for _ in live.epochs(with_pictures=False):
            # What was computed has a pace of its own; this is logged when it happens.
            now, count = clock.now_ms(), count + 1
            fresh = [msgspec.structs.replace(point, timestamp=now) for point in points]
            points.clear()
            database.write_now(log, Batch(project_id, run_id, fresh))
            if time.monotonic() + pace > until:
                break
            time.sleep(pace)
        status = RunStatus.FINISHED
    database.write_now(_end, project_id, run_id, status)
    return count


def _end(tx: Transaction, project_id: int, run_id: str, status: RunStatus) -> None:
    run = runs.get(tx, project_id, run_id)
    if run is not None:
        runs.update(tx, msgspec.structs.replace(run, status=status, end_time=clock.now_ms()))
