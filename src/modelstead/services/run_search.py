"""Search runs: a filter, an order, pages."""

from collections.abc import Sequence

from modelstead import limits
from modelstead.domain.actor import Access
from modelstead.domain.experiment import ViewType
from modelstead.domain.page import SortValue, behind, page_token
from modelstead.domain.run import RunRecord
from modelstead.domain.search.fields import RUNS
from modelstead.domain.search.parser import parse_filter, parse_order
from modelstead.services import experiments, runs
from modelstead.store import experiments as experiment_rows
from modelstead.store import run_search
from modelstead.store import runs as run_rows
from modelstead.store.run_search import Query
from modelstead.store.transaction import Transaction

TOO_LONG = (
    "The search took too long and was stopped. Narrow it: fewer experiments, a metric or param that few runs share, "
    "or the default order."
)


def search(
    tx: Transaction,
    access: Access,
    experiment_ids: Sequence[str],
    *,
    filter_text: str = "",
    order_by: Sequence[str] = (),
    view: ViewType = ViewType.ACTIVE_ONLY,
    max_results: int = limits.RUNS_PAGE,
    token: str | None = None,
) -> tuple[list[RunRecord], str | None]:
    """Return a page of the runs of experiments that a filter selects, and the token of the next page.

    Without an order the last started come first. Ids of experiments that do not exist are passed over.
    """
    expression, order = parse_filter(RUNS, filter_text), parse_order(RUNS, order_by)
    iids = sorted({iid for each in experiment_ids if (iid := experiments.number(each)) is not None})
    bound = ("runs", access.project.id, iids, view.value, filter_text, list(order_by))
    after = behind(token, bound, tuple[SortValue, ...])
    row_ids = experiment_rows.row_ids(tx, access.project.id, iids)
    if not row_ids:
        return [], None
    with tx.time_limit(limits.SEARCH_SECONDS, TOO_LONG):
        found = run_search.find(tx, Query(row_ids, view, expression, order), max_results + 1, after)
    page = found[:max_results]
    records = runs.records(tx, run_rows.by_rows(tx, [row_id for row_id, _ in page]))
    return records, page_token(bound, page[-1][1]) if len(found) > max_results else None
