"""Search experiments: a filter, an order, pages."""

from collections.abc import Sequence

from modelstead import limits
from modelstead.domain.actor import Access
from modelstead.domain.experiment import Experiment, ViewType
from modelstead.domain.page import SortValue, behind, page_token
from modelstead.domain.search.fields import EXPERIMENTS
from modelstead.domain.search.parser import parse_filter, parse_order
from modelstead.store import experiments
from modelstead.store.transaction import Transaction

TOO_LONG = "The search took too long and was stopped. Narrow it: compare names and tags with = instead of LIKE."


def search(
    tx: Transaction,
    access: Access,
    *,
    filter_text: str = "",
    order_by: Sequence[str] = (),
    view: ViewType = ViewType.ACTIVE_ONLY,
    max_results: int = limits.EXPERIMENTS_PAGE,
    token: str | None = None,
) -> tuple[list[Experiment], str | None]:
    """Return a page of the experiments that a filter selects, and the token of the next page.

    Without an order the last created come first.
    """
    expression, order = parse_filter(EXPERIMENTS, filter_text), parse_order(EXPERIMENTS, order_by)
    bound = ("experiments", access.project.id, view.value, filter_text, list(order_by))
    after = behind(token, bound, tuple[SortValue, ...])
    with tx.time_limit(limits.SEARCH_SECONDS, TOO_LONG):
        found = experiments.search(tx, access.project.id, view, expression, order, max_results + 1, after)
    page = experiments.with_tags(tx, [each for each, _ in found[:max_results]])
    return page, page_token(bound, found[max_results - 1][1]) if len(found) > max_results else None
