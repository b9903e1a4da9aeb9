"""runs/search: listing."""

from typing import Any

import pytest

from tests.mlflow_api.sending import assert_invalid, good, stored
from tests.serving import Mlflow


def found(client: Mlflow, **fields: Any) -> list[str]:
    return [run["info"]["run_id"] for run in good(client.post("runs/search", **fields)).get("runs", [])]


def test_the_last_started_come_first_and_ties_go_by_id(developer: Mlflow) -> None:
    runs = [(start, developer.run(start_time=start)) for start in (5, 9, 5, 0, 9)]
    expected = [run for _, run in sorted(runs, key=lambda pair: (-pair[0], pair[1]))]
    assert found(developer, experiment_ids=["0"]) == expected


def test_a_found_run_is_whole(developer: Mlflow) -> None:
    run_id = developer.run()
    good(developer.post("runs/log-metric", run_id=run_id, key="m", value="NaN", timestamp=1))
    good(developer.post("runs/log-parameter", run_id=run_id, key="p", value="1"))
    good(developer.post("runs/log-inputs", run_id=run_id, models=[{"model_id": "m-1"}]))
    assert good(developer.post("runs/search", experiment_ids=["0"])) == {"runs": [stored(developer, run_id)]}


def test_several_experiments_are_listed_together(developer: Mlflow) -> None:
    for name in ("a", "b", "c"):
        good(developer.post("experiments/create", name=name))
    runs = {
        each: good(developer.post("runs/create", experiment_id=each, start_time=int(each)))["run"]["info"]["run_id"]
        for each in ("1", "2", "3")
    }
    assert found(developer, experiment_ids=["1", "3", "3"]) == [runs["3"], runs["1"]]


def test_no_experiment_or_unknown_ones_give_nothing(developer: Mlflow) -> None:
    developer.run()
    for ids in ([], ["8"], ["x", "-1", "9" * 40, ""]):
        assert good(developer.post("runs/search", experiment_ids=ids)) == {}
    assert good(developer.post("runs/search")) == {}


def test_the_view_type_is_a_name_or_a_number(developer: Mlflow) -> None:
    kept, gone = developer.run(start_time=2), developer.run(start_time=1)
    good(developer.post("runs/delete", run_id=gone))
    for view, expected in (
        (None, [kept]),
        ("ACTIVE_ONLY", [kept]),
        (1, [kept]),
        ("DELETED_ONLY", [gone]),
        ("2", [gone]),
        ("ALL", [kept, gone]),
        (3, [kept, gone]),
    ):
        assert found(developer, experiment_ids=["0"], run_view_type=view) == expected


@pytest.mark.parametrize("wrong", [0, -1, 50_001, "many", 1.5, True])
def test_max_results_is_a_number_between_1_and_50000(developer: Mlflow, wrong: object) -> None:
    answer = developer.post("runs/search", experiment_ids=["0"], max_results=wrong)
    assert_invalid(answer, "Invalid value", "for parameter 'max_results' supplied")
