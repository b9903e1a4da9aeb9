"""A search of logged models finds what MLflow's own SQL store finds, in the same order and page by page."""

import json
from pathlib import Path

import pytest

from modelstead.errors import InvalidParameter
from modelstead.mlflow_api.messages.logged_model_search import SearchLoggedModels, WireDatasetFilter, WireOrder
from modelstead.services import logged_model_search
from modelstead.store.transaction import Transaction
from tests.search_logged_models import cases, data
from tests.search_logged_models.cases import CASES, REFUSED, Case
from tests.search_logged_models.loading import Loaded

EXPECTED = json.loads(Path(__file__).with_name("expected.json").read_text(encoding="utf-8"))["cases"]
NUMBERS = {model.model_id: model.number for model in data.MODELS}
PAGE_SIZES = (1, 2, 5)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_models_are_those_that_mlflow_finds(loaded: Loaded, case: Case) -> None:
    def search(tx: Transaction, size: int, token: str | None = None) -> tuple[list[int], str | None]:
        request = SearchLoggedModels(
            list(case.experiments),
            datasets=[WireDatasetFilter(*each) for each in case.datasets],
            order_by=[WireOrder(*each) for each in case.order_by],
        )
        found, following = logged_model_search.search(
            tx,
            loaded.access,
            request.experiment_ids,
            filter_text=case.filter,
            datasets=request.on,
            order_by=request.order,
            max_results=size,
            token=token,
        )
        return [NUMBERS[each.model.model_id] for each in found], following

    def compare(tx: Transaction) -> None:
        expected = EXPECTED[case.id]
        if expected == REFUSED:
            with pytest.raises(InvalidParameter):
                search(tx, 100)
            return
        assert search(tx, 100) == (expected, None)
        for size in PAGE_SIZES:
            found, token = search(tx, size)
            while token is not None:
                page, token = search(tx, size, token)
                assert 0 < len(page) <= size
                found += page
            assert found == expected

    loaded.database.read_now(compare)


def test_the_table_of_cases_holds() -> None:
    assert sorted(EXPECTED) == sorted(case.id for case in CASES)
    assert len({repr(case).replace(repr(case.id), "", 1) for case in CASES}) == len(CASES)
    refused = {each for each, found in EXPECTED.items() if found == cases.REFUSED}
    assert refused == {case.id for case in CASES if case.id.startswith("refused: ")}
    everything = EXPECTED["everything that is not deleted"]
    telling = [case for case in CASES if case.filter and 0 < len(EXPECTED[case.id]) < len(everything)]
    assert len(telling) >= 60
