"""The start page: one's projects, what goes on in them; for those who are new, how to log to this server."""

from typing import Annotated

import msgspec

from modelstead import limits
from modelstead.domain.permission import CREATE_PROJECTS
from modelstead.http.answer import Answer
from modelstead.http.visit import Visit
from modelstead.services import home
from modelstead.settings import Settings
from modelstead.store.database import Database
from modelstead.store.home import SeenProject
from modelstead.store.run_lines import RunLine
from modelstead.web import urls
from modelstead.web.dialect import show
from modelstead.web.found import Found
from modelstead.web.found import found as shown
from modelstead.web.quick_start import QuickStart, quick_start
from modelstead.web.view_state import ViewState


class HomeState(ViewState, frozen=True, kw_only=True):
    """Which projects are listed."""

    q: str = ""
    page: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)] = 1


class HomeView(msgspec.Struct, frozen=True):
    """What the page shows; `total` counts the projects of all pages, `default_project` is who logs without one."""

    state: HomeState
    projects: list[SeenProject]
    total: int
    running: list[RunLine]
    recent: list[RunLine]
    starred: list[Found]
    quick_start: QuickStart
    default_project: int
    may_create: bool

    @property
    def first(self) -> int:
        return (self.state.page - 1) * limits.HOME_PROJECTS + 1

    @property
    def last(self) -> int:
        return self.first + len(self.projects) - 1

    @property
    def newer(self) -> str:
        return urls.HOME + self.state.query(page=self.state.page - 1) if self.state.page > 1 else ""

    @property
    def older(self) -> str:
        return urls.HOME + self.state.query(page=self.state.page + 1) if self.last < self.total else ""


class HomePages:
    """Shows the page."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database = database
        self._default_project = settings.default_project

    async def show(self, visit: Visit, request: HomeState) -> Answer:
        found = await self._database.read(home.look, visit.on_server, request.q.strip(), request.page)
        view = HomeView(
            request,
            found.projects,
            found.total,
            found.running,
            found.recent,
            shown(visit, found.starred),
            quick_start(visit.url, self._default_project),
            self._default_project,
            may_create=visit.may(CREATE_PROJECTS),
        )
        return show(visit, "home.html", view)
