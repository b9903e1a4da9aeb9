"""Search finds what MLflow's own SQL store finds, in the same order and page by page; on each engine."""

from collections.abc import Callable, Iterator

import pytest

from modelstead.domain.experiment import ViewType
from modelstead.errors import InvalidParameter
from modelstead.services import experiment_search, run_search
from modelstead.store.transaction import Transaction
from tests.search import cases, data
from tests.search.expectations import EXPECTED, Outcome
from tests.search.loading import Loaded

MAX_RESULTS = 1_000  # more than there are
PAGE_SIZES = (1, 3, 7)
NUMBERS = {run.run_id: run.number for run in data.RUNS}

Page = tuple[list[int], str | None]
Search = Callable[[Transaction, int, str | None], Page]
"""Return a page of a case's numbers, of a size, behind a token."""


@pytest.mark.parametrize("case", cases.RUNS, ids=lambda case: case.id)
def test_runs_are_those_that_mlflow_finds(loaded: Loaded, case: cases.RunsCase) -> None:
    def search(tx: Transaction, max_results: int, token: str | None) -> Page:
        found, following = run_search.search(
            tx,
            loaded.access,
            case.experiments,
            filter_text=case.filter,
            order_by=list(case.order_by),
            view=ViewType[case.view.upper()],
            max_results=max_results,
            token=token,
        )
        return [NUMBERS[each.run.run_id] for each in found], following

    loaded.database.read_now(compare, search, EXPECTED["runs"][case.id])


@pytest.mark.parametrize("case", cases.EXPERIMENTS, ids=lambda case: case.id)
def test_experiments_are_those_that_mlflow_finds(loaded: Loaded, case: cases.ExperimentsCase) -> None:
    def search(tx: Transaction, max_results: int, token: str | None) -> Page:
        found, following = experiment_search.search(
            tx,
            loaded.access,
            filter_text=case.filter,
            order_by=list(case.order_by),
            view=ViewType[case.view.upper()],
            max_results=max_results,
            token=token,
        )
        return [each.iid for each in found], following

    loaded.database.read_now(compare, search, EXPECTED["experiments"][case.id])


def compare(tx: Transaction, search: Search, expected: Outcome) -> None:
    """Require what is expected, at once and page by page."""
    if expected == cases.REFUSED:
        with pytest.raises(InvalidParameter):
            search(tx, MAX_RESULTS, None)
        return
    assert search(tx, MAX_RESULTS, None) == (expected, None)
    for size in PAGE_SIZES:
        pages = list(walk(tx, search, size))
        assert [number for page in pages for number in page] == expected
        assert all(len(page) == size for page in pages[:-1])
        assert len(pages) == max(1, -(-len(expected) // size))


def walk(tx: Transaction, search: Search, size: int) -> Iterator[list[int]]:
    """Return the pages of a case, to the one without a token; no case has as many as MAX_RESULTS."""
    token: str | None = None
    for _ in range(MAX_RESULTS):
        page, token = search(tx, size, token)
        yield page
        if token is None:
            return
    pytest.fail("There is no last page.")
