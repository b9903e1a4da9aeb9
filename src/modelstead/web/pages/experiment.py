"""An experiment's page: hands on to the tab that its address names."""

from collections.abc import Awaitable, Callable

from modelstead.http.answer import Answer
from modelstead.http.visit import Visit
from modelstead.services.series_cache import SeriesCache
from modelstead.store.database import Database
from modelstead.web.experiment_state import ExperimentState
from modelstead.web.pages.charts import ChartsPages
from modelstead.web.pages.experiment_about import AboutPages
from modelstead.web.pages.plots import PlotsPages
from modelstead.web.pages.runs import RunsPages

Tab = Callable[[Visit, ExperimentState], Awaitable[Answer]]


class ExperimentPage:
    """Shows one of the tabs."""

    def __init__(self, database: Database, series: SeriesCache) -> None:
        runs, plots = RunsPages(database), PlotsPages(database)
        charts = ChartsPages(database, series)
        self._tabs: dict[str, Tab] = {
            "table": runs.show,
            "charts": charts.show,
            "parallel": plots.show,
            "scatter": plots.show,
            "groups": plots.show,
            "about": AboutPages(database).show,
        }

    async def show(self, visit: Visit, request: ExperimentState) -> Answer:
        return await self._tabs[request.view](visit, request)
