"""The tab of an experiment that shows how its runs went: a chart for each metric."""

import msgspec

from modelstead import limits
from modelstead.domain.actor import Access
from modelstead.domain.experiment import Experiment, ViewType
from modelstead.errors import InvalidSearch
from modelstead.http.answer import Answer
from modelstead.http.visit import Visit
from modelstead.services import experiment_head, run_charts
from modelstead.services.run_charts import RunCharts
from modelstead.services.run_table import SearchError
from modelstead.services.run_values import Selection
from modelstead.services.series_cache import SeriesCache
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from modelstead.web.dialect import show
from modelstead.web.experiment_state import ExperimentState

NAMES = 300  # of metrics in the page itself; a script asks for the others
NOTHING = RunCharts([], 0, is_more=False, metrics=[], rows=[])


class ChartsView(msgspec.Struct, frozen=True, kw_only=True):
    """What the tab shows."""

    experiment: Experiment
    state: ExperimentState
    runs: list[run_charts.ChartRun]
    total: int
    is_more: bool
    metrics: list[str]
    rows: list[run_charts.MetricRow]
    error: SearchError | None = None

    @property
    def runs_told(self) -> object:
        """The runs as a script reads them."""
        return msgspec.to_builtins(self.runs)

    @property
    def first_metrics(self) -> list[str]:
        return self.metrics[:NAMES]

    @property
    def found(self) -> int:
        """How many metrics the search finds."""
        return sum(self.state.find.lower() in metric.lower() for metric in self.metrics)

    @property
    def choices(self) -> list[int]:
        """How many runs one may choose to see."""
        shown = len(self.runs)
        most = min(self.total, limits.CHART_RUNS_MAX)
        return [number for number in sorted({10, 20, 50, 100, 200, most}) if number <= most and number != shown]


class ChartsPages:
    """Shows the tab."""

    def __init__(self, database: Database, cache: SeriesCache) -> None:
        self._database = database
        self._cache = cache

    async def show(self, visit: Visit, request: ExperimentState) -> Answer:
        try:
            view = await self._database.read(_view, visit.in_project, self._cache, request)
        except InvalidSearch as error:
            experiment = await self._database.read(experiment_head.get, visit.in_project, request.iid)
            view = _shown(experiment, request, NOTHING, SearchError(str(error), error.at))
            return show(visit, "charts.html", view, 400)
        return show(visit, "charts.html", view)


def _view(tx: Transaction, access: Access, cache: SeriesCache, state: ExperimentState) -> ChartsView:
    experiment = experiment_head.get(tx, access, state.iid)
    stage = ViewType.DELETED_ONLY if state.stage == "deleted" else ViewType.ACTIVE_ONLY
    found = run_charts.of(
        tx,
        access,
        cache,
        experiment,
        Selection(state.q, tuple(state.order_by), stage),
        iids=state.runs,
        most=state.most,
        find=state.find,
    )
    return _shown(experiment, state, found)


def _shown(
    experiment: Experiment, state: ExperimentState, found: RunCharts, error: SearchError | None = None
) -> ChartsView:
    return ChartsView(
        experiment=experiment,
        state=state,
        runs=found.runs,
        total=found.total,
        is_more=found.is_more,
        metrics=found.metrics,
        rows=found.rows,
        error=error,
    )
