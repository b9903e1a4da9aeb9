"""Search registered models and model versions: a filter, an order, pages."""

from collections.abc import Sequence

from modelstead import limits
from modelstead.domain.actor import Access
from modelstead.domain.model_version import ModelVersion
from modelstead.domain.page import SortValue, behind, page_token
from modelstead.domain.registered_model import RegisteredModelRecord
from modelstead.domain.search.fields import MODEL_VERSIONS, REGISTERED_MODELS
from modelstead.domain.search.parser import parse_filter, parse_order
from modelstead.domain.search.prompts import ruled
from modelstead.store import model_version_search, model_versions, registered_model_search, registered_models
from modelstead.store.transaction import Transaction

TOO_LONG = "The search took too long and was stopped. Narrow it: a name, a run_id, or the default order."


def search_models(
    tx: Transaction,
    access: Access,
    *,
    filter_text: str = "",
    order_by: Sequence[str] = (),
    max_results: int = limits.REGISTERED_MODELS_PAGE,
    token: str | None = None,
) -> tuple[list[RegisteredModelRecord], str | None]:
    """Return a page of the project's models that a filter selects, and the token of the next page.

    Without an order they come by name. Prompts are found only by a filter that asks for them.
    """
    expression, order = parse_filter(REGISTERED_MODELS, filter_text), parse_order(REGISTERED_MODELS, order_by)
    bound = ("registered models", access.project.id, filter_text, list(order_by))
    after = behind(token, bound, tuple[SortValue, ...])
    with tx.time_limit(limits.SEARCH_SECONDS, TOO_LONG):
        found = registered_model_search.find(tx, access.project.id, ruled(expression), order, max_results + 1, after)
    page = found[:max_results]
    records = registered_models.records_by_rows(tx, [row_id for row_id, _ in page])
    return records, page_token(bound, page[-1][1]) if len(found) > max_results else None


def search_versions(
    tx: Transaction,
    access: Access,
    *,
    filter_text: str = "",
    order_by: Sequence[str] = (),
    max_results: int = limits.MODEL_VERSIONS_PAGE,
    token: str | None = None,
) -> tuple[list[ModelVersion], str | None]:
    """Return a page of the versions of the project's models that a filter selects, and the token of the next page.

    Without an order the last updated come first. Those of prompts are found only by a filter that asks for them.
    """
    expression, order = parse_filter(MODEL_VERSIONS, filter_text), parse_order(MODEL_VERSIONS, order_by)
    bound = ("model versions", access.project.id, filter_text, list(order_by))
    after = behind(token, bound, tuple[SortValue, ...])
    with tx.time_limit(limits.SEARCH_SECONDS, TOO_LONG):
        found = model_version_search.find(tx, access.project.id, ruled(expression), order, max_results + 1, after)
    page = found[:max_results]
    versions = model_versions.by_rows(tx, [row_id for row_id, _ in page])
    return versions, page_token(bound, page[-1][1]) if len(found) > max_results else None
