"""runs/search: a page of 100 runs of one experiment over one connection."""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from functools import partial

import msgspec

from bench.api import Api, Run
from bench.endpoint import Endpoint
from bench.row import Cell, Figure, Outcome, Row, outcome
from bench.seeds.data import SeededRun
from bench.target import Place, Store
from bench.targets import OURS

PAGE = 100
# So many runs take minutes to write and to search: they are a family of rows of their own.
MANY = 100_000
# A deep page of ours may cost so many times as much as the newest one.
DEEP_FACTOR = 2
# A target that takes longer for one page gets no figure.
ANSWER_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Query:
    """Say what is searched, how much of the listing lies before the page, and which listing is the right one."""

    title: str
    listing: Callable[[Sequence[SeededRun]], Sequence[SeededRun]]
    filter: str = ""
    order_by: tuple[str, ...] = ()
    skipped_share: float = 0

    def skipped(self, runs: Sequence[SeededRun]) -> int:
        """Return how many runs lie before the page."""
        return int(len(runs) * self.skipped_share)

    def page(self, runs: Sequence[SeededRun]) -> Sequence[SeededRun]:
        """Return the runs that the page must hold."""
        skipped = self.skipped(runs)
        return self.listing(runs)[skipped : skipped + PAGE]


def _newest(runs: Sequence[SeededRun]) -> Sequence[SeededRun]:
    return runs[::-1]


def _ordered(runs: Sequence[SeededRun]) -> Sequence[SeededRun]:
    return sorted(runs, key=lambda run: run.metrics["m2"], reverse=True)


def _filtered(runs: Sequence[SeededRun]) -> Sequence[SeededRun]:
    return _ordered([run for run in runs if run.metrics["m1"] > 0.9 and run.params["p1"] == "v3"])


NEWEST = Query("newest page", _newest)
DEEP = Query("deep page, behind 90 %", _newest, skipped_share=0.9)
ORDERED = Query("ordered by a metric", _ordered, order_by=("metrics.m2 DESC",))
FILTERED = Query(
    "filtered and ordered by a metric",
    _filtered,
    "metrics.m1 > 0.9 and params.p1 = 'v3'",
    ("metrics.m2 DESC",),
)


@dataclass(frozen=True, slots=True)
class Search:
    """Ask for the same page again and again."""

    body: bytes

    def requests(self, endpoint: Endpoint, _connection: int) -> Generator[bytes, bytes, None]:
        """Yield whole HTTP requests for ever."""
        request = endpoint.post("runs/search")(self.body)
        while True:
            yield request


def prepare(cell: Cell, query: Query) -> tuple[Search, list[str]]:
    """Return the load of a query, and in which ways the target's answer to it is not the right one."""
    body = _body(cell, query)
    with Api(cell.site.endpoint, ANSWER_SECONDS) as api:
        if skipped := query.skipped(cell.site.seeded.runs):
            body["page_token"] = _token_behind(cell, api, body, skipped)
        found = api.search_runs(body).runs
    return Search(msgspec.json.encode(body)), _mismatches(found, query.page(cell.site.seeded.runs))


def _body(cell: Cell, query: Query) -> dict[str, object]:
    body: dict[str, object] = {"experiment_ids": [cell.site.experiment], "max_results": PAGE}
    if query.filter:
        body["filter"] = query.filter
    if query.order_by:
        body["order_by"] = query.order_by
    return body


def _token_behind(cell: Cell, api: Api, body: dict[str, object], runs: int) -> str:
    make = cell.site.target.page_token
    return make(runs) if make else api.token_behind(body, runs)


def _mismatches(found: Sequence[Run], wanted: Sequence[SeededRun]) -> list[str]:
    if [run.info.run_id for run in found] != [run.run_id for run in wanted]:
        return [f"the {len(found)} runs of the answer are not the {len(wanted)} right ones in order"]
    for run, seeded in zip(found, wanted, strict=True):
        held = (
            run.points,
            {param.key: param.value for param in run.data.params},
            {tag.key: tag.value for tag in run.data.tags},
        )
        if held != ({key: (0, value) for key, value in seeded.metrics.items()}, seeded.params, seeded.all_tags):
            return [f"the run {seeded.run_id} of the answer does not hold what was seeded"]
    return []


def _measure(cell: Cell, query: Query) -> Outcome:
    try:
        search, mismatches = prepare(cell, query)
    except TimeoutError:
        # It may still be at it, at the expense of whoever is measured next.
        cell.site.stop()
        cell.site.start()
        silence = (f"no answer within {ANSWER_SECONDS} s",)
        return Outcome((), silence) if cell.site.target.name == OURS else Outcome((), remarks=silence)
    answers = cell.load(search, 1)
    return outcome(answers, (answers.p50, answers.p99), mismatches)


def _measure_newest(cell: Cell) -> Outcome:
    search, mismatches = prepare(cell, NEWEST)
    mismatches += _miscount(cell)
    answers = cell.load(search, 1)
    return outcome(answers, (answers.p50, answers.p99), mismatches, (cell.site.seeding(),))


def _miscount(cell: Cell) -> list[str]:
    """Complain unless the page behind all runs but one holds the oldest, and that one alone."""
    body = _body(cell, NEWEST)
    seeded = cell.site.seeded.runs
    with Api(cell.site.endpoint) as api:
        body["page_token"] = _token_behind(cell, api, body, len(seeded) - 1)
        found = api.search_runs(body).runs
    return [f"it does not list {len(seeded):,} runs: {each}" for each in _mismatches(found, seeded[:1])]


def _measure_deep(cell: Cell) -> Outcome:
    search, mismatches = prepare(cell, DEEP)
    answers = cell.load(search, 1)
    if cell.site.target.name == OURS:
        # In turn, so that both pages meet the same machine, whatever else it does.
        newest = cell.load(prepare(cell, NEWEST)[0], 1).p50
        deep = min(answers.p50, cell.load(search, 1).p50)
        if deep > DEEP_FACTOR * newest:
            mismatches.append(f"its p50 of {deep:.2f} ms is {deep / newest:.1f} times that of the newest page")
    return outcome(answers, (answers.p50, answers.p99), mismatches)


def _row(runs: int, query: Query, measure: Callable[[Cell], Outcome], goal: float | None = None) -> Row:
    family = "search-100k" if runs == MANY else "search"
    figures = (Figure("p50 ms", "lower", goal), Figure("p99 ms", "lower"))
    return Row(family, f"search among {runs:,} runs, {query.title}", figures, measure, Place(Store.SQLITE, runs))


def _rows(runs: int, newest_goal: float, filtered_goal: float, deep_goal: float) -> tuple[Row, ...]:
    return (
        _row(runs, NEWEST, _measure_newest, newest_goal),
        _row(runs, DEEP, _measure_deep, deep_goal),
        _row(runs, FILTERED, partial(_measure, query=FILTERED), filtered_goal),
        _row(runs, ORDERED, partial(_measure, query=ORDERED)),
    )


ROWS = (*_rows(1_000, 8, 8, 8), *_rows(10_000, 8, 10, 8), *_rows(MANY, 10, 15, 10))
