"""A search of the registry finds what MLflow's own SQL store finds, in the same order and page by page."""

import json
from pathlib import Path

import pytest

from modelstead.errors import InvalidParameter
from modelstead.store.transaction import Transaction
from tests.search_registry import cases
from tests.search_registry.cases import REFUSED, Case
from tests.search_registry.loading import Loaded
from tests.search_registry.searching import SEARCHES

EXPECTED = json.loads(Path(__file__).with_name("expected.json").read_text(encoding="utf-8"))
CASES = {"models": cases.MODELS, "versions": cases.VERSIONS}
EACH = [pytest.param(kind, case, id=f"{kind}: {case.id}") for kind, held in CASES.items() for case in held]
PAGE_SIZES = (1, 3)


@pytest.mark.parametrize(("kind", "case"), EACH)
def test_what_mlflow_finds_is_found(loaded: Loaded, kind: str, case: Case) -> None:
    def compare(tx: Transaction) -> None:
        search, expected = SEARCHES[kind], EXPECTED[kind][case.id]
        if expected == REFUSED:
            with pytest.raises(InvalidParameter):
                search(tx, loaded.access, case, 100)
            return
        assert search(tx, loaded.access, case, 100) == (expected, None)
        for size in PAGE_SIZES:
            found, token = search(tx, loaded.access, case, size)
            while token is not None:
                page, token = search(tx, loaded.access, case, size, token)
                assert 0 < len(page) <= size
                found += page
            assert found == expected

    loaded.database.read_now(compare)


@pytest.mark.parametrize("kind", CASES)
def test_the_table_of_cases_holds(kind: str) -> None:
    held, expected = CASES[kind], EXPECTED[kind]
    assert sorted(expected) == sorted(case.id for case in held)
    assert len({(case.filter, case.order_by) for case in held}) == len(held)
    refused = {each for each, found in expected.items() if found == REFUSED}
    assert refused == {case.id for case in held if case.id.startswith("refused: ")}
    telling = [each for each in held if each.filter and 0 < len(expected[each.id]) < len(expected["everything"])]
    assert len(telling) >= 40
