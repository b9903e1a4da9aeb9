"""Changes of experiments, by forms that work without scripts: create, rename, notes, tags, star, trash and back."""

from collections.abc import Callable
from typing import Any, Literal

import msgspec

from modelstead import limits
from modelstead.domain.actor import Access
from modelstead.domain.tag import Tag
from modelstead.errors import AlreadyExists, InvalidParameter, InvalidState
from modelstead.http.answer import Answer
from modelstead.http.health import Nothing
from modelstead.http.visit import Form, Visit
from modelstead.services import experiment_head, experiments
from modelstead.services.experiment_head import ExperimentHead
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from modelstead.web import urls
from modelstead.web.addresses import local
from modelstead.web.change_forms import Change, RemoveTag, Rename, SetNotes, SetTag, Star
from modelstead.web.dialect import done, show
from modelstead.web.run_state import Iid

Kind = Literal["new", "name", "notes", "tag", "delete"]


class NewExperiment(Form, frozen=True, kw_only=True):
    """The form of a new one."""

    name: str = ""
    notes: str = ""


class ExperimentForm(msgspec.Struct, frozen=True, kw_only=True):
    """Which experiment a form is about; `key` is that of a tag, "" for a new one."""

    iid: Iid
    key: str = ""


class FormView(msgspec.Struct, frozen=True):
    """A form, with what was typed, and what is wrong with it by the names of fields."""

    kind: Kind
    experiment: ExperimentHead | None = None
    name: str = ""
    notes: str = ""
    key: str = ""
    value: str = ""
    old: str = ""
    runs: int = 0
    errors: dict[str, str] = {}


class ExperimentChanges:
    """Shows the forms and carries them out."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def new(self, visit: Visit, _: Nothing) -> Answer:
        return show(visit, "experiment_form.html", FormView("new"))

    async def create(self, visit: Visit, request: NewExperiment) -> Answer:
        name = request.name.strip()
        errors = name_errors(name)
        if not errors:
            try:
                iid = await self._change(visit, _create, name, request.notes)
            except AlreadyExists as error:
                errors = {"name": _taken(error)}
            except InvalidParameter as error:
                errors = {"notes" if "notes" in str(error) else "name": str(error)}
        if errors:
            view = FormView("new", name=request.name, notes=request.notes, errors=errors)
            return show(visit, "experiment_form.html", view, 400)
        return done(
            visit, urls.experiment(visit.in_project.project, iid), "The experiment is there. Log a first run to it."
        )

    async def show_name(self, visit: Visit, request: ExperimentForm) -> Answer:
        head = await self._active(visit, request.iid)
        return show(visit, "experiment_form.html", FormView("name", head, name=head.name))

    async def rename(self, visit: Visit, request: Rename) -> Answer:
        name = request.name.strip()
        errors = name_errors(name)
        if not errors:
            try:
                await self._change(visit, experiments.rename, str(request.iid), name)
            except AlreadyExists as error:
                errors = {"name": _taken(error)}
            except InvalidState:
                raise
            except InvalidParameter as error:
                errors = {"name": str(error)}
        if errors:
            view = FormView("name", await self._active(visit, request.iid), name=request.name, errors=errors)
            return show(visit, "experiment_form.html", view, 400)
        return self._done(visit, request.iid, "The experiment has another name now.")

    async def show_notes(self, visit: Visit, request: ExperimentForm) -> Answer:
        head = await self._active(visit, request.iid)
        return show(visit, "experiment_form.html", FormView("notes", head, notes=head.notes))

    async def set_notes(self, visit: Visit, request: SetNotes) -> Answer:
        try:
            await self._change(visit, experiment_head.set_notes, request.iid, request.notes)
        except InvalidState:
            raise
        except InvalidParameter as error:
            head = await self._active(visit, request.iid)
            view = FormView("notes", head, notes=request.notes, errors={"notes": str(error)})
            return show(visit, "experiment_form.html", view, 400)
        return self._done(visit, request.iid, "The notes are saved.", "about")

    async def show_tag(self, visit: Visit, request: ExperimentForm) -> Answer:
        head = await self._active(visit, request.iid)
        value = await self._database.read(experiment_head.whole_tag, head, request.key) if request.key else ""
        view = FormView("tag", head, key=request.key, value=value, old=request.key)
        return show(visit, "experiment_form.html", view)

    async def set_tag(self, visit: Visit, request: SetTag) -> Answer:
        tag = Tag(request.key.strip(), request.value.replace("\r\n", "\n"))
        try:
            await self._change(visit, experiments.set_tag, str(request.iid), tag)
        except InvalidState:
            raise
        except InvalidParameter as error:
            errors = {"value" if "'value'" in str(error) else "key": str(error) if tag.key else "A tag needs a key."}
            view = FormView(
                "tag",
                await self._active(visit, request.iid),
                key=request.key,
                value=request.value,
                old=request.old,
                errors=errors,
            )
            return show(visit, "experiment_form.html", view, 400)
        return self._done(visit, request.iid, "The tag is set.", "about")

    async def remove_tag(self, visit: Visit, request: RemoveTag) -> Answer:
        await self._change(visit, experiments.delete_tag, str(request.iid), request.key)
        return self._done(visit, request.iid, "The tag is gone.", "about")

    async def show_delete(self, visit: Visit, request: ExperimentForm) -> Answer:
        head = await self._active(visit, request.iid)
        runs = await self._database.read(experiment_head.runs_to_trash, head)
        return show(visit, "experiment_form.html", FormView("delete", head, runs=runs))

    async def delete(self, visit: Visit, request: Change) -> Answer:
        await self._change(visit, experiments.delete, str(request.iid))
        return self._done(visit, request.iid, "The experiment is in the trash, with its runs.")

    async def restore(self, visit: Visit, request: Change) -> Answer:
        await self._change(visit, experiments.restore, str(request.iid))
        said = "The experiment is restored, with the runs that went to the trash with it."
        return done(visit, _back(visit, request), said)

    async def star(self, visit: Visit, request: Star) -> Answer:
        name = await self._database.write(experiment_head.star, visit.in_project, request.iid, on=request.on)
        return done(visit, _back(visit, request), f"{name} {'has a star' if request.on else 'has no star any more'}.")

    async def _active(self, visit: Visit, iid: int) -> ExperimentHead:
        return await self._database.read(_head, visit.in_project, iid)

    async def _change(self, visit: Visit, change: Callable[..., Any], *values: object) -> Any:
        return await self._database.write(change, visit.access, *values)

    def _done(self, visit: Visit, iid: int, said: str, view: str = "") -> Answer:
        return done(visit, urls.query(urls.experiment(visit.in_project.project, iid), view=view), said)


def name_errors(name: str) -> dict[str, str]:
    """Return what is wrong with a name by itself."""
    if not name:
        return {"name": "An experiment needs a name."}
    if len(name) > limits.EXPERIMENT_NAME_LENGTH:
        most = limits.EXPERIMENT_NAME_LENGTH
        return {"name": f"The name has {len(name):,} characters; {most} are the most."}
    return {}


def _taken(error: AlreadyExists) -> str:
    if "in the trash" in str(error):
        return "An experiment in the trash has this name. Restore it, or take another name."
    return "Another experiment has this name. Take another one."


def _head(tx: Transaction, access: Access, iid: int) -> ExperimentHead:
    head = experiment_head.get(tx, access, iid)
    experiment_head.check_active(head)
    return head


def _create(tx: Transaction, access: Access, name: str, notes: str) -> int:
    iid = experiments.create(tx, access, name, "", ())
    if notes.strip():
        experiment_head.set_notes(tx, access, iid, notes)
    return iid


def _back(visit: Visit, request: Change | Star) -> str:
    """Return the page that a form came from, the experiment's own where it does not say."""
    return local(request.to) if request.to else urls.experiment(visit.in_project.project, request.iid)
