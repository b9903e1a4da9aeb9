"""The table of search cases holds: each case has one expectation, and the cases tell searches apart."""

from collections.abc import Sequence

import pytest

from tests.search import cases, data
from tests.search.expectations import EXPECTED, MLFLOW, Outcome

Cases = Sequence[cases.RunsCase] | Sequence[cases.ExperimentsCase]
each_kind = pytest.mark.parametrize(("kind", "table"), [("runs", cases.RUNS), ("experiments", cases.EXPERIMENTS)])


def accepted(kind: str) -> list[Outcome]:
    return [found for found in EXPECTED[kind].values() if found != cases.REFUSED]


def test_expectations_say_which_mlflow_they_are_of() -> None:
    assert MLFLOW


@each_kind
def test_each_case_has_a_name_of_its_own(kind: str, table: Cases) -> None:
    names = [case.id for case in table]
    assert len(names) == len(set(names)), kind


@each_kind
def test_no_search_stands_in_the_table_twice(kind: str, table: Cases) -> None:
    searches = [repr(case).replace(repr(case.id), "", 1) for case in table]
    assert len(searches) == len(set(searches)), kind


@each_kind
def test_there_is_an_expectation_of_each_case_and_of_no_other(kind: str, table: Cases) -> None:
    assert sorted(EXPECTED[kind]) == sorted(case.id for case in table)


@each_kind
def test_the_names_of_refused_cases_say_so(kind: str, table: Cases) -> None:
    named = {case.id for case in table if case.id.startswith("refused: ")}
    assert named == {each for each, found in EXPECTED[kind].items() if found == cases.REFUSED}


def test_there_are_many_cases() -> None:
    assert len(accepted("runs")) >= 250
    assert len(accepted("experiments")) >= 60
    assert len(EXPECTED["runs"]) - len(accepted("runs")) >= 30


def test_most_searches_find_something_and_not_everything() -> None:
    active = sum(not run.deleted for run in data.RUNS)
    filtered = [EXPECTED["runs"][case.id] for case in cases.RUNS if case.filter]
    telling = [found for found in filtered if found != cases.REFUSED and 0 < len(found) < active]
    assert len(telling) >= 220


def test_runs_have_numbers_and_ids_of_their_own() -> None:
    assert [run.number for run in data.RUNS] == list(range(1, len(data.RUNS) + 1))
    assert len({run.run_id for run in data.RUNS}) == len(data.RUNS)
    assert [experiment.number for experiment in data.EXPERIMENTS] == list(range(len(data.EXPERIMENTS)))
