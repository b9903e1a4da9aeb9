"""Where a project asks about its CI jobs: the form on a page of its own, and the buttons that save and remove it."""

import re

import msgspec

from modelstead.errors import InvalidParameter
from modelstead.http.answer import Answer
from modelstead.http.health import Nothing
from modelstead.http.visit import Form, Visit
from modelstead.services import ci_sources
from modelstead.services.ci_sources import CiSources, SourceView, Wanted
from modelstead.store.database import Database
from modelstead.web import urls
from modelstead.web.dialect import NOT_STORED, done, show

FIELDS = {"url": "The address", "project_path": "The project", "token": "The token"}
_FIELD = re.compile(r"(?:Invalid value for parameter )?'(\w+)'(?: supplied[:.])?")


class SourceForm(Form, frozen=True, kw_only=True):
    """The form. A token that is left empty stays, unless it is to be forgotten."""

    url: str = ""
    project_path: str = ""
    token: str = ""
    without_token: bool = False

    @property
    def wanted(self) -> Wanted:
        token = self.token.strip() or ("" if self.without_token else None)
        return Wanted(url=self.url.strip(), project_path=self.project_path.strip(), token=token)


class RemoveSource(Form, frozen=True, kw_only=True):
    """The form that is one button."""


class SourceFormView(msgspec.Struct, frozen=True):
    """The page: what is there, what was typed but for the token, and what is wrong with it."""

    source: SourceView | None
    typed: SourceForm
    errors: dict[str, str]


class SourceSettings:
    """Shows the form and takes it."""

    def __init__(self, database: Database, sources: CiSources) -> None:
        self._database = database
        self._sources = sources

    async def show(self, visit: Visit, _: Nothing) -> Answer:
        held = await self._database.read(ci_sources.find, visit.in_project)
        typed = SourceForm() if held is None else SourceForm(url=held.url, project_path=held.project_path)
        return show(visit, "settings_ci_source_form.html", SourceFormView(held, typed, {}))

    async def save(self, visit: Visit, request: SourceForm) -> Answer:
        access = visit.in_project
        try:
            made = await self._sources.put(access, request.wanted)
        except InvalidParameter as error:
            held = await self._database.read(ci_sources.find, access)
            typed = SourceForm(url=request.url, project_path=request.project_path, without_token=request.without_token)
            view = SourceFormView(held, typed, _beside(error))
            return show(visit, "settings_ci_source_form.html", view, 400, NOT_STORED)
        return done(visit, urls.settings(access.project, "ci"), f"Jobs are looked up in {made.project_path} now.")

    async def remove(self, visit: Visit, _: RemoveSource) -> Answer:
        access = visit.in_project
        await self._database.write(ci_sources.remove, access)
        return done(visit, urls.settings(access.project, "ci"), "Jobs are not looked up any more.")


def _beside(error: InvalidParameter) -> dict[str, str]:
    """Return a refusal beside the field that it is about, "" for none."""
    text = str(error)
    found = _FIELD.match(text)
    if found is None or found[1] not in FIELDS:
        return {"": text}
    rest = text[found.end() :].strip()
    return {found[1]: rest[:1].upper() + rest[1:] if "supplied" in found[0] else f"{FIELDS[found[1]]} {rest}"}
