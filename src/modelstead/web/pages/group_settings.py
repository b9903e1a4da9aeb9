"""General settings of a group: what it is called, where it is, who sees it, whether it is there."""

import msgspec

from modelstead.domain.group import Group, below
from modelstead.domain.permission import CHANGE_GROUP
from modelstead.domain.project import Visibility
from modelstead.errors import AlreadyExists, InvalidParameter
from modelstead.http.answer import Answer
from modelstead.http.health import Nothing
from modelstead.http.visit import Visit
from modelstead.services import group_overview, groups
from modelstead.services.group_overview import GroupContents
from modelstead.services.groups import GroupChanges
from modelstead.store.database import Database
from modelstead.web import urls
from modelstead.web.dialect import done, see_other, show
from modelstead.web.pages.settings_moves import MISTYPED
from modelstead.web.place_forms import Delete, Describe, NarrowView, Rename, SetVisibility, Typed, refused


class GroupSettingsView(msgspec.Struct, frozen=True):
    """The settings, with what was typed, and what is wrong with it by the names of fields.

    `widest` is the visibility of the group above, at which this one has to stop.
    """

    group: Group
    above: str
    widest: Visibility
    typed: Typed
    errors: dict[str, str]


class DeleteGroupView(msgspec.Struct, frozen=True):
    """What goes, and why what was typed does not do."""

    group: Group
    contents: GroupContents
    typed: str = ""
    error: str = ""


class GroupSettings:
    """Shows the settings and takes each of their forms."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def first(self, visit: Visit, _: Nothing) -> Answer:
        """Lead to the first page of the settings that the visitor may look at."""
        page = "general" if visit.may(CHANGE_GROUP) else "members"
        return see_other(urls.settings(visit.in_group.group, page))

    async def show(self, visit: Visit, _: Nothing) -> Answer:
        return await self._form(visit)

    async def save(self, visit: Visit, request: Describe) -> Answer:
        changes = GroupChanges(name=request.name, description=request.text)
        errors = request.text_errors or await self._change(visit, changes)
        if errors:
            return await self._form(visit, errors, name=request.name, description=request.description)
        return done(visit, urls.settings(visit.in_group.group), "The settings are saved.")

    async def rename(self, visit: Visit, request: Rename) -> Answer:
        errors = request.errors or await self._change(visit, GroupChanges(slug=request.wanted))
        if errors:
            return await self._form(visit, errors, slug=request.slug)
        group = visit.in_group.group
        moved = msgspec.structs.replace(group, path=below(group.path.rpartition("/")[0], request.wanted))
        return done(visit, urls.settings(moved), f"The path is {moved.path} now.")

    async def set_visibility(self, visit: Visit, request: SetVisibility) -> Answer:
        group, wanted = visit.in_group.group, request.wanted
        if wanted is None:
            return await self._form(visit, {"visibility": "Choose who is to see the group."})
        if wanted.width < group.visibility.width and not request.confirmed:
            return show(visit, "settings_narrow.html", NarrowView("group", group.path, wanted, group.visibility))
        errors = await self._change(visit, GroupChanges(visibility=wanted))
        if errors:
            return await self._form(visit, errors, visibility=wanted)
        return done(visit, urls.settings(group), f"The group is {wanted.value} now.")

    async def show_delete(self, visit: Visit, _: Nothing) -> Answer:
        return await self._delete_form(visit)

    async def delete(self, visit: Visit, request: Delete) -> Answer:
        group = visit.in_group.group
        if request.path.strip() != group.path:
            return await self._delete_form(visit, request.path, MISTYPED)
        await self._database.write(groups.delete, visit.in_group)
        restore = f"modelstead group restore {group.id}"
        return done(visit, urls.GROUPS, f"The group is in the trash. An administrator can bring it back: {restore}")

    async def _change(self, visit: Visit, changes: GroupChanges) -> dict[str, str]:
        """Change the group; return what could not be, by the names of fields."""
        try:
            await self._database.write(groups.update, visit.in_group, changes)
        except (AlreadyExists, InvalidParameter) as error:
            return refused(error)
        return {}

    async def _form(self, visit: Visit, errors: dict[str, str] | None = None, **typed: object) -> Answer:
        group, above = await self._database.read(group_overview.with_above, visit.in_group)
        fields = Typed(
            name=group.name,
            slug=group.path.rpartition("/")[2],
            description=group.description,
            visibility=group.visibility,
        )
        view = GroupSettingsView(
            group,
            "" if above is None else above.path,
            Visibility.PUBLIC if above is None else above.visibility,
            msgspec.structs.replace(fields, **typed),
            errors or {},
        )
        return show(visit, "group_settings.html", view, 400 if errors else 200)

    async def _delete_form(self, visit: Visit, typed: str = "", error: str = "") -> Answer:
        contents = await self._database.read(group_overview.contents, visit.in_group)
        view = DeleteGroupView(visit.in_group.group, contents, typed, error)
        return show(visit, "group_delete.html", view, 400 if error else 200)
