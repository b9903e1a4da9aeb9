"""A run: its page, the list of its children, and the whole of what the page shows the beginning of."""

from typing import Literal

import msgspec

from modelstead import clock, limits
from modelstead.domain.actor import Access
from modelstead.domain.key import KeyKind
from modelstead.domain.run import RunRecord
from modelstead.http.answer import JSON, TEXT, Answer
from modelstead.http.visit import Visit
from modelstead.services import run_head, run_overview, runs
from modelstead.services.run_head import RunHead
from modelstead.services.run_overview import Children, DatasetUse, LatestMetrics, ModelUse, Overview
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from modelstead.web import urls
from modelstead.web.dialect import POLICY, see_other, show
from modelstead.web.long_texts import ShownText, shown
from modelstead.web.run_state import ChildrenState, Iid, RunState

KINDS = {"params": KeyKind.PARAM, "tags": KeyKind.TAG}


class RunById(msgspec.Struct, frozen=True):
    """The address of a run by the id that clients hold."""

    run_id: str


class WholeValue(msgspec.Struct, frozen=True):
    """A param or a tag of a run."""

    iid: Iid
    kind: Literal["params", "tags"]
    key: str


class WantNames(msgspec.Struct, frozen=True):
    """The names of a run's metrics."""

    iid: Iid
    view: Literal["metrics", "system"] = "metrics"


class MetricNames(msgspec.Struct, frozen=True):
    """All of them."""

    metrics: list[str]


class WholeRun(msgspec.Struct, frozen=True):
    """A run as a file."""

    iid: Iid


class ShownTexts(msgspec.Struct, frozen=True):
    """Params or tags, as far as they are shown, and how many there are."""

    rows: list[ShownText]
    total: int


class RunView(msgspec.Struct, frozen=True):
    """What the page shows; of the tabs, what the chosen one needs."""

    head: RunHead
    state: RunState
    now: int
    params: ShownTexts | None = None
    metrics: LatestMetrics | None = None
    tags: ShownTexts | None = None
    datasets: list[DatasetUse] = []
    models: list[ModelUse] = []
    children: Children | None = None
    json: str = ""
    is_json_whole: bool = True


class ChildrenView(msgspec.Struct, frozen=True):
    """A page of a run's children."""

    head: RunHead
    state: ChildrenState
    now: int
    children: Children
    first: int


class RunPage:
    """Shows a run."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def show(self, visit: Visit, request: RunState) -> Answer:
        view = await self._database.read(_view, visit.in_project, request)
        return show(visit, "run.html", view)

    async def by_id(self, visit: Visit, request: RunById) -> Answer:
        """Lead on to a run's page."""
        iid = await self._database.read(run_head.iid_of, visit.in_project, request.run_id)
        return see_other(urls.run(visit.in_project.project, iid))

    async def children(self, visit: Visit, request: ChildrenState) -> Answer:
        view = await self._database.read(_children, visit.in_project, request)
        return show(visit, "run_children.html", view)

    async def value(self, visit: Visit, request: WholeValue) -> Answer:
        """Give the whole of a value as text."""
        kind = KINDS[request.kind]
        found = await self._database.read(run_overview.value, visit.in_project, request.iid, kind, request.key)
        return Answer(200, found.encode(), TEXT, POLICY)

    async def names(self, visit: Visit, request: WantNames) -> Answer:
        """Give the names of all metrics, for charts."""
        found = await self._database.read(_names, visit.in_project, request)
        return Answer(200, msgspec.json.encode(MetricNames(found)), JSON, POLICY)

    async def download(self, visit: Visit, request: WholeRun) -> Answer:
        """Give a run with everything logged to it as a JSON file."""
        record = await self._database.read(_record, visit.in_project, request.iid)
        name = f'attachment; filename="run-{record.run.run_id}.json"'.encode()
        return Answer(200, as_json(record), JSON, (*POLICY, (b"content-disposition", name)))


def _view(tx: Transaction, access: Access, state: RunState) -> RunView:
    run = run_head.find(tx, access, state.iid)
    head = run_head.of_run(tx, access, run)
    view = RunView(head, state, clock.now_ms())
    if state.view == "raw":
        text, is_whole = _raw(tx, access, state.iid)
        return msgspec.structs.replace(view, json=text, is_json_whole=is_whole)
    if state.view == "models":
        return msgspec.structs.replace(view, models=run_overview.models(tx, access, run))
    if state.view != "overview":
        found = run_overview.charted(tx, run, is_of_system=state.view == "system")
        return msgspec.structs.replace(view, metrics=found)
    overview = run_overview.get(tx, access, run, find=state.q.strip(), every=frozenset(state.all))
    return _with(view, overview)


def _with(view: RunView, found: Overview) -> RunView:
    return msgspec.structs.replace(
        view,
        params=ShownTexts(shown(found.params.rows), found.params.total),
        metrics=found.metrics,
        tags=ShownTexts(shown(found.tags.rows), found.tags.total),
        datasets=found.datasets,
        models=found.models,
        children=found.children,
    )


def _children(tx: Transaction, access: Access, state: ChildrenState) -> ChildrenView:
    run = run_head.find(tx, access, state.iid)
    head = run_head.of_run(tx, access, run)
    first = (state.page - 1) * limits.RUN_CHILDREN_PAGE
    found = run_overview.children(tx, access, run, limits.RUN_CHILDREN_PAGE, first)
    return ChildrenView(head, state, clock.now_ms(), found, first)


def _names(tx: Transaction, access: Access, request: WantNames) -> list[str]:
    run = run_head.find(tx, access, request.iid)
    return run_overview.metric_names(tx, run, is_of_system=request.view == "system")


def _record(tx: Transaction, access: Access, iid: int) -> RunRecord:
    return runs.records(tx, [run_head.find(tx, access, iid)])[0]


def _raw(tx: Transaction, access: Access, iid: int) -> tuple[str, bool]:
    """Return a run as JSON for people, "" for one that is too large for a page, and whether that is all of it."""
    if run_overview.weight(tx, run_head.find(tx, access, iid)) > limits.RUN_JSON_BYTES:
        return "", False
    text = msgspec.json.format(as_json(_record(tx, access, iid)), indent=2).decode()
    return text, True


def as_json(record: RunRecord) -> bytes:
    """Return a run as MLflow's own clients and servers write it."""
    run = record.run
    return msgspec.json.encode(
        {
            "info": {
                "run_id": run.run_id,
                "run_name": run.name,
                "experiment_id": str(run.experiment_iid),
                "user_id": run.user_id,
                "status": run.status.name,
                "start_time": run.start_time,
                "end_time": run.end_time,
                "artifact_uri": run.artifact_uri,
                "lifecycle_stage": run.lifecycle_stage.value,
            },
            "data": {"metrics": record.metrics, "params": record.params, "tags": record.tags},
            "inputs": {"dataset_inputs": record.datasets, "model_inputs": record.model_inputs},
            "outputs": {"model_outputs": record.model_outputs},
        }
    )
