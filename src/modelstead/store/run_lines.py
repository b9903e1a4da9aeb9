"""Runs as a line each, in lists of several projects or experiments."""

import msgspec

from modelstead.domain.run import RunStatus
from modelstead.store.transaction import Row

LINE = (
    "SELECT r.iid, r.run_id, r.name, r.user_id, r.status, r.start_time, r.end_time, "
    "e.iid, e.name, p.id, p.path, p.name "
    "FROM runs r JOIN experiments e ON e.id = r.experiment_id JOIN projects p ON p.id = r.project_id"
)


class OfProject(msgspec.Struct, frozen=True):
    """Which project something is in, as links need it."""

    id: int
    path: str
    name: str


class RunLine(msgspec.Struct, frozen=True):
    """A run and where it is; times are milliseconds, `status` is running, scheduled, finished, failed or killed."""

    iid: int
    run_id: str
    name: str
    user: str
    status: str
    start_time: int
    end_time: int | None
    experiment_iid: int
    experiment_name: str
    project: OfProject


def line(row: Row) -> RunLine:
    """Return the run of a row of LINE."""
    iid, run_id, name, user, status, start_time, end_time, experiment_iid, experiment_name, *project = row
    status = RunStatus(status).name.lower()
    return RunLine(
        iid, run_id, name, user, status, start_time, end_time, experiment_iid, experiment_name, OfProject(*project)
    )
