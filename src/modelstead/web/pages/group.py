"""A group's own page: what it is, the groups and projects in it."""

from typing import Annotated

import msgspec

from modelstead import limits
from modelstead.domain.group import Group
from modelstead.http.answer import Answer
from modelstead.http.visit import Visit
from modelstead.services import group_overview
from modelstead.services.group_overview import GroupOverview
from modelstead.store.database import Database
from modelstead.web import urls
from modelstead.web.dialect import show
from modelstead.web.pages.groups import TreeRow, tree
from modelstead.web.view_state import ViewState


class GroupState(ViewState, frozen=True, kw_only=True):
    """What of the group is listed: what it holds itself, or what is called so in it and below."""

    q: str = ""
    page: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)] = 1


class GroupView(msgspec.Struct, frozen=True):
    """What the page shows."""

    state: GroupState
    group: Group
    overview: GroupOverview
    subgroups: list[TreeRow]

    @property
    def first(self) -> int:
        return (self.state.page - 1) * limits.GROUP_PROJECTS + 1

    @property
    def last(self) -> int:
        return self.first + len(self.overview.projects) - 1

    @property
    def newer(self) -> str:
        return urls.group(self.group) + self.state.query(page=self.state.page - 1) if self.state.page > 1 else ""

    @property
    def older(self) -> str:
        more = self.last < self.overview.project_count
        return urls.group(self.group) + self.state.query(page=self.state.page + 1) if more else ""


class GroupPage:
    """Shows the page."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def show(self, visit: Visit, request: GroupState) -> Answer:
        found = await self._database.read(group_overview.look, visit.in_group, request.q.strip(), request.page)
        return show(visit, "group.html", GroupView(request, found.record.group, found, tree(found.subgroups)))
