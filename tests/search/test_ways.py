"""Whichever way a page is found, it is the same page; on each engine."""

import pytest

from modelstead.domain.experiment import ViewType
from modelstead.services import run_search
from modelstead.store import run_search as rows
from tests.search import cases, data
from tests.search.expectations import EXPECTED
from tests.search.loading import Loaded

ACCEPTED = [case for case in cases.RUNS if EXPECTED["runs"][case.id] != cases.REFUSED]
NUMBERS = {run.run_id: run.number for run in data.RUNS}


@pytest.mark.parametrize("case", ACCEPTED, ids=lambda case: case.id)
def test_among_many_runs_the_same_are_found(
    loaded: Loaded, case: cases.RunsCase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "FEW", 1)
    monkeypatch.setattr(rows, "SAMPLE", 5)
    found: list[int] = []
    token: str | None = ""
    while token is not None:
        page, token = loaded.database.read_now(
            run_search.search,
            loaded.access,
            case.experiments,
            filter_text=case.filter,
            order_by=list(case.order_by),
            view=ViewType[case.view.upper()],
            max_results=3,
            token=token,
        )
        found += [NUMBERS[each.run.run_id] for each in page]
    assert found == EXPECTED["runs"][case.id]
