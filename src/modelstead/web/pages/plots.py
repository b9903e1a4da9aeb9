"""Plots of an experiment's runs against each other: parallel coordinates, scatter, groups."""

from collections.abc import Callable, Sequence

import msgspec

from modelstead import limits
from modelstead.domain.actor import Access
from modelstead.domain.experiment import Experiment, ViewType
from modelstead.errors import InvalidSearch
from modelstead.http.answer import Answer
from modelstead.http.visit import Visit
from modelstead.services import experiment_head, run_groups, run_values
from modelstead.services.run_groups import Group, Importance
from modelstead.services.run_values import RunValues, Selection, Suggestions
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from modelstead.web.dialect import show
from modelstead.web.experiment_state import ExperimentState
from modelstead.web.run_table import SearchError

FIRST_ROWS = 50  # of runs in the table that stands in for a plot until its script has drawn it
DEFAULT_PARAMS, DEFAULT_METRICS = 6, 2  # axes of parallel coordinates where none are chosen
IMPORTANCE_RUNS = 2_000  # runs that tell what a metric goes along with
RESULTS = ("val", "test", "eval", "acc", "loss", "score", "rmse", "mae", "f1", "auc", "reward", "return")
NOTHING = Suggestions([], [], [], [], [])
NO_RUNS = RunValues([], [], [], [], is_more=False)


class PlotView(msgspec.Struct, frozen=True, kw_only=True):
    """What each of the three tabs shows; `state` has the axes that were taken where the address names none."""

    experiment: Experiment
    state: ExperimentState
    suggestions: Suggestions = NOTHING
    values: RunValues = NO_RUNS
    groups: list[Group] = []
    more_groups: int = 0
    importances: list[Importance] = []
    error: SearchError | None = None


class PlotsPages:
    """Shows the tabs."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def show(self, visit: Visit, request: ExperimentState) -> Answer:
        template, make = _TABS[request.view]
        try:
            found = await self._database.read(make, visit.in_project, request, whole=visit.wants_json)
        except InvalidSearch as error:
            experiment = await self._database.read(experiment_head.get, visit.in_project, request.iid)
            wrong = SearchError(str(error), error.at)
            return show(visit, template, PlotView(experiment=experiment, state=request, error=wrong), 400)
        return show(visit, template, found)


def parallel(tx: Transaction, access: Access, state: ExperimentState, *, whole: bool) -> PlotView:
    experiment, wanted, known = _start(tx, access, state)
    results = _results_first(known.metrics)
    axes = state.axes or (*known.params[:DEFAULT_PARAMS], *reversed(results[:DEFAULT_METRICS]))
    color = state.color or next((name for name in reversed(axes) if name.startswith("metrics.")), "")
    state = msgspec.structs.replace(state, axes=axes, color=color)
    values = run_values.of(tx, experiment, wanted, _once([*axes, color]), _most(whole=whole))
    return PlotView(experiment=experiment, state=state, suggestions=known, values=values)


def scatter(tx: Transaction, access: Access, state: ExperimentState, *, whole: bool) -> PlotView:
    experiment, wanted, known = _start(tx, access, state)
    vertical = state.vertical or _first(_results_first(known.metrics), known.all_metrics)
    importances = _importances(tx, experiment, wanted, known, vertical)
    others = [name for name in _results_first(known.metrics) if name != vertical]
    horizontal = state.horizontal or _first([each.name for each in importances], others, known.params)
    state = msgspec.structs.replace(state, vertical=vertical, horizontal=horizontal)
    shown = _once([horizontal, vertical, state.color, state.size])
    values = run_values.of(tx, experiment, wanted, shown, _most(whole=whole)) if vertical and horizontal else NO_RUNS
    return PlotView(
        experiment=experiment,
        state=state,
        suggestions=known,
        values=values,
        importances=importances,
    )


def groups(tx: Transaction, access: Access, state: ExperimentState, *, whole: bool) -> PlotView:
    experiment, wanted, known = _start(tx, access, state)
    vertical = state.vertical or _first(_results_first(known.metrics), known.all_metrics)
    by = state.by or tuple(known.shared[:1] or known.params[:1])
    state = msgspec.structs.replace(state, vertical=vertical, by=by)
    found: list[Group] = []
    values = NO_RUNS
    if vertical and by:
        values = run_values.of(tx, experiment, wanted, _once([*by, vertical]))
        column = {each.name: each for each in values.columns}
        found = run_groups.groups(values, [column[name] for name in by], column[vertical])
    most = len(found) if whole else limits.PLOT_GROUPS
    return PlotView(
        experiment=experiment,
        state=state,
        suggestions=known,
        values=msgspec.structs.replace(values, iids=[], names=[], statuses=[], columns=[]),
        groups=found[:most],
        more_groups=len(found[most:]),
        importances=_importances(tx, experiment, wanted, known, vertical),
    )


_TABS: dict[str, tuple[str, Callable[..., PlotView]]] = {
    "parallel": ("plots_parallel.html", parallel),
    "scatter": ("plots_scatter.html", scatter),
    "groups": ("plots_groups.html", groups),
}


def _start(tx: Transaction, access: Access, state: ExperimentState) -> tuple[Experiment, Selection, Suggestions]:
    experiment = experiment_head.get(tx, access, state.iid)
    view = ViewType.DELETED_ONLY if state.stage == "deleted" else ViewType.ACTIVE_ONLY
    wanted = Selection(state.q, tuple(state.order_by), view)
    return experiment, wanted, run_values.suggest(tx, experiment, wanted)


def _importances(
    tx: Transaction, experiment: Experiment, wanted: Selection, known: Suggestions, vertical: str
) -> list[Importance]:
    fields = _once([*known.params[: limits.PLOT_COLUMNS - 1], vertical])
    if not vertical or len(fields) == 1:
        return []
    values = run_values.of(tx, experiment, wanted, fields, IMPORTANCE_RUNS)
    column = {each.name: each for each in values.columns}
    return run_groups.importances(values.columns, column[vertical])


def _most(*, whole: bool) -> int:
    return limits.PLOT_RUNS if whole else FIRST_ROWS


def _once(names: Sequence[str]) -> list[str]:
    """Return the names that are not "", each once, in order."""
    return list(dict.fromkeys(name for name in names if name))


def _results_first(metrics: Sequence[str]) -> list[str]:
    """Return metrics with those first that tell how good a run is."""
    return sorted(metrics, key=lambda name: not any(mark in name for mark in RESULTS))


def _first(*choices: Sequence[str]) -> str:
    return next((names[0] for names in choices if names), "")
