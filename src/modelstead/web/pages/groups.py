"""The groups that somebody sees, as a tree of their paths, and the form that creates one."""

from typing import Annotated

import msgspec

from modelstead import limits
from modelstead.domain.group import Group
from modelstead.domain.permission import CREATE_GROUPS, CREATE_SUBGROUPS
from modelstead.domain.project import Visibility, check_slug, slug_of
from modelstead.errors import AlreadyExists, InvalidParameter
from modelstead.http.answer import Answer
from modelstead.http.visit import Visit
from modelstead.services import group_overview, groups, places
from modelstead.services.group_overview import ListedGroup
from modelstead.services.groups import NewGroup
from modelstead.store.database import Database
from modelstead.store.group_search import GroupOrder, WantedGroups
from modelstead.web import urls
from modelstead.web.dialect import done, show
from modelstead.web.place_forms import Describe, refused, wrong
from modelstead.web.view_state import ViewState

DEEPEST = 6  # level that is drawn further in than the one above it


class GroupsState(ViewState, frozen=True, kw_only=True):
    """Which groups are listed."""

    q: str = ""
    page: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)] = 1


class TreeRow(msgspec.Struct, frozen=True):
    """A group of the list; `depth` counts those above it in the list."""

    group: ListedGroup
    depth: int


class GroupsView(msgspec.Struct, frozen=True):
    """What the page shows; `total` counts the groups of all pages."""

    state: GroupsState
    rows: list[TreeRow]
    total: int
    may_create: bool

    @property
    def first(self) -> int:
        return (self.state.page - 1) * limits.GROUPS_SHOWN + 1

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1

    @property
    def newer(self) -> str:
        return urls.GROUPS + self.state.query(page=self.state.page - 1) if self.state.page > 1 else ""

    @property
    def older(self) -> str:
        return urls.GROUPS + self.state.query(page=self.state.page + 1) if self.last < self.total else ""


class NewGroupState(ViewState, frozen=True, kw_only=True):
    """Which group the new one is below; "" is none."""

    parent: str = ""


class CreateGroup(Describe, frozen=True, kw_only=True):
    """The form; no `slug` is one made of the name, and no `parent` a group at the top."""

    slug: str = ""
    parent: str = ""
    visibility: str = "private"

    @property
    def wanted(self) -> str:
        return self.slug.strip() or slug_of(self.name)

    @property
    def errors(self) -> dict[str, str]:
        if not self.name.strip():
            return {"name": "A group needs a name."}
        return self.text_errors | wrong(slug=lambda: check_slug(self.wanted, "path"))


class NewGroupView(msgspec.Struct, frozen=True):
    """The form, with what was typed, and what is wrong with it by the names of fields ("" for the whole)."""

    parents: list[Group]
    widest: Visibility
    typed: CreateGroup
    errors: dict[str, str]


class GroupsPages:
    """Shows the list and the form, and takes that."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def show(self, visit: Visit, request: GroupsState) -> Answer:
        found, total = await self._database.read(group_overview.every, visit.on_server, request.q.strip(), request.page)
        view = GroupsView(request, tree(found, flat=bool(request.q.strip())), total, visit.may(CREATE_GROUPS))
        return show(visit, "groups.html", view)

    async def new(self, visit: Visit, request: NewGroupState) -> Answer:
        return await self._form(visit, CreateGroup(parent=request.parent))

    async def create(self, visit: Visit, request: CreateGroup) -> Answer:
        visibility = next((each for each in Visibility if each.value == request.visibility), None)
        errors = request.errors
        if visibility is None:
            errors["visibility"] = "Choose who is to see the group."
        if errors or visibility is None:
            return await self._form(visit, request, errors)
        wanted = NewGroup(slug=request.wanted, name=request.name, description=request.text, visibility=visibility)
        try:
            made = await self._database.write(groups.create, visit.on_server, request.parent or None, wanted)
        except (AlreadyExists, InvalidParameter) as error:
            return await self._form(visit, request, refused(error))
        return done(visit, urls.group(made), "The group is there. Create a project in it, or add members.")

    async def _form(self, visit: Visit, typed: CreateGroup, errors: dict[str, str] | None = None) -> Answer:
        role = None if visit.actor.is_admin else CREATE_SUBGROUPS.role
        wanted = WantedGroups(min_role=role, order=GroupOrder.PATH, limit=limits.NEW_PROJECT_GROUPS)
        found, _ = await self._database.read(places.groups_page, visit.actor, wanted)
        typed = msgspec.structs.replace(typed, form_token="")
        view = NewGroupView([each.group for each in found], Visibility.PUBLIC, typed, errors or {})
        return show(visit, "group_new.html", view, 400 if errors else 200)


def tree(found: list[ListedGroup], *, flat: bool = False) -> list[TreeRow]:
    """Return groups as the lines of a tree: each below the nearest one above it that is listed too."""
    if flat:
        return [TreeRow(each, 0) for each in found]
    rows, above = list[TreeRow](), list[str]()
    for each in sorted(found, key=lambda each: each.record.group.path.lower().split("/")):
        path = each.record.group.path
        while above and not path.startswith(f"{above[-1]}/"):
            above.pop()
        rows.append(TreeRow(each, min(len(above), DEEPEST)))
        above.append(path)
    return rows
