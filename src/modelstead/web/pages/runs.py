"""An experiment's table of runs."""

import msgspec

from modelstead.domain.actor import Access
from modelstead.domain.experiment import Experiment
from modelstead.http.answer import Answer
from modelstead.http.visit import Visit
from modelstead.services import experiments
from modelstead.store.database import Database
from modelstead.web.dialect import show
from modelstead.web.experiment_state import ExperimentState


class RunsView(msgspec.Struct, frozen=True):
    """What the page shows."""

    experiment: Experiment
    state: ExperimentState


class RunsPages:
    """Shows the table."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def show(self, visit: Visit, request: ExperimentState) -> Answer:
        assert isinstance(visit.access, Access)
        found = await self._database.read(experiments.get, visit.access, str(request.iid))
        return show(visit, "runs.html", RunsView(found, request))
