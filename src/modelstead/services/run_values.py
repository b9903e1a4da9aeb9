"""Values of many runs side by side, for parallel coordinates, scatter plots and groups."""

import math
from collections.abc import Sequence

import msgspec

from modelstead import limits
from modelstead.domain.experiment import Experiment, ViewType
from modelstead.domain.key import KeyKind
from modelstead.domain.run import RunStatus
from modelstead.domain.search.fields import METRICS, PARAMS, RUNS, TAGS, Field
from modelstead.domain.search.parser import parse_filter, parse_order
from modelstead.errors import InvalidParameter
from modelstead.services.run_search import TOO_LONG
from modelstead.store import run_keys, run_search, run_values
from modelstead.store.run_search import Query
from modelstead.store.transaction import Transaction

KINDS = {METRICS: KeyKind.METRIC, PARAMS: KeyKind.PARAM, TAGS: KeyKind.TAG}
PARAMS_SAMPLE = 200  # runs that tell which params vary
METRICS_SAMPLE = 50  # runs that tell which metrics vary: a run may have thousands


class Values(msgspec.Struct, frozen=True, omit_defaults=True):
    """A column: a field of the search language and its value in each run, None where there is none.

    A numeric one has numbers alone: a param is numeric when each of its values is written as a number, and `texts` are
    how they are written.
    """

    name: str
    is_numeric: bool
    values: list[float | str | None]
    texts: list[str | None] | None = None


class RunValues(msgspec.Struct, frozen=True):
    """Runs in order, and columns beside them; `is_more` says that the filter selects more runs than these."""

    iids: list[int]
    names: list[str]
    statuses: list[str]
    columns: list[Values]
    is_more: bool


class Suggestions(msgspec.Struct, frozen=True):
    """Fields that are worth a plot: params with different values, metrics with different values, and all that is."""

    params: list[str]
    metrics: list[str]
    shared: list[str]  # params that split the runs into few groups, the fewest first
    all_params: list[str]
    all_metrics: list[str]


class Selection(msgspec.Struct, frozen=True):
    """Runs of an experiment: those that a filter selects, in an order."""

    filter_text: str = ""
    order_by: tuple[str, ...] = ()
    view: ViewType = ViewType.ACTIVE_ONLY


def find(tx: Transaction, experiment: Experiment, wanted: Selection, most: int) -> list[int]:
    """Return the row ids of at most `most` runs."""
    query = Query(
        [experiment.id],
        wanted.view,
        parse_filter(RUNS, wanted.filter_text),
        parse_order(RUNS, wanted.order_by),
    )
    with tx.time_limit(limits.SEARCH_SECONDS, TOO_LONG):
        return [row_id for row_id, _ in run_search.find(tx, query, most, None)]


def of(
    tx: Transaction,
    experiment: Experiment,
    wanted: Selection,
    fields: Sequence[str],
    most: int = limits.PLOT_RUNS,
) -> RunValues:
    """Return the fields' values in the runs that a filter selects, at most `most` of them."""
    if len(fields) > limits.PLOT_COLUMNS:
        raise InvalidParameter(f"A plot has at most {limits.PLOT_COLUMNS} axes; got {len(fields)}.")
    parsed = [field(each) for each in fields]
    row_ids = find(tx, experiment, wanted, most + 1)
    is_more = len(row_ids) > most
    row_ids = row_ids[:most]
    runs = run_values.listed(tx, row_ids)
    keys = {kind: [each.key for each in parsed if KINDS[each.entity] is kind] for kind in KINDS.values()}
    numbers = run_keys.known(tx, experiment.id, keys)
    columns = [_column(tx, name, each, numbers, row_ids) for name, each in zip(fields, parsed, strict=True)]
    return RunValues(
        [run.iid for run in runs],
        [run.name for run in runs],
        [RunStatus(run.status).name.lower() for run in runs],
        columns,
        is_more,
    )


def suggest(tx: Transaction, experiment: Experiment, wanted: Selection) -> Suggestions:
    """Return what varies among the first runs that a filter selects."""
    row_ids = find(tx, experiment, wanted, PARAMS_SAMPLE)
    params = run_values.varieties(tx, KeyKind.PARAM, row_ids)
    metrics = run_values.varieties(tx, KeyKind.METRIC, row_ids[:METRICS_SAMPLE])
    shared = sorted((each for each in params if 1 < each.values <= each.runs / 2), key=lambda each: each.values)
    return Suggestions(
        [f"{PARAMS}.{each.key}" for each in params if each.values > 1 and each.values < max(each.runs, 3) + 1],
        [f"{METRICS}.{each.key}" for each in metrics if each.values > 1],
        [f"{PARAMS}.{each.key}" for each in shared],
        [f"{PARAMS}.{each.key}" for each in params],
        [f"{METRICS}.{each.key}" for each in metrics],
    )


def field(name: str) -> Field:
    """Return the field of a name such as metrics.val/loss; raise InvalidParameter for anything without a key."""
    found = RUNS.orderable(name)
    if found is None or found.entity not in KINDS:
        raise InvalidParameter(f"'{name[:60]}' is no metric, param or tag: write metrics.loss or params.depth.")
    return found


def _column(tx: Transaction, name: str, wanted: Field, numbers: run_keys.Numbers, row_ids: Sequence[int]) -> Values:
    kind = KINDS[wanted.entity]
    key_id = numbers[kind].get(wanted.key)
    if key_id is None:
        return Values(name, kind is KeyKind.METRIC, [None] * len(row_ids))
    if kind is KeyKind.METRIC:
        measured = run_values.metrics(tx, row_ids, key_id)
        return Values(name, is_numeric=True, values=[measured.get(row_id) for row_id in row_ids])
    texts = run_values.texts(tx, kind, row_ids, key_id)
    parsed = {row_id: _number(text) for row_id, text in texts.items()}
    if texts and None not in parsed.values():
        numbers_of = [parsed.get(row_id) for row_id in row_ids]
        return Values(name, is_numeric=True, values=[*numbers_of], texts=[texts.get(row_id) for row_id in row_ids])
    cut = limits.PLOT_TEXT_LENGTH
    shown = {row_id: text[:cut] for row_id, text in texts.items()}
    return Values(name, is_numeric=False, values=[shown.get(row_id) for row_id in row_ids])


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) and "_" not in text else None
