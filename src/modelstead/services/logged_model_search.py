"""Search logged models: a filter, datasets that metrics are on, an order, pages."""

from collections.abc import Sequence

from modelstead import limits
from modelstead.domain.actor import Access
from modelstead.domain.logged_model import DatasetFilter, LoggedModelRecord, ModelOrder
from modelstead.domain.page import SortValue, behind, page_token
from modelstead.domain.search.fields import LOGGED_MODELS
from modelstead.domain.search.parser import parse_filter
from modelstead.services import experiments, logged_models
from modelstead.store import experiments as experiment_rows
from modelstead.store import logged_model_search
from modelstead.store import logged_models as rows
from modelstead.store.logged_model_search import ModelQuery
from modelstead.store.transaction import Transaction

TOO_LONG = "The search took too long and was stopped. Narrow it: fewer experiments, a name, or the default order."


def search(
    tx: Transaction,
    access: Access,
    experiment_ids: Sequence[str],
    *,
    filter_text: str = "",
    datasets: Sequence[DatasetFilter] = (),
    order_by: Sequence[ModelOrder] = (),
    max_results: int = limits.LOGGED_MODELS_PAGE,
    token: str | None = None,
) -> tuple[list[LoggedModelRecord], str | None]:
    """Return a page of the models of experiments that a filter selects, and the token of the next page.

    Without an order the last created come first. Deleted models, and ids of experiments that do not exist, are passed
    over.
    """
    expression = parse_filter(LOGGED_MODELS, filter_text)
    max_results = min(max_results or limits.LOGGED_MODELS_PAGE, limits.LOGGED_MODELS_PAGE_MAX)
    iids = sorted({iid for each in experiment_ids if (iid := experiments.number(each)) is not None})
    order = list(dict.fromkeys(order_by))
    bound = ("logged models", access.project.id, iids, filter_text, list(datasets), order)
    after = behind(token, bound, tuple[SortValue, ...])
    row_ids = experiment_rows.row_ids(tx, access.project.id, iids)
    if not row_ids:
        return [], None
    with tx.time_limit(limits.SEARCH_SECONDS, TOO_LONG):
        query = ModelQuery(row_ids, expression, datasets, order)
        found = logged_model_search.find(tx, query, max_results + 1, after)
        page = found[:max_results]
        records = logged_models.records(tx, rows.by_rows(tx, [row_id for row_id, _ in page]))
    return records, page_token(bound, page[-1][1]) if len(found) > max_results else None
