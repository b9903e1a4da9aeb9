"""The list of a project's experiments."""

import msgspec

from modelstead.http.answer import Answer
from modelstead.http.visit import Visit
from modelstead.services import experiment_overview
from modelstead.services.experiment_overview import ExperimentList
from modelstead.settings import tracking_uri
from modelstead.store.database import Database
from modelstead.web.dialect import show
from modelstead.web.experiments_state import ExperimentsState


class ExperimentsView(msgspec.Struct, frozen=True):
    """What the page shows; `snippet` is the code that makes an experiment."""

    state: ExperimentsState
    list: ExperimentList
    snippet: str

    @property
    def last(self) -> int:
        """The number of the last row, counted from 1."""
        return self.list.first + self.list.rows

    @property
    def is_narrowed(self) -> bool:
        return bool(self.state.q.strip())

    @property
    def is_new(self) -> bool:
        """Whether nothing has been logged here yet, so that the page says how to begin."""
        runs = sum(line.runs for line in self.list.lines)
        return self.state.stage == "active" and not self.is_narrowed and self.list.total <= 1 and not runs


class ExperimentsPages:
    """Shows the list."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def show(self, visit: Visit, request: ExperimentsState) -> Answer:
        found = await self._database.read(experiment_overview.page, visit.in_project, request.wanted)
        view = ExperimentsView(request, found, snippet(visit))
        return show(visit, "experiments.html", view, 400 if found.error else 200)


def snippet(visit: Visit, name: str = "vision/first-steps") -> str:
    """Return the lines by which a client logs a run to an experiment."""
    quoted = name.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return (
        "import mlflow\n\n"
        f'mlflow.set_tracking_uri("{tracking_uri(visit.url, visit.in_project.project.id)}")\n'
        f'mlflow.set_experiment("{quoted}")\n'
        "with mlflow.start_run():\n"
        '    mlflow.log_metric("loss", 0.25)'
    )
