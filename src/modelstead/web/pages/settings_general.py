"""General settings of a project: what it is called, where it is, who sees it."""

import msgspec

from modelstead.domain.group import below
from modelstead.domain.permission import READ_SETTINGS
from modelstead.domain.project import Project, Visibility
from modelstead.errors import AlreadyExists, InvalidParameter
from modelstead.http.answer import Answer
from modelstead.http.health import Nothing
from modelstead.http.visit import Visit
from modelstead.services import project_changes, project_settings
from modelstead.services.project_changes import ProjectChanges
from modelstead.settings import tracking_uri
from modelstead.store.database import Database
from modelstead.web import urls
from modelstead.web.dialect import done, see_other, show
from modelstead.web.place_forms import Describe, NarrowView, Rename, SetVisibility, Typed, refused


class SaveGeneral(Describe, frozen=True, kw_only=True):
    """The form of the name, the description and the names of models; what is not checked is not sent."""

    shared_names: bool = False


class GeneralView(msgspec.Struct, frozen=True):
    """The settings, with what was typed, and what is wrong with it by the names of fields.

    `group_visibility` is the widest that the project can have.
    """

    project: Project
    group_path: str
    group_visibility: Visibility
    tracking_uri: str
    typed: Typed
    errors: dict[str, str]


class GeneralSettings:
    """Shows the settings and takes each of their forms."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def first(self, visit: Visit, _: Nothing) -> Answer:
        """Lead to the first page of the settings that the visitor may look at."""
        page = "general" if visit.may(READ_SETTINGS) else "members"
        return see_other(urls.settings(visit.in_project.project, page))

    async def show(self, visit: Visit, _: Nothing) -> Answer:
        return await self._form(visit)

    async def save(self, visit: Visit, request: SaveGeneral) -> Answer:
        changes = ProjectChanges(name=request.name, description=request.text, shared_names=request.shared_names)
        errors = request.text_errors or await self._change(visit, changes)
        if errors:
            typed = {"name": request.name, "description": request.description, "shared_names": request.shared_names}
            return await self._form(visit, errors, **typed)
        return done(visit, urls.settings(visit.in_project.project), "The settings are saved.")

    async def rename(self, visit: Visit, request: Rename) -> Answer:
        errors = request.errors or await self._change(visit, ProjectChanges(slug=request.wanted))
        if errors:
            return await self._form(visit, errors, slug=request.slug)
        project = visit.in_project.project
        moved = msgspec.structs.replace(project, path=below(project.path.rpartition("/")[0], request.wanted))
        return done(visit, urls.settings(moved), f"The path is {moved.path} now.")

    async def set_visibility(self, visit: Visit, request: SetVisibility) -> Answer:
        project, wanted = visit.in_project.project, request.wanted
        if wanted is None:
            return await self._form(visit, {"visibility": "Choose who is to see the project."})
        if wanted.width < project.visibility.width and not request.confirmed:
            view = NarrowView("project", project.path, wanted, project.visibility)
            return show(visit, "settings_narrow.html", view)
        errors = await self._change(visit, ProjectChanges(visibility=wanted))
        if errors:
            return await self._form(visit, errors, visibility=wanted)
        return done(visit, urls.settings(project), f"The project is {wanted.value} now.")

    async def _change(self, visit: Visit, changes: ProjectChanges) -> dict[str, str]:
        """Change the project; return what could not be, by the names of fields."""
        try:
            await self._database.write(project_changes.update, visit.in_project, changes)
        except (AlreadyExists, InvalidParameter) as error:
            return refused(error)
        return {}

    async def _form(self, visit: Visit, errors: dict[str, str] | None = None, **typed: object) -> Answer:
        found = await self._database.read(project_settings.look, visit.in_project)
        project = found.record.project
        fields = Typed(
            name=project.name,
            slug=project.path.rpartition("/")[2],
            description=project.description,
            visibility=project.visibility,
            shared_names=found.record.shared_names,
        )
        view = GeneralView(
            project,
            found.group.path,
            found.group.visibility,
            tracking_uri(visit.url, project.id),
            msgspec.structs.replace(fields, **typed),
            errors or {},
        )
        return show(visit, "settings_general.html", view, 400 if errors else 200)
