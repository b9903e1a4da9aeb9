"""What forms change of the files of runs and model versions: they remove a file, or a folder with all in it."""

from modelstead.http.answer import Answer
from modelstead.http.visit import Form, Visit
from modelstead.services import artifact_views
from modelstead.services.file_holders import Holder
from modelstead.store.database import Database
from modelstead.web.dialect import done
from modelstead.web.file_links import FileLinks


class DeleteArtifacts(Form, frozen=True, kw_only=True):
    """The form, of a run."""

    iid: int
    path: str

    @property
    def holder(self) -> Holder:
        """Whose file it is."""
        return Holder(self.iid)


class DeleteVersionFiles(DeleteArtifacts, frozen=True, kw_only=True):
    """The form, of a version of a model."""

    model: int

    @property
    def holder(self) -> Holder:
        return Holder(self.iid, self.model)


class ArtifactChanges:
    """Carries the forms out."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def delete(self, visit: Visit, request: DeleteArtifacts) -> Answer:
        left = await self._database.write(artifact_views.delete, visit.in_project, request.holder, request.path)
        name = request.path.rpartition("/")[2]
        return done(visit, FileLinks(visit.in_project.project, request.holder).page(left), f"“{name}” is deleted.")
