"""What changes where a project is, and whether it is: into the archive, to another group, into the trash."""

from typing import Any

import msgspec

from modelstead.domain.actor import Access
from modelstead.domain.group import Group
from modelstead.domain.project import Project, Visibility
from modelstead.errors import AlreadyExists, InvalidParameter, NotFound, PermissionDenied
from modelstead.http.answer import Answer
from modelstead.http.health import Nothing
from modelstead.http.visit import Form, Visit
from modelstead.services import places, project_changes, project_settings
from modelstead.services.project_settings import Contents
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from modelstead.web import urls
from modelstead.web.dialect import done, show
from modelstead.web.place_forms import Delete

MISTYPED = "This is not the path. Type it as it stands above."


class Archive(Form, frozen=True, kw_only=True):
    """The form of one button: into the archive, or out of it."""

    archived: str = ""


class Transfer(Form, frozen=True, kw_only=True):
    """The form of the other group, by its path."""

    group: str = ""


class Destination(msgspec.Struct, frozen=True):
    """A group to transfer to; one that fewer people see than the project cannot take it."""

    path: str
    visibility: Visibility
    is_too_narrow: bool


class TransferView(msgspec.Struct, frozen=True):
    """The form, and why what was chosen cannot be."""

    project: Project
    groups: list[Destination]
    chosen: str = ""
    error: str = ""


class DeleteView(msgspec.Struct, frozen=True):
    """What goes, and why what was typed does not do."""

    project: Project
    contents: Contents
    typed: str = ""
    error: str = ""


class MoveSettings:
    """Shows the pages that ask, and does it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def archive(self, visit: Visit, request: Archive) -> Answer:
        if request.archived not in ("yes", "no"):
            raise InvalidParameter("The form does not say whether to archive. Send it from the page of the settings.")
        archived = request.archived == "yes"
        await self._write(project_changes.archive, visit, archived=archived)
        said = "archived: it can be read, and nothing in it changes" if archived else "out of the archive"
        return done(visit, urls.settings(visit.in_project.project), f"The project is {said}.")

    async def show_transfer(self, visit: Visit, _: Nothing) -> Answer:
        return await self._transfer_form(visit)

    async def transfer(self, visit: Visit, request: Transfer) -> Answer:
        if not request.group:
            return await self._transfer_form(visit, error="Choose a group.")
        try:
            moved: Project = await self._write(_transfer, visit, request.group)
        except (AlreadyExists, InvalidParameter, NotFound, PermissionDenied) as error:
            return await self._transfer_form(visit, request.group, str(error))
        return done(visit, urls.settings(moved), f"The project is {moved.path} now.")

    async def show_delete(self, visit: Visit, _: Nothing) -> Answer:
        return await self._delete_form(visit)

    async def delete(self, visit: Visit, request: Delete) -> Answer:
        project = visit.in_project.project
        if request.path.strip() != project.path:
            return await self._delete_form(visit, request.path, MISTYPED)
        await self._write(project_changes.delete, visit)
        restore = f"modelstead project restore {project.id}"
        return done(visit, urls.HOME, f"The project is in the trash. An administrator can bring it back: {restore}")

    async def _write(self, change: Any, visit: Visit, *values: object, **named: object) -> Any:
        return await self._database.write(change, visit.access, *values, **named)

    async def _transfer_form(self, visit: Visit, chosen: str = "", error: str = "") -> Answer:
        project = visit.in_project.project
        found: list[Group] = await self._database.read(project_settings.destinations, visit.in_project)
        groups = [
            Destination(each.path, each.visibility, each.visibility.width < project.visibility.width) for each in found
        ]
        view = TransferView(project, groups, chosen, error)
        return show(visit, "settings_transfer.html", view, 400 if error else 200)

    async def _delete_form(self, visit: Visit, typed: str = "", error: str = "") -> Answer:
        contents = await self._database.read(project_settings.contents, visit.in_project)
        view = DeleteView(visit.in_project.project, contents, typed, error)
        return show(visit, "settings_delete.html", view, 400 if error else 200)


def _transfer(tx: Transaction, access: Access, group: str) -> Project:
    project_changes.transfer(tx, access, group)
    return places.project(tx, access.actor, access.project.id).project
