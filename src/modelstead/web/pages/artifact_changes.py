"""What forms change of a run's files: they remove a file, or a folder with all that is in it."""

from modelstead.domain.actor import Access
from modelstead.http.answer import Answer
from modelstead.http.visit import Form, Visit
from modelstead.services import artifact_views
from modelstead.store.database import Database
from modelstead.web import urls
from modelstead.web.dialect import done


class DeleteArtifacts(Form, frozen=True, kw_only=True):
    """The form."""

    iid: int
    path: str


class ArtifactChanges:
    """Carries the forms out."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def delete(self, visit: Visit, request: DeleteArtifacts) -> Answer:
        assert isinstance(visit.access, Access)
        left = await self._database.write(artifact_views.delete, visit.access, request.iid, request.path)
        name = request.path.rpartition("/")[2]
        return done(visit, urls.artifacts(visit.access.project, request.iid, left), f"“{name}” is deleted.")
