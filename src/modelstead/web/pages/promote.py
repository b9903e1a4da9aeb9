"""Promote a run: make a version of a model of it, of one that is there or of a new one."""

from typing import Any

import msgspec

from modelstead import limits
from modelstead.domain.actor import Access
from modelstead.domain.model_version import ModelVersion
from modelstead.domain.registered_model import check_name
from modelstead.errors import AlreadyExists, InvalidParameter, InvalidState, NotFound
from modelstead.http.answer import Answer
from modelstead.http.visit import Visit
from modelstead.services import model_head, run_head, version_creation
from modelstead.services.run_head import RunHead
from modelstead.services.version_creation import FileChoice, NameTaken, Numbers
from modelstead.store import version_head as rows
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from modelstead.store.version_head import AliasRow, ModelRow
from modelstead.web import urls
from modelstead.web.dialect import done, show
from modelstead.web.run_state import Iid
from modelstead.web.version_fields import VersionFields


class WantPromotion(msgspec.Struct, frozen=True, kw_only=True):
    """An empty form for a run; `model` is the model that is chosen, None for the one that comes first."""

    iid: Iid
    model: Iid | None = None


class PromoteForm(VersionFields, frozen=True, kw_only=True):
    """The form; `model` is the number of a model, 0 for a new one of a name."""

    iid: Iid
    model: Iid | None = None
    name: str = ""


class PromoteView(msgspec.Struct, frozen=True):
    """What the form shows: what was typed, what there is to choose from, and what is wrong by the names of fields."""

    run: RunHead
    typed: dict[str, Any]
    models: list[ModelRow]
    numbers: Numbers
    aliases: list[AliasRow]
    choices: list[FileChoice]
    errors: dict[str, str] = {}


class PromotePages:
    """Shows the form and carries it out."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def show(self, visit: Visit, request: WantPromotion) -> Answer:
        return await self._form(visit, PromoteForm(iid=request.iid, model=request.model, bump="minor"), {})

    async def create(self, visit: Visit, request: PromoteForm) -> Answer:
        """Make the version; a button that only chooses another model shows the form with the numbers of that."""
        if not request.is_final:
            return await self._form(visit, request, {})
        errors = request.errors() | _name_errors(request)
        if not errors:
            try:
                made, model = await self._database.write(_create, visit.in_project, request)
            except NameTaken as error:
                errors = {"name": f"{error} Choose it above, or take another name."}
            except AlreadyExists as error:
                errors = {"own" if request.bump == "own" else "bump": str(error)}
            except InvalidState:
                raise
            except (NotFound, InvalidParameter) as error:
                errors = {"files": str(error)}
        if errors:
            return await self._form(visit, request, errors)
        return done(visit, urls.version(visit.in_project.project, model, made.iid), f"The run is {made.label} now.")

    async def _form(self, visit: Visit, form: PromoteForm, errors: dict[str, str]) -> Answer:
        view = await self._database.read(_view, visit.in_project, form)
        view = msgspec.structs.replace(view, errors=errors)
        return show(visit, "run_promote.html", view, 400 if errors else 200)


def _name_errors(form: PromoteForm) -> dict[str, str]:
    if form.model:
        return {}
    if not form.name.strip():
        return {"name": "A new model needs a name."}
    try:
        check_name(form.name.strip())
    except InvalidParameter as error:
        return {"name": str(error)}
    return {}


def _create(tx: Transaction, access: Access, form: PromoteForm) -> tuple[ModelVersion, int]:
    run = run_head.find(tx, access, form.iid)
    wanted = form.wanted(run.run_id)
    if form.model:
        name = model_head.find_active(tx, access, form.model).name
        return version_creation.create(tx, access, name, wanted), form.model
    made = version_creation.create_in_new_model(tx, access, form.name.strip(), wanted)
    return made, rows.model_iid(tx, made.model_id)


def _view(tx: Transaction, access: Access, form: PromoteForm) -> PromoteView:
    run = run_head.find(tx, access, form.iid)
    if run.deleted_at is not None:
        raise InvalidState("The run is in the trash. Restore it, then promote it.")
    models = rows.models(tx, access.project.id, limits.VERSION_CHOICE)
    model_iid = form.model
    if model_iid is None:
        model_iid = rows.promoted_last(tx, access.project.id, run.experiment_iid)
    if model_iid is None:
        model_iid = next((each.iid for each in models), 0)
    model = model_head.find_active(tx, access, model_iid) if model_iid else None
    if model is not None and all(each.iid != model.iid for each in models):
        models.insert(0, ModelRow(model.iid, model.name))
    choices = version_creation.file_choices(tx, access, run)
    files = form.files if form.files is not None else choices[0].value
    return PromoteView(
        run_head.of_run(tx, access, run),
        msgspec.structs.asdict(form) | {"form_token": "", "model": model_iid, "files": files},
        models,
        version_creation.numbers(tx, model),
        [] if model is None else rows.aliases(tx, model.id)[: limits.VERSION_CHOICE],
        choices,
    )
