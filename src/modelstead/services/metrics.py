"""Read the histories of metrics."""

from collections.abc import Sequence

from modelstead import limits
from modelstead.domain.actor import Access
from modelstead.domain.key import KeyKind
from modelstead.domain.metric import Int64, MetricPoint
from modelstead.domain.page import behind, page_token
from modelstead.errors import InvalidParameter, NotFound
from modelstead.services.runs import find
from modelstead.store import metrics, run_keys, runs
from modelstead.store.transaction import Transaction

_NAN = float("nan")
_Last = tuple[Int64, Int64, float, Int64]


def history(
    tx: Transaction, access: Access, run_id: str, key: str, max_results: int | None, token: str | None
) -> tuple[list[MetricPoint], str | None]:
    """Return points in the order (timestamp, step, value), and the token of the next page.

    Without `max_results` the whole history comes at once, as older clients expect.
    """
    run = find(tx, access, run_id)
    query = ("history", run_id, key)
    after = behind(token, query, _Last)
    key_id = run_keys.of_run(tx, run.id, KeyKind.METRIC, key)
    if key_id is None:
        return [], None
    limit = limits.INT64_MAX - 1 if max_results is None else min(max_results, limits.HISTORY_PAGE_MAX)
    found = metrics.history(tx, run.id, key_id, limit + 1, after)
    page = found[:limit]
    return _points(key, page), page_token(query, page[-1]) if len(found) > limit else None


def history_of_runs(
    tx: Transaction, access: Access, run_ids: Sequence[str], key: str, max_results: int
) -> list[tuple[str, MetricPoint]]:
    """Return (run id, point) of several runs, run by run, at most `max_results` in all."""
    if len(run_ids) > limits.BULK_RUNS:
        raise InvalidParameter(f"GetMetricHistoryBulk takes at most {limits.BULK_RUNS} run_ids; got {len(run_ids)}.")
    found: list[tuple[str, MetricPoint]] = []
    rows = _rows(tx, access, run_ids)
    key_ids = run_keys.of_runs(tx, [row_id for _, row_id in rows], KeyKind.METRIC, key)
    for run_id, row_id in rows:
        if row_id in key_ids and len(found) < max_results:
            points = metrics.history(tx, row_id, key_ids[row_id], max_results - len(found))
            found += [(run_id, point) for point in _points(key, points)]
    return found


def sampled_history(
    tx: Transaction,
    access: Access,
    run_ids: Sequence[str],
    key: str,
    *,
    start: int | None,
    end: int | None,
    max_results: int,
) -> list[tuple[str, MetricPoint]]:
    """Return (run id, point) at about `max_results` steps of each run, spread evenly between two steps.

    The steps are chosen over all runs together, so that lines can be compared point by point; each run's first and last
    step are always among them.
    """
    if len(run_ids) > limits.BULK_RUNS:
        raise InvalidParameter(
            f"GetMetricHistoryBulkInterval takes at most {limits.BULK_RUNS} run_ids; got {len(run_ids)}."
        )
    if start is not None and end is not None and start > end:
        raise InvalidParameter(
            f"end_step must be greater than start_step. Found start_step={start} and end_step={end}."
        )
    rows = _rows(tx, access, run_ids)
    key_ids = run_keys.of_runs(tx, [row_id for _, row_id in rows], KeyKind.METRIC, key)
    steps_of: dict[int, list[int]] = {}
    for row_id, step in metrics.steps(tx, list(key_ids), sorted(set(key_ids.values())), start, end):
        steps_of.setdefault(row_id, []).append(step)
    chosen = _spread(sorted({step for steps in steps_of.values() for step in steps}), max_results)
    found: list[tuple[str, MetricPoint]] = []
    for run_id, row_id in rows:
        steps = steps_of.get(row_id)
        if steps:
            wanted = sorted(chosen.intersection(steps) | {steps[0], steps[-1]})
            points = metrics.at_steps(tx, row_id, key_ids[row_id], wanted, limits.HISTORY_PAGE_MAX)
            found += [(run_id, point) for point in _points(key, points)]
    return found


def _rows(tx: Transaction, access: Access, run_ids: Sequence[str]) -> list[tuple[str, int]]:
    known = runs.keys(tx, list(run_ids))
    rows = []
    for run_id in run_ids:
        run = known.get(run_id)
        if run is None or run.project_id != access.project.id:
            raise NotFound(f"Run with id={run_id} not found.")
        rows.append((run_id, run.id))
    return rows


def _spread(steps: Sequence[int], count: int) -> set[int]:
    """Return `count` of the steps, evenly spread, the first and the last among them."""
    if len(steps) <= count:
        return set(steps)
    if count == 1:
        return {steps[-1]}
    last = len(steps) - 1
    return {steps[round(index * last / (count - 1))] for index in range(count)}


def _points(key: str, rows: Sequence[tuple[int, int, float, int]]) -> list[MetricPoint]:
    return [MetricPoint(key, _NAN if is_nan else value, timestamp, step) for timestamp, step, value, is_nan in rows]
