"""The star of a project."""

from modelstead.http.answer import Answer
from modelstead.http.visit import Form, Visit
from modelstead.services import home
from modelstead.store.database import Database
from modelstead.web import urls
from modelstead.web.addresses import local
from modelstead.web.dialect import done


class StarProject(Form, frozen=True, kw_only=True):
    """The form: whether the project is to have the star, and the page to go back to."""

    starred: bool
    to: str = ""


class StarPages:
    """Gives the star and takes it away."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def star(self, visit: Visit, request: StarProject) -> Answer:
        await self._database.write(home.star, visit.in_project, starred=request.starred)
        project = visit.in_project.project
        said = f"{project.name} is at the top of your projects." if request.starred else f"{project.name} has no star."
        return done(visit, local(request.to) if request.to else urls.project(project), said)
