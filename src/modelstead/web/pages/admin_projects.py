"""All projects of the server, for administrators: who and what is in them, and those in the trash."""

from typing import Annotated, Literal

import msgspec

from modelstead import limits
from modelstead.errors import AlreadyExists, InvalidParameter
from modelstead.http.answer import Answer
from modelstead.http.visit import Form, Visit
from modelstead.services import administration
from modelstead.store.database import Database
from modelstead.store.server_projects import Order, ServerProject, State, Wanted
from modelstead.web import urls
from modelstead.web.dialect import done, failed, show
from modelstead.web.pages.admin_user import Id
from modelstead.web.view_state import ViewState


class ProjectsState(ViewState, frozen=True, kw_only=True):
    """Which projects are listed, and by what."""

    q: str = ""
    state: Literal["", "active", "archived", "deleted"] = ""
    sort: Literal["path", "size", "activity", "created"] = "path"
    page: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)] = 1

    @property
    def wanted(self) -> Wanted:
        return Wanted(
            search=self.q.strip(),
            state=State(self.state) if self.state else None,
            order=Order(self.sort),
            limit=limits.ADMIN_ROWS,
            offset=(self.page - 1) * limits.ADMIN_ROWS,
        )


class RestoreProject(Form, frozen=True, kw_only=True):
    """The form that is one button."""

    project_id: Id


class ProjectsView(msgspec.Struct, frozen=True):
    """A page of the list."""

    state: ProjectsState
    projects: list[ServerProject]
    total: int
    last_page: int


class AdminProjects:
    """Shows the list, and takes projects out of the trash."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def show(self, visit: Visit, request: ProjectsState) -> Answer:
        found, total = await self._database.read(administration.projects_page, request.wanted)
        view = ProjectsView(request, found, total, max(1, -(-total // limits.ADMIN_ROWS)))
        return show(visit, "admin_projects.html", view)

    async def restore(self, visit: Visit, request: RestoreProject) -> Answer:
        try:
            project = await self._database.write(administration.restore_project, visit.on_server, request.project_id)
        except (InvalidParameter, AlreadyExists) as error:
            return failed(visit, urls.admin("projects") + ProjectsState(state="deleted").query(), str(error))
        return done(visit, urls.project(project), "The project is out of the trash.")
