"""What there is to say about an experiment: notes, tags, numbers, how to use it, and its end."""

import msgspec

from modelstead.domain.actor import Access
from modelstead.http.answer import Answer
from modelstead.http.visit import Visit
from modelstead.services import experiment_head
from modelstead.services.experiment_head import About, ExperimentHead
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from modelstead.web.dialect import show
from modelstead.web.experiment_state import ExperimentState
from modelstead.web.pages.experiments import snippet


class AboutView(msgspec.Struct, frozen=True):
    """What the tab shows."""

    experiment: ExperimentHead
    state: ExperimentState
    about: About
    snippet: str


class AboutPages:
    """Shows the tab."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def show(self, visit: Visit, request: ExperimentState) -> Answer:
        head, about = await self._database.read(_read, visit.in_project, request)
        return show(visit, "experiment_about.html", AboutView(head, request, about, snippet(visit, head.name)))


def _read(tx: Transaction, access: Access, request: ExperimentState) -> tuple[ExperimentHead, About]:
    head = experiment_head.get(tx, access, request.iid)
    return head, experiment_head.about(tx, head, request.find.strip())
