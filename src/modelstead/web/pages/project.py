"""A project's own page: what it is, what is in it, how to log to it; and the form of its description."""

import msgspec

from modelstead import limits
from modelstead.domain.project import Project
from modelstead.errors import InvalidParameter
from modelstead.http.answer import Answer
from modelstead.http.health import Nothing
from modelstead.http.visit import Form, Visit
from modelstead.services import overview, project_changes
from modelstead.services.overview import Overview
from modelstead.services.project_changes import ProjectChanges
from modelstead.store.database import Database
from modelstead.web import urls
from modelstead.web.activity import Chart, chart
from modelstead.web.dialect import done, show
from modelstead.web.quick_start import QuickStart, quick_start


class ProjectView(msgspec.Struct, frozen=True):
    """What the page shows."""

    project: Project
    overview: Overview
    chart: Chart
    quick_start: QuickStart


class DescriptionView(msgspec.Struct, frozen=True):
    """The form, with what was typed and why it could not be taken."""

    description: str
    longest: int
    error: str = ""


class Describe(Form, frozen=True, kw_only=True):
    """The form; browsers send line ends as two characters."""

    description: str = ""

    @property
    def text(self) -> str:
        return self.description.replace("\r\n", "\n").strip()


class ProjectPages:
    """Shows the page, and takes another description."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def show(self, visit: Visit, _: Nothing) -> Answer:
        found = await self._database.read(overview.look, visit.in_project)
        project = visit.in_project.project
        view = ProjectView(project, found, chart(found.activity), quick_start(visit.url, project.id))
        return show(visit, "project.html", view)

    async def edit(self, visit: Visit, _: Nothing) -> Answer:
        view = DescriptionView(visit.in_project.project.description, limits.DESCRIPTION_LENGTH)
        return show(visit, "description.html", view)

    async def describe(self, visit: Visit, request: Describe) -> Answer:
        try:
            await self._database.write(
                project_changes.update, visit.in_project, ProjectChanges(description=request.text)
            )
        except InvalidParameter as error:
            view = DescriptionView(request.text, limits.DESCRIPTION_LENGTH, str(error))
            return show(visit, "description.html", view, 400)
        return done(visit, urls.project(visit.in_project.project), "The description is changed.")
