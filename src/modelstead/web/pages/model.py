"""A registered model's page: its card, its versions, its runs, metrics over versions, its settings."""

from collections.abc import Callable

import msgspec

from modelstead import limits
from modelstead.http.answer import Answer, Header
from modelstead.http.visit import Visit
from modelstead.services import model_head, model_page
from modelstead.services.model_head import ModelHead
from modelstead.services.model_page import MetricsOverVersions, ModelRuns, VersionTable
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from modelstead.web import client_snippets, csv_files, urls
from modelstead.web.client_snippets import Snippet
from modelstead.web.dialect import POLICY, see_other, show
from modelstead.web.formats import html
from modelstead.web.markdown import Heading, with_contents
from modelstead.web.models_state import ModelState
from modelstead.web.run_state import Iid
from modelstead.web.version_chart import VersionChart, draw

CSV = b"text/csv; charset=utf-8"


class ModelView(msgspec.Struct, frozen=True, kw_only=True):
    """What a tab shows; of its parts only that of the tab is there."""

    model: ModelHead
    state: ModelState
    html: str = ""
    contents: list[Heading] = []
    load: Snippet | None = None
    versions: VersionTable | None = None
    metrics: MetricsOverVersions | None = None
    chart: VersionChart | None = None
    runs: ModelRuns | None = None
    code: str = ""

    @property
    def most(self) -> int:
        """How many metrics can be chosen."""
        return limits.MODEL_METRICS_SHOWN

    @property
    def last(self) -> int:
        """The number of the last version of a page, counted from 1."""
        return 0 if self.versions is None else self.versions.first + len(self.versions.lines)


class CompareChosen(msgspec.Struct, frozen=True, kw_only=True):
    """The versions that were chosen in the table."""

    iid: Iid
    versions: tuple[Iid, ...] = ()


Tab = Callable[[Transaction, Visit, ModelHead, ModelState], ModelView]


class ModelPages:
    """Shows the tabs."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def show(self, visit: Visit, request: ModelState) -> Answer:
        view = await self._database.read(_read, visit, request)
        card = html(view.html)  # sanitised by with_contents
        return show(visit, f"model_{request.view}.html", view, card=card)

    async def export(self, visit: Visit, request: ModelState) -> Answer:
        """Return the metrics over versions as CSV."""
        view = await self._database.read(_read, visit, msgspec.structs.replace(request, view="metrics"))
        found = view.metrics
        assert found is not None
        head = ["version", "number", "aliases", *(line.key for line in found.lines)]
        rows: list[list[float | str | None]] = [
            [
                version.semantic_version,
                version.number,
                " ".join(version.aliases),
                *(line.values[place] for line in found.lines),
            ]
            for place, version in enumerate(found.versions)
        ]
        name: Header = (b"content-disposition", b'attachment; filename="metrics-of-model-%d.csv"' % request.iid)
        return Answer(200, csv_files.lines([head, *rows]), CSV, (*POLICY, name))

    async def compare(self, visit: Visit, request: CompareChosen) -> Answer:
        return see_other(urls.compare_versions(visit.in_project.project, request.iid, request.versions))


def _read(tx: Transaction, visit: Visit, request: ModelState) -> ModelView:
    return _TABS[request.view](tx, visit, model_head.get(tx, visit.in_project, request.iid), request)


def _card(_: Transaction, __: Visit, head: ModelHead, state: ModelState) -> ModelView:
    html, contents = with_contents(head.description, "card-")
    load = client_snippets.load_version(head.name, head.behind)
    return ModelView(model=head, state=state, html=html, contents=contents, load=load)


def _versions(tx: Transaction, visit: Visit, head: ModelHead, state: ModelState) -> ModelView:
    found = model_page.versions(tx, head, state.stage, state.metrics, state.page)
    return ModelView(model=head, state=state, versions=found, code=_version_code(visit, head))


def _metrics(tx: Transaction, visit: Visit, head: ModelHead, state: ModelState) -> ModelView:
    found = model_page.metrics(tx, head, state.metrics)
    return ModelView(model=head, state=state, metrics=found, chart=draw(found), code=_version_code(visit, head))


def _runs(tx: Transaction, visit: Visit, head: ModelHead, state: ModelState) -> ModelView:
    found = model_page.runs(tx, visit.in_project, head)
    code = client_snippets.with_uri(visit.url, visit.in_project.project.id, client_snippets.log_candidate(head.name))
    return ModelView(model=head, state=state, runs=found, code=code)


def _settings(_: Transaction, __: Visit, head: ModelHead, state: ModelState) -> ModelView:
    return ModelView(model=head, state=state)


def _version_code(visit: Visit, head: ModelHead) -> str:
    """Return the code that makes a first version appear."""
    snippet = client_snippets.create_version(head.name, "1.0.0")
    return client_snippets.with_uri(visit.url, visit.in_project.project.id, snippet)


_TABS: dict[str, Tab] = {
    "card": _card,
    "versions": _versions,
    "runs": _runs,
    "metrics": _metrics,
    "settings": _settings,
}
