"""Changes of one run: its name, notes and tags by forms of their own, its star, to the trash and back."""

from collections.abc import Callable
from typing import Any

import msgspec

from modelstead.domain.actor import Access
from modelstead.domain.key import KeyKind
from modelstead.errors import InvalidParameter, InvalidState, NotFound
from modelstead.http.answer import Answer
from modelstead.http.visit import Visit
from modelstead.services import run_edits, run_head, run_overview, runs
from modelstead.services.run_head import RunHead
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from modelstead.web import urls
from modelstead.web.addresses import local
from modelstead.web.change_forms import Change, RemoveTag, Rename, SetNotes, SetTag, Star
from modelstead.web.dialect import done, show
from modelstead.web.long_texts import shown
from modelstead.web.pages.run import ShownTexts
from modelstead.web.run_state import EditState


class EditView(msgspec.Struct, frozen=True):
    """A form, with what was typed and what is wrong with it."""

    head: RunHead
    state: EditState
    tags: ShownTexts
    value: str
    key: str = ""
    error: str = ""
    error_field: str = ""


class RunEdits:
    """Shows the forms and carries them out."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def show(self, visit: Visit, request: EditState) -> Answer:
        return await self._form(visit, request)

    async def rename(self, visit: Visit, request: Rename) -> Answer:
        try:
            await self._change(visit, run_edits.rename, request.iid, request.name)
        except InvalidParameter as error:
            state = EditState(iid=request.iid, field="name")
            return await self._form(visit, state, request.name, error=error, error_field="name")
        return self._done(visit, request.iid, "The run has another name now.")

    async def set_notes(self, visit: Visit, request: SetNotes) -> Answer:
        try:
            await self._change(visit, run_edits.set_notes, request.iid, request.notes)
        except InvalidParameter as error:
            state = EditState(iid=request.iid, field="notes")
            return await self._form(visit, state, request.notes, error=error, error_field="notes")
        return self._done(visit, request.iid, "The notes are saved.")

    async def set_tag(self, visit: Visit, request: SetTag) -> Answer:
        try:
            await self._change(visit, run_edits.set_tag, request.iid, request.key, request.value)
        except InvalidParameter as error:
            state = EditState(iid=request.iid, field="tag", key=request.old)
            field = "value" if "'value'" in str(error) or ".value'" in str(error) else "key"
            return await self._form(visit, state, request.value, key=request.key, error=error, error_field=field)
        return self._done(visit, request.iid, "The tag is set.")

    async def remove_tag(self, visit: Visit, request: RemoveTag) -> Answer:
        await self._change(visit, run_edits.remove_tag, request.iid, request.key)
        return self._done(visit, request.iid, "The tag is gone.")

    async def delete(self, visit: Visit, request: Change) -> Answer:
        await self._change(visit, _delete, request.iid)
        return self._done(visit, request.iid, "")  # the page says so for as long as it is there

    async def restore(self, visit: Visit, request: Change) -> Answer:
        await self._change(visit, _restore, request.iid)
        return self._done(visit, request.iid, "The run is restored.")

    async def star(self, visit: Visit, request: Star) -> Answer:
        await self._database.write(run_edits.star, visit.in_project, request.iid, on=request.on)
        return done(visit, local(request.to), "") if request.to else self._done(visit, request.iid, "")

    async def _change(self, visit: Visit, change: Callable[..., None], *values: Any) -> None:
        await self._database.write(change, visit.in_project, *values)

    def _done(self, visit: Visit, iid: int, said: str) -> Answer:
        return done(visit, urls.run(visit.in_project.project, iid), said)

    async def _form(
        self,
        visit: Visit,
        state: EditState,
        value: str = "",
        key: str = "",
        error: InvalidParameter | None = None,
        error_field: str = "",
    ) -> Answer:
        view = await self._database.read(_view, visit.in_project, state)
        if error is None:
            return show(visit, "run_edit.html", view)
        message = str(error)
        view = msgspec.structs.replace(view, value=value, key=key, error=message, error_field=error_field)
        return show(visit, "run_edit.html", view, 400)


def _view(tx: Transaction, access: Access, state: EditState) -> EditView:
    run = run_head.find(tx, access, state.iid)
    head = run_head.of_run(tx, access, run)
    if head.deleted_at is not None:
        raise InvalidState("The run is in the trash. Restore it, then change it.")
    value, tags = {"name": head.name, "notes": head.notes}.get(state.field, ""), ShownTexts([], 0)
    if state.field == "tag":
        found = run_overview.texts(tx, KeyKind.TAG, run, find="", is_every=False)
        tags = ShownTexts(shown(found.rows), found.total)
        if state.key:
            try:
                value = run_overview.value(tx, access, state.iid, KeyKind.TAG, state.key)
            except NotFound:
                value = ""
    return EditView(head, state, tags, value, state.key)


def _delete(tx: Transaction, access: Access, iid: int) -> None:
    runs.delete(tx, access, run_head.find(tx, access, iid).run_id)


def _restore(tx: Transaction, access: Access, iid: int) -> None:
    runs.restore(tx, access, run_head.find(tx, access, iid).run_id)
