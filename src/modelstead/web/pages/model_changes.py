"""Changes of registered models by forms: create, edit the card, rename, tags, star, trash and back."""

from collections.abc import Callable
from typing import Any, Literal

import msgspec

from modelstead import limits
from modelstead.domain.actor import Access
from modelstead.domain.tag import Tag
from modelstead.errors import AlreadyExists, InvalidParameter, InvalidState, LimitExceeded
from modelstead.http.answer import Answer
from modelstead.http.health import Nothing
from modelstead.http.visit import Form, Visit
from modelstead.services import model_head, model_page, registered_models
from modelstead.services.model_head import ModelHead
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from modelstead.web import urls
from modelstead.web.addresses import local
from modelstead.web.change_forms import Change, RemoveTag, Rename, SetTag, Star
from modelstead.web.dialect import done, show
from modelstead.web.run_state import Iid

Kind = Literal["new", "edit", "name", "tag", "delete"]
FORM = "model_form.html"
BAD = (InvalidParameter, LimitExceeded)


class NewModel(Form, frozen=True, kw_only=True):
    """The form of a new one; browsers send line ends as two characters."""

    name: str = ""
    description: str = ""


class Describe(Form, frozen=True, kw_only=True):
    """The form of the card."""

    iid: Iid
    description: str = ""


class ModelForm(msgspec.Struct, frozen=True, kw_only=True):
    """Which model a form is about; `key` is that of a tag, "" for a new one."""

    iid: Iid
    key: str = ""


class FormView(msgspec.Struct, frozen=True, kw_only=True):
    """A form, with what was typed, and what is wrong with it by the names of fields."""

    kind: Kind
    model: ModelHead | None = None
    name: str = ""
    description: str = ""
    key: str = ""
    value: str = ""
    old: str = ""
    runs: int = 0
    errors: dict[str, str] = {}


class ModelChanges:
    """Shows the forms and carries them out."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def new(self, visit: Visit, _: Nothing) -> Answer:
        return show(visit, FORM, FormView(kind="new"))

    async def create(self, visit: Visit, request: NewModel) -> Answer:
        name, description = request.name.strip(), _text(request.description)
        errors = name_errors(name)
        if not errors:
            try:
                iid = await self._change(visit, _create, name, description)
            except AlreadyExists as error:
                errors = {"name": str(error)}
            except BAD as error:
                errors = {"description" if "'description'" in str(error) else "name": str(error)}
        if errors:
            view = FormView(kind="new", name=request.name, description=request.description, errors=errors)
            return show(visit, FORM, view, 400)
        return done(visit, urls.model(visit.in_project.project, iid), "The model is there. Give it a first version.")

    async def show_edit(self, visit: Visit, request: ModelForm) -> Answer:
        head = await self._active(visit, request.iid)
        return show(visit, FORM, FormView(kind="edit", model=head, description=head.description))

    async def edit(self, visit: Visit, request: Describe) -> Answer:
        try:
            await self._change(visit, model_head.describe, request.iid, _text(request.description))
        except InvalidState:
            raise
        except BAD as error:
            head = await self._active(visit, request.iid)
            errors = {"description": str(error)}
            view = FormView(kind="edit", model=head, description=request.description, errors=errors)
            return show(visit, FORM, view, 400)
        return self._done(visit, request.iid, "The card is saved.")

    async def show_rename(self, visit: Visit, request: ModelForm) -> Answer:
        head = await self._active(visit, request.iid)
        return show(visit, FORM, FormView(kind="name", model=head, name=head.name))

    async def rename(self, visit: Visit, request: Rename) -> Answer:
        name = request.name.strip()
        errors = name_errors(name)
        if not errors:
            try:
                await self._change(visit, model_head.rename, request.iid, name)
            except InvalidState:
                raise
            except (AlreadyExists, *BAD) as error:
                errors = {"name": str(error)}
        if errors:
            view = FormView(kind="name", model=await self._active(visit, request.iid), name=request.name, errors=errors)
            return show(visit, FORM, view, 400)
        return self._done(visit, request.iid, "The model has another name now, and its experiment too.", "settings")

    async def show_tag(self, visit: Visit, request: ModelForm) -> Answer:
        head = await self._active(visit, request.iid)
        value = ""
        if request.key:
            value = await self._database.read(model_head.tag, visit.in_project, request.iid, request.key)
        return show(visit, FORM, FormView(kind="tag", model=head, key=request.key, value=value, old=request.key))

    async def set_tag(self, visit: Visit, request: SetTag) -> Answer:
        tag = Tag(request.key.strip(), _text(request.value))
        try:
            await self._change(visit, model_head.set_tag, request.iid, tag)
        except InvalidState:
            raise
        except BAD as error:
            errors = {"value" if "'value'" in str(error) else "key": str(error) if tag.key else "A tag needs a key."}
            head = await self._active(visit, request.iid)
            view = FormView(
                kind="tag", model=head, key=request.key, value=request.value, old=request.old, errors=errors
            )
            return show(visit, FORM, view, 400)
        return self._done(visit, request.iid, "The tag is set.")

    async def remove_tag(self, visit: Visit, request: RemoveTag) -> Answer:
        await self._change(visit, model_head.delete_tag, request.iid, request.key)
        return self._done(visit, request.iid, "The tag is gone.")

    async def show_delete(self, visit: Visit, request: ModelForm) -> Answer:
        head, runs = await self._database.read(_to_delete, visit.in_project, request.iid)
        return show(visit, FORM, FormView(kind="delete", model=head, runs=runs))

    async def delete(self, visit: Visit, request: Change) -> Answer:
        name = await self._change(visit, model_head.delete, request.iid)
        return done(visit, urls.models(visit.in_project.project), f"{name} is in the trash, with its versions.")

    async def restore(self, visit: Visit, request: Change) -> Answer:
        name = await self._change(visit, model_head.restore, request.iid)
        return done(visit, _back(visit, request), f"{name} is restored, with all that went to the trash with it.")

    async def star(self, visit: Visit, request: Star) -> Answer:
        name = await self._database.write(model_head.star, visit.in_project, request.iid, on=request.on)
        return done(visit, _back(visit, request), f"{name} {'has a star' if request.on else 'has no star any more'}.")

    async def _active(self, visit: Visit, iid: int) -> ModelHead:
        return await self._database.read(_head, visit.in_project, iid)

    async def _change(self, visit: Visit, change: Callable[..., Any], *values: object) -> Any:
        return await self._database.write(change, visit.access, *values)

    def _done(self, visit: Visit, iid: int, said: str, view: str = "") -> Answer:
        return done(visit, urls.query(urls.model(visit.in_project.project, iid), view=view), said)


def name_errors(name: str) -> dict[str, str]:
    """Return what is wrong with a name by itself."""
    if not name:
        return {"name": "A model needs a name."}
    if len(name) > limits.REGISTERED_MODEL_NAME_LENGTH:
        most = limits.REGISTERED_MODEL_NAME_LENGTH
        return {"name": f"The name has {len(name):,} characters; {most} are the most."}
    if "/" in name or ":" in name:
        return {"name": "A name has no / and no :, since addresses like models:/name/1 have them."}
    return {}


def _text(typed: str) -> str:
    return typed.replace("\r\n", "\n")


def _head(tx: Transaction, access: Access, iid: int) -> ModelHead:
    model_head.find_active(tx, access, iid)
    return model_head.get(tx, access, iid)


def _to_delete(tx: Transaction, access: Access, iid: int) -> tuple[ModelHead, int]:
    head = _head(tx, access, iid)
    return head, model_page.runs(tx, access, head).total


def _create(tx: Transaction, access: Access, name: str, description: str) -> int:
    return registered_models.create(tx, access, name, description=description).model.iid


def _back(visit: Visit, request: Change | Star) -> str:
    """Return the page that a form came from, the model's own where it does not say."""
    return local(request.to) if request.to else urls.model(visit.in_project.project, request.iid)
