"""The list of a project's registered models."""

import msgspec

from modelstead.http.answer import Answer
from modelstead.http.visit import Visit
from modelstead.services import model_listing
from modelstead.services.model_listing import ModelList
from modelstead.store.database import Database
from modelstead.web import client_snippets
from modelstead.web.dialect import show
from modelstead.web.models_state import ModelsState


class ModelsView(msgspec.Struct, frozen=True):
    """What the page shows; `snippet` is the code that registers a model."""

    state: ModelsState
    list: ModelList
    snippet: str

    @property
    def last(self) -> int:
        """The number of the last line, counted from 1."""
        return self.list.first + len(self.list.lines)

    @property
    def is_narrowed(self) -> bool:
        return bool(self.state.q.strip())


class ModelsPages:
    """Shows the list."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def show(self, visit: Visit, request: ModelsState) -> Answer:
        found = await self._database.read(model_listing.page, visit.in_project, request.wanted)
        snippet = client_snippets.with_uri(visit.url, visit.in_project.project.id, client_snippets.create_model())
        return show(visit, "models.html", ModelsView(request, found, snippet), 400 if found.error else 200)
