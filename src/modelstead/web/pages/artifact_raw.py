"""The bytes of files, of runs and of model versions, as pages load them and as people save them."""

import asyncio

import msgspec

from modelstead import limits
from modelstead.domain.artifact import Artifact
from modelstead.errors import LimitExceeded
from modelstead.http.answer import Answer, Streamed
from modelstead.http.files import LOCKED, file_answer
from modelstead.http.visit import Visit
from modelstead.services import artifact_views
from modelstead.services.artifact_files import ArtifactFiles
from modelstead.services.file_holders import Holder
from modelstead.store.database import Database
from modelstead.web.pages.artifacts import read_all
from modelstead.web.raw_types import shown
from modelstead.web.viewers import notebook


class RawArtifact(msgspec.Struct, frozen=True, kw_only=True):
    """A file; of a notebook the image that a cell gave, if one is named. Both count from 0."""

    iid: int
    path: str
    download: bool = False
    cell: int = -1
    output: int = 0

    @property
    def holder(self) -> Holder:
        """Whose file it is."""
        return Holder(self.iid)


class RawVersionFile(RawArtifact, frozen=True, kw_only=True):
    """The same of a version of a model."""

    model: int

    @property
    def holder(self) -> Holder:
        return Holder(self.iid, self.model)


class RawPages:
    """Sends the bytes. What a browser would run it saves, or shows where it reaches nothing."""

    def __init__(self, database: Database, files: ArtifactFiles) -> None:
        self._database = database
        self._files = files

    async def show(self, visit: Visit, request: RawArtifact) -> Answer | Streamed:
        artifact = await self._database.read(artifact_views.file, visit.in_project, request.holder, request.path)
        if request.cell >= 0:
            return await self._picture(artifact, request)
        kind = None if request.download else shown(artifact.path)
        return await file_answer(artifact, visit, self._files.read, kind)

    async def _picture(self, artifact: Artifact, request: RawArtifact) -> Answer:
        if artifact.size > notebook.NOTEBOOK.at_most:
            raise LimitExceeded("The notebook is too large to be shown. Download it.")
        content = await read_all(self._files, artifact, 0, artifact.size)
        picture, kind = await asyncio.to_thread(notebook.picture, content, request.cell, max(request.output, 0))
        kept = b"private, max-age=%d" % limits.VIEW_PICTURE_SECONDS
        return Answer(200, picture, kind, ((b"content-security-policy", LOCKED), (b"cache-control", kept)))
