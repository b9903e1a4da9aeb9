"""How to use the MLflow client with a project: what to set, and code that works for what one was looking at."""

from typing import Annotated

import msgspec

from modelstead import limits
from modelstead.domain.actor import Access
from modelstead.domain.permission import READ_MODELS
from modelstead.domain.project import Project
from modelstead.domain.semantic_version import Bump, SemanticVersion
from modelstead.http.answer import Answer
from modelstead.http.visit import Visit
from modelstead.services import experiments, model_head
from modelstead.store import model_versions
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from modelstead.web import client_snippets as code
from modelstead.web import urls
from modelstead.web.client_snippets import Snippet
from modelstead.web.dialect import show
from modelstead.web.quick_start import QuickStart, quick_start
from modelstead.web.view_state import ViewState

Number = Annotated[int, msgspec.Meta(ge=0, le=limits.INT64_MAX)]


class ClientState(ViewState, frozen=True, kw_only=True):
    """What the code is to be about, by its number: an experiment, or a model."""

    experiment: Number | None = None
    model: Number | None = None


class ClientView(msgspec.Struct, frozen=True):
    """What the page shows; `name` is that of what it is about, at an address."""

    project: Project
    state: ClientState
    quick_start: QuickStart
    name: str
    address: str
    snippets: list[Snippet]


class MlflowClientPages:
    """Shows the page, of which scripts make a dialog."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def show(self, visit: Visit, request: ClientState) -> Answer:
        project = visit.in_project.project
        name, address, snippets = await self._database.read(_about, visit.in_project, request)
        start = quick_start(visit.url, project.id)
        return show(visit, "mlflow_client.html", ClientView(project, request, start, name, address, snippets))


def _about(tx: Transaction, access: Access, state: ClientState) -> tuple[str, str, list[Snippet]]:
    if state.model is not None and access.allows(READ_MODELS):
        head = model_head.get(tx, access, state.model)
        highest = model_versions.highest_semantic(tx, head.id)
        following = SemanticVersion.parse(highest).next(Bump.MINOR).text if highest else "1.0.0"
        snippets = [
            code.load_version(head.name, head.behind),
            code.create_version(head.name, following),
            code.log_to_version(),
            code.log_candidate(head.name),
            code.download_files(head.name, head.behind),
        ]
        return head.name, urls.model(access.project, head.iid), snippets
    name, address = "first steps", ""
    if state.experiment is not None:
        found = experiments.find(tx, access, str(state.experiment))
        name, address = found.name, urls.experiment(access.project, found.iid)
    snippets = [code.log_runs(name), code.upload_file(), code.in_ci(), code.create_model()]
    return name if address else "", address, snippets
