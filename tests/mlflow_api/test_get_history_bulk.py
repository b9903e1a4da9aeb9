"""metrics/get-history-bulk and metrics/get-history-bulk-interval, which charts ask."""

import itertools
from typing import Any

import pytest

from tests.mlflow_api.sending import assert_invalid, assert_refused, good
from tests.serving import Mlflow

BULK, INTERVAL = "metrics/get-history-bulk", "metrics/get-history-bulk-interval"


def run_with(client: Mlflow, steps: list[int]) -> str:
    run_id = client.run()
    metrics = [{"key": "m", "value": step, "timestamp": 1, "step": step} for step in steps]
    good(client.post("runs/log-batch", run_id=run_id, metrics=metrics))
    return run_id


def points(client: Mlflow, call: str, **query: Any) -> list[tuple[str, int]]:
    found = good(client.get(call, metric_key="m", **query)).get("metrics", [])
    assert all(point["key"] == "m" and point["value"] == point["step"] for point in found)
    return [(point["run_id"], point["step"]) for point in found]


def test_histories_come_run_by_run_in_the_order_asked(developer: Mlflow) -> None:
    a, b, empty = run_with(developer, [1, 2]), run_with(developer, [3]), developer.run()
    assert points(developer, BULK, run_id=[b, empty, a]) == [(b, 3), (a, 1), (a, 2)]
    assert points(developer, BULK, run_id=[a, b], max_results=2) == [(a, 1), (a, 2)]
    assert points(developer, BULK, run_id=a) == [(a, 1), (a, 2)]
    assert points(developer, INTERVAL, run_ids=[b, empty, a]) == [(b, 3), (a, 1), (a, 2)]


def test_lists_may_be_written_with_brackets(developer: Mlflow) -> None:
    a, b = run_with(developer, [1]), run_with(developer, [2])
    assert points(developer, BULK, **{"run_id[]": [a, b]}) == [(a, 1), (b, 2)]


def test_an_interval_includes_both_its_ends(developer: Mlflow) -> None:
    run = run_with(developer, list(range(-5, 6)))
    for bounds, expected in (
        ({"start_step": -2, "end_step": 1}, [-2, -1, 0, 1]),
        ({"start_step": 4}, [4, 5]),
        ({"end_step": "-5"}, [-5]),
        ({"start_step": 3, "end_step": 3}, [3]),
        ({"start_step": 9}, []),
    ):
        assert points(developer, INTERVAL, run_ids=run, **bounds) == [(run, step) for step in expected]


@pytest.mark.parametrize("wanted", [1, 2, 3, 10, 320])
def test_sampling_spreads_the_steps_and_keeps_the_ends(developer: Mlflow, wanted: int) -> None:
    run = run_with(developer, list(range(0, 2_000, 2)))
    steps = [step for _, step in points(developer, INTERVAL, run_ids=run, max_results=wanted)]
    assert steps == sorted(set(steps))
    assert (steps[0], steps[-1]) == (0, 1_998)
    assert len(steps) == max(wanted, 2)
    gaps = {second - first for first, second in itertools.pairwise(steps)}
    assert max(gaps) - min(gaps) <= 2


def test_lines_are_sampled_at_the_same_steps(developer: Mlflow) -> None:
    long, short = run_with(developer, list(range(1_000))), run_with(developer, list(range(500)))
    found = points(developer, INTERVAL, run_ids=[long, short], max_results=10)
    of_long = [step for run, step in found if run == long]
    of_short = [step for run, step in found if run == short]
    assert set(of_short) - {499} <= set(of_long)
    assert (of_short[0], of_short[-1]) == (0, 499)


def test_an_unknown_metric_gives_nothing(developer: Mlflow) -> None:
    run = developer.run()
    assert good(developer.get(BULK, run_id=run, metric_key="x")) == {}
    assert good(developer.get(INTERVAL, run_ids=run, metric_key="x")) == {}


@pytest.mark.parametrize(("call", "field"), [(BULK, "run_id"), (INTERVAL, "run_ids")])
def test_one_unknown_run_is_not_found(developer: Mlflow, call: str, field: str) -> None:
    answer = developer.get(call, metric_key="m", **{field: [run_with(developer, [1]), "nope"]})
    assert_refused(answer, 404, "RESOURCE_DOES_NOT_EXIST", "Run with id=nope not found.")


@pytest.mark.parametrize(("call", "field"), [(BULK, "run_id"), (INTERVAL, "run_ids")])
def test_runs_are_1_to_100(developer: Mlflow, call: str, field: str) -> None:
    runs = [developer.run()] * 100
    good(developer.get(call, metric_key="m", **{field: runs}))
    assert_invalid(developer.get(call, metric_key="m", **{field: [*runs, runs[0]]}), "at most 100 run_ids; got 101")
    assert_invalid(developer.get(call, metric_key="m"), f"Missing value for required parameter '{field}'.")


def test_an_interval_that_ends_before_it_starts_is_refused(developer: Mlflow) -> None:
    answer = developer.get(INTERVAL, run_ids=developer.run(), metric_key="m", start_step=2, end_step=1)
    assert_invalid(answer, "end_step must be greater than start_step. Found start_step=2 and end_step=1.")


@pytest.mark.parametrize("wrong", [0, 2_501, "x"])
def test_a_sample_is_of_1_to_2500_points(developer: Mlflow, wrong: object) -> None:
    answer = developer.get(INTERVAL, run_ids=developer.run(), metric_key="m", max_results=wrong)
    assert_invalid(answer, "Invalid value", "for parameter 'max_results' supplied")
