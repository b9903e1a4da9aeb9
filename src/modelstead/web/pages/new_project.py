"""The form that creates a project."""

from typing import Literal

import msgspec

from modelstead import limits
from modelstead.domain.permission import CREATE_IN_GROUP
from modelstead.domain.project import Visibility, check_description, check_slug, check_title, slug_of
from modelstead.errors import InvalidParameter, PathTaken
from modelstead.http.answer import Answer
from modelstead.http.visit import Form, Visit
from modelstead.services import places, project_creation
from modelstead.services.projects import NewProject
from modelstead.store.database import Database
from modelstead.store.group_search import WantedGroups
from modelstead.web import urls
from modelstead.web.dialect import done, show
from modelstead.web.place_forms import wrong
from modelstead.web.view_state import ViewState


class NewProjectState(ViewState, frozen=True, kw_only=True):
    """Which group the form begins with; "" is one's own."""

    group: str = ""


class CreateProject(Form, frozen=True, kw_only=True):
    """The form; no `group` is the group of one's own, and no `slug` one made of the name."""

    name: str = ""
    slug: str = ""
    group: str = ""
    description: str = ""
    visibility: Literal["private", "internal", "public"] = "private"

    @property
    def wanted(self) -> NewProject:
        return NewProject(
            slug=self.slug.strip() or slug_of(self.name),
            name=self.name,
            description=self.description.replace("\r\n", "\n").strip(),
            visibility=Visibility(self.visibility),
        )


class GroupChoice(msgspec.Struct, frozen=True):
    """A group that the project may be in."""

    path: str
    name: str


class NewProjectView(msgspec.Struct, frozen=True):
    """The form, with what was typed, and what is wrong with it by the names of fields ("" for the whole)."""

    own_group: str
    groups: list[GroupChoice]
    typed: CreateProject
    errors: dict[str, str]


class NewProjectPages:
    """Shows the form and takes it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def show(self, visit: Visit, request: NewProjectState) -> Answer:
        return await self._form(visit, CreateProject(group=request.group))

    async def create(self, visit: Visit, request: CreateProject) -> Answer:
        errors = _wrong(request)
        if errors:
            return await self._form(visit, request, errors)
        try:
            made = await self._database.write(
                project_creation.create, visit.on_server, request.group or None, request.wanted
            )
        except PathTaken as error:
            return await self._form(visit, request, {"slug": str(error)})
        except InvalidParameter as error:
            field = "visibility" if str(error).startswith("visibility") else ""
            return await self._form(visit, request, {field: str(error)})
        return done(visit, urls.project(made), "The project is there. Log a first run to it.")

    async def _form(self, visit: Visit, typed: CreateProject, errors: dict[str, str] | None = None) -> Answer:
        role = None if visit.actor.is_admin else CREATE_IN_GROUP.role
        wanted = WantedGroups(min_role=role, limit=limits.NEW_PROJECT_GROUPS)
        found, _ = await self._database.read(places.groups_page, visit.actor, wanted)
        choices = [
            GroupChoice(each.group.path, each.full_name) for each in found if each.group.path != visit.actor.username
        ]
        typed = msgspec.structs.replace(typed, form_token="")
        view = NewProjectView(visit.actor.username, choices, typed, errors or {})
        return show(visit, "new_project.html", view, 400 if errors else 200)


def _wrong(request: CreateProject) -> dict[str, str]:
    """Return what is wrong with fields by themselves."""
    wanted = request.wanted
    if not request.name.strip():
        return {"name": "A project needs a name."}
    return wrong(
        name=lambda: check_title(wanted.name),
        slug=lambda: check_slug(wanted.slug, "path"),
        description=lambda: check_description(wanted.description),
    )
