"""The menu of projects in the bar of every page: a part of a page, which scripts load when it is opened."""

import msgspec

from modelstead.http.answer import Answer
from modelstead.http.visit import Visit
from modelstead.services import home
from modelstead.store.database import Database
from modelstead.store.home import SeenProject
from modelstead.web import urls
from modelstead.web.dialect import see_other, show
from modelstead.web.view_state import ViewState


class SwitcherState(ViewState, frozen=True, kw_only=True):
    """What a project's name or path holds."""

    q: str = ""


class SwitcherView(msgspec.Struct, frozen=True):
    """The projects to go to."""

    state: SwitcherState
    projects: list[SeenProject]


class SwitcherPages:
    """Shows the menu's part."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def show(self, visit: Visit, request: SwitcherState) -> Answer:
        """Show the part to scripts and the start page, which has the same list, to people."""
        if not visit.wants_json and not visit.header(b"hx-request"):
            return see_other(urls.HOME + request.query())
        found = await self._database.read(home.switchable, visit.on_server, request.q.strip())
        return show(visit, "switcher.html", SwitcherView(request, found))
