"""A pipeline of a CI system, and what came of it."""

import msgspec

from modelstead.http.answer import Answer
from modelstead.http.visit import Visit
from modelstead.services import ci_pipeline
from modelstead.store.database import Database
from modelstead.web.dialect import show


class OnePipeline(msgspec.Struct, frozen=True, kw_only=True):
    """The address of a pipeline, by its number at the CI system."""

    pipeline_id: str


class PipelinePage:
    """Shows a pipeline."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def show(self, visit: Visit, request: OnePipeline) -> Answer:
        found = await self._database.read(ci_pipeline.get, visit.in_project, request.pipeline_id)
        return show(visit, "pipeline.html", found)
