"""Addresses that clients print: MLflow's put the page behind a #, which browsers keep for themselves.

So the page that they lead to sends its script's browser on with that part in the query, where the server reads it.
"""

import re
from urllib.parse import unquote

import msgspec

from modelstead.domain.project import Project
from modelstead.errors import NotFound
from modelstead.http.answer import Answer
from modelstead.http.errors import SignInFirst
from modelstead.http.visit import Visit
from modelstead.services.places import seen_project
from modelstead.store.database import Database
from modelstead.web import urls
from modelstead.web.dialect import see_other, show
from modelstead.web.view_state import ViewState

_EXPERIMENT = re.compile(r"/experiments/([0-9]{1,18})(?:/runs/([0-9a-zA-Z_-]{1,64}))?(?:[/?].*)?", re.DOTALL)

_MODEL = re.compile(r"/models/([^/?#]{1,1000})(?:/versions/([0-9]{1,18}))?(?:[/?].*)?", re.DOTALL)


class Named(msgspec.Struct, frozen=True):
    """A project as an address names it: a number, or a path."""

    project: str


class OpenState(ViewState, frozen=True, kw_only=True):
    """A project, and what stood behind the # of a client's address."""

    project: str
    at: str = ""


class OpenView(msgspec.Struct, frozen=True):
    """What the page, which is seen for a moment, leads to without scripts."""

    project: str
    address: str


class ClientLinks:
    """Leads from addresses that clients print to pages. Projects that one may not see are as those that are missing."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def from_client(self, _: Visit, request: Named) -> Answer:
        """Lead from a tracking URI to the page whose script reads what stands behind its #; nothing is looked up."""
        return see_other(urls.query(urls.OPEN, project=request.project))

    async def open(self, visit: Visit, request: OpenState) -> Answer:
        """Lead to what stood behind the #; to its script first, which says that."""
        if not request.at:
            return show(visit, "open.html", OpenView(request.project, urls.project_by_id(request.project)))
        return see_other(page_of(await self._project(visit, request.project), request.at))

    async def by_id(self, visit: Visit, request: Named) -> Answer:
        return see_other(urls.project(await self._project(visit, request.project)))

    async def _project(self, visit: Visit, reference: str) -> Project:
        found = await self._database.read(seen_project, visit.actor, reference)
        if found is None and visit.actor.is_anonymous:
            raise SignInFirst("Sign in to see this page.", visit.path)
        if found is None:
            raise NotFound("Project not found.")
        return found


def page_of(project: Project, at: str) -> str:
    """Return the page of a project that MLflow's own has at such a part of its address."""
    model = _MODEL.fullmatch(at)
    if model is not None:
        return urls.model_by_name(project, unquote(model[1]), model[2] or "")
    found = _EXPERIMENT.fullmatch(at)
    if found is None:
        return urls.project(project)
    experiment, run_id = found.groups()
    return urls.run_by_id(project, run_id) if run_id else urls.experiment(project, int(experiment))
