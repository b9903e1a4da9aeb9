"""Changes of a version by forms that work without scripts: description, tags, stage, trash and back."""

from collections.abc import Callable
from typing import Any, Literal

import msgspec

from modelstead import limits
from modelstead.domain.actor import Access
from modelstead.domain.model_version import Stage
from modelstead.domain.tag import Tag
from modelstead.errors import AlreadyExists, InvalidParameter, InvalidState
from modelstead.http.answer import Answer
from modelstead.http.visit import Form, Visit
from modelstead.services import version_changes, version_head, version_overview
from modelstead.services.version_head import VersionHead
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from modelstead.web import urls
from modelstead.web.dialect import done, failed, show
from modelstead.web.run_state import Iid
from modelstead.web.version_state import VersionPage

Kind = Literal["edit", "tag", "stage", "delete"]
STAGES = tuple(stage.label for stage in Stage)
_PLACE = frozenset({"form_token", "model", "iid"})


class ChangeVersion(Form, frozen=True, kw_only=True):
    """A form that is one button."""

    model: Iid
    iid: Iid


class Describe(ChangeVersion, frozen=True, kw_only=True):
    """The form of the description."""

    description: str = ""


class SetVersionTag(ChangeVersion, frozen=True, kw_only=True):
    """The form of a tag; `old` is its key where it was there before."""

    key: str = ""
    value: str = ""
    old: str = ""


class RemoveVersionTag(ChangeVersion, frozen=True, kw_only=True):
    """The form that removes a tag."""

    key: str


class MoveVersion(ChangeVersion, frozen=True, kw_only=True):
    """The form of the stage."""

    stage: str = ""
    archive: bool = False


class VersionFormView(msgspec.Struct, frozen=True):
    """A form, with what was typed, and what is wrong with it by the names of fields."""

    kind: Kind
    head: VersionHead
    values: dict[str, str] = {}
    stages: tuple[str, ...] = STAGES
    errors: dict[str, str] = {}


class VersionChanges:
    """Shows the forms and carries them out."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def show_edit(self, visit: Visit, request: VersionPage) -> Answer:
        head = await self._head(visit, request)
        return show(visit, "version_form.html", VersionFormView("edit", head, {"description": head.description}))

    async def describe(self, visit: Visit, request: Describe) -> Answer:
        text = request.description.replace("\r\n", "\n").strip()
        if len(text) > limits.REGISTRY_DESCRIPTION_LENGTH:
            most = limits.REGISTRY_DESCRIPTION_LENGTH
            errors = {"description": f"The description has {len(text):,} characters; {most:,} are the most."}
            return await self._again(visit, request, "edit", errors)
        await self._change(visit, version_changes.describe, request, text)
        return self._done(visit, request, "The description is saved.")

    async def show_tag(self, visit: Visit, request: VersionPage) -> Answer:
        head, value = await self._head(visit, request), ""
        if request.key:
            args = (request.model, request.iid, request.key)
            value = (await self._database.read(version_overview.tag, visit.in_project, *args)).value
        values = {"key": request.key, "value": value, "old": request.key}
        return show(visit, "version_form.html", VersionFormView("tag", head, values))

    async def set_tag(self, visit: Visit, request: SetVersionTag) -> Answer:
        tag = Tag(request.key.strip(), request.value.replace("\r\n", "\n"))
        try:
            await self._change(visit, version_changes.set_tag, request, tag)
        except InvalidState:
            raise
        except InvalidParameter as error:
            errors = {"value" if "'value'" in str(error) else "key": str(error) if tag.key else "A tag needs a key."}
            return await self._again(visit, request, "tag", errors)
        return self._done(visit, request, "The tag is set.")

    async def remove_tag(self, visit: Visit, request: RemoveVersionTag) -> Answer:
        await self._change(visit, version_changes.delete_tag, request, request.key)
        return self._done(visit, request, "The tag is gone.")

    async def show_stage(self, visit: Visit, request: VersionPage) -> Answer:
        head = await self._head(visit, request)
        values = {"stage": head.stage or Stage.NONE.label}
        return show(visit, "version_form.html", VersionFormView("stage", head, values))

    async def move(self, visit: Visit, request: MoveVersion) -> Answer:
        try:
            await self._change(visit, version_changes.move, request, request.stage, archive_others=request.archive)
        except InvalidState:
            raise
        except InvalidParameter as error:
            return await self._again(visit, request, "stage", {"stage": str(error)})
        return self._done(visit, request, f"The version is in the stage {request.stage} now.")

    async def show_delete(self, visit: Visit, request: VersionPage) -> Answer:
        head = await self._head(visit, request)
        return show(visit, "version_form.html", VersionFormView("delete", head))

    async def delete(self, visit: Visit, request: ChangeVersion) -> Answer:
        was = await self._change(visit, version_changes.delete, request)
        gone = f" {_names(was.aliases)} lead{'s' if len(was.aliases) == 1 else ''} nowhere now." if was.aliases else ""
        return self._done(visit, request, f"The version is in the trash.{gone}")

    async def restore(self, visit: Visit, request: ChangeVersion) -> Answer:
        try:
            await self._change(visit, version_changes.restore, request)
        except (AlreadyExists, InvalidState) as error:
            here = urls.version(visit.in_project.project, request.model, request.iid)
            return failed(visit, here, str(error))
        return self._done(visit, request, "The version is restored. Its aliases have to be set anew.")

    async def _head(self, visit: Visit, request: VersionPage | ChangeVersion) -> VersionHead:
        return await self._database.read(_active_head, visit.in_project, request.model, request.iid)

    async def _again(self, visit: Visit, request: ChangeVersion, kind: Kind, errors: dict[str, str]) -> Answer:
        """Show a form with what was typed."""
        typed = {name: str(value) for name, value in msgspec.structs.asdict(request).items() if name not in _PLACE}
        view = VersionFormView(kind, await self._head(visit, request), typed, errors=errors)
        return show(visit, "version_form.html", view, 400)

    async def _change(
        self, visit: Visit, change: Callable[..., Any], request: ChangeVersion, *values: Any, **more: Any
    ) -> Any:
        return await self._database.write(change, visit.in_project, request.model, request.iid, *values, **more)

    def _done(self, visit: Visit, request: ChangeVersion, said: str) -> Answer:
        return done(visit, urls.version(visit.in_project.project, request.model, request.iid), said)


def _active_head(tx: Transaction, access: Access, model: int, iid: int) -> VersionHead:
    version_head.active(tx, access, model, iid)
    return version_head.get(tx, access, model, iid)


def _names(aliases: tuple[str, ...]) -> str:
    found = [f"@{alias}" for alias in aliases[:5]]
    more = f" and {len(aliases) - 5} others" if len(aliases) > 5 else ""  # noqa: PLR2004 - a sentence is short
    return ", ".join(found) + more
