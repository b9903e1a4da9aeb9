"""Search as the services do it, and name what is found as the data do."""

from typing import NamedTuple

from modelstead.domain.actor import Access
from modelstead.services import registry_search
from modelstead.store.transaction import Transaction
from tests.search_registry.cases import Case


class Page(NamedTuple):
    """The names of what is found, with a version's number, and the token of the next page."""

    names: list[str]
    token: str | None


def models(tx: Transaction, access: Access, case: Case, size: int, token: str | None = None) -> Page:
    found, following = registry_search.search_models(
        tx, access, filter_text=case.filter, order_by=case.order_by, max_results=size, token=token
    )
    return Page([each.model.name for each in found], following)


def versions(tx: Transaction, access: Access, case: Case, size: int, token: str | None = None) -> Page:
    found, following = registry_search.search_versions(
        tx, access, filter_text=case.filter, order_by=case.order_by, max_results=size, token=token
    )
    return Page([f"{each.name}/{each.number}" for each in found], following)


SEARCHES = {"models": models, "versions": versions}
