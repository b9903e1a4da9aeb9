"""A new version of a model: its number, what it says, its aliases, and whose files it gets."""

from typing import Any, Literal

import msgspec

from modelstead import limits
from modelstead.domain.actor import Access
from modelstead.domain.model_version import ModelVersion
from modelstead.domain.registered_model import RegisteredModel
from modelstead.errors import AlreadyExists, InvalidParameter, NotFound
from modelstead.http.answer import Answer
from modelstead.http.visit import Visit
from modelstead.services import model_head, run_comparison, run_head, version_creation, version_head
from modelstead.services.run_comparison import ComparedRun
from modelstead.services.version_creation import FileChoice, Numbers
from modelstead.store import version_head as rows
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from modelstead.store.version_head import AliasRow, LinkRow
from modelstead.web import urls
from modelstead.web.dialect import done, show
from modelstead.web.run_state import Iid
from modelstead.web.version_fields import VersionFields

Source = Literal["none", "run", "version"]


class WantNewVersion(msgspec.Struct, frozen=True, kw_only=True):
    """An empty form; of a run, or as a copy of a version, where that is named."""

    model: Iid
    run: Iid = 0
    copy: Iid = 0


class NewVersionForm(VersionFields, frozen=True, kw_only=True):
    """The form. `run` and `version` are numbers, 0 for none; `search` is for runs to choose from."""

    model: Iid
    source: Source = "none"
    run: Iid = 0
    search: str = ""
    version: Iid = 0


class NewVersionView(msgspec.Struct, frozen=True):
    """What the form shows: what was typed, what there is to choose from, and what is wrong by the names of fields."""

    model: RegisteredModel
    typed: dict[str, Any]
    numbers: Numbers
    aliases: list[AliasRow]
    versions: list[LinkRow]
    runs: list[ComparedRun] = []
    choices: list[FileChoice] = []
    errors: dict[str, str] = {}


class NewVersionPages:
    """Shows the form and carries it out."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def show(self, visit: Visit, request: WantNewVersion) -> Answer:
        source: Source = "run" if request.run else "version" if request.copy else "none"
        form = NewVersionForm(model=request.model, source=source, run=request.run, version=request.copy, bump="minor")
        return await self._form(visit, form, {})

    async def create(self, visit: Visit, request: NewVersionForm) -> Answer:
        """Make the version; a button that only asks for runs or folders shows the form with those."""
        if not request.is_final:
            return await self._form(visit, request, {})
        errors = request.errors() | _source_errors(request)
        if not errors:
            try:
                made = await self._database.write(_create, visit.in_project, request)
            except AlreadyExists as error:
                errors = {"own" if request.bump == "own" else "bump": str(error)}
            except (NotFound, InvalidParameter) as error:
                errors = {"source": str(error)}
        if errors:
            return await self._form(visit, request, errors)
        place = visit.in_project.project
        said = f"{made.label} is there."
        if request.source == "none":
            return done(visit, urls.version_files(place, request.model, made.iid), f"{said} Now put files into it.")
        return done(visit, urls.version(place, request.model, made.iid), said)

    async def _form(self, visit: Visit, form: NewVersionForm, errors: dict[str, str]) -> Answer:
        view = await self._database.read(_view, visit.in_project, form)
        view = msgspec.structs.replace(view, errors=view.errors | errors)
        return show(visit, "version_new.html", view, 400 if errors else 200)


def _source_errors(form: NewVersionForm) -> dict[str, str]:
    if form.source == "run" and not form.run:
        return {"source": "Choose a run, or let the version begin without files."}
    if form.source == "version" and not form.version:
        return {"source": "Choose a version, or let the new one begin without files."}
    return {}


def _create(tx: Transaction, access: Access, form: NewVersionForm) -> ModelVersion:
    model = model_head.find_active(tx, access, form.model)
    run_id = source = ""
    if form.source == "run":
        run_id = run_head.find(tx, access, form.run).run_id
    elif form.source == "version":
        copied = version_head.active(tx, access, form.model, form.version)
        source = f"models:/{model.name}/{copied.number}"
    return version_creation.create(tx, access, model.name, form.wanted(run_id, source))


def _view(tx: Transaction, access: Access, form: NewVersionForm) -> NewVersionView:
    model = model_head.find_active(tx, access, form.model)
    view = NewVersionView(
        model,
        msgspec.structs.asdict(form) | {"form_token": ""},
        version_creation.numbers(tx, model),
        rows.aliases(tx, model.id)[: limits.VERSION_CHOICE],
        rows.highest(tx, model.id, limits.VERSION_CHOICE),
    )
    if form.source != "run":
        return view
    found = run_comparison.search(tx, access, form.search, limits.COMPARED_FOUND)
    runs, choices = found.runs, []
    if form.run:
        if all(run.iid != form.run for run in runs):
            runs = [run_comparison.compared_run(row) for row in run_comparison.pick(tx, access, [form.run])[0]] + runs
        choices = version_creation.file_choices(tx, access, run_head.find(tx, access, form.run))
        if form.files is None and choices:
            view.typed["files"] = choices[0].value
    errors = {"search": found.error} if found.error else {}
    return msgspec.structs.replace(view, runs=runs, choices=choices, errors=errors)
