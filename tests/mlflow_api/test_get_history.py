"""metrics/get-history."""

from typing import Any

import pytest

from tests.mlflow_api.sending import assert_invalid, assert_refused, good
from tests.serving import Mlflow

# (timestamp, step, value), in the order of a history; many are tied in part
POINTS = [(t, s, v) for t in (0, 5, 6) for s in (-1, 0, 3) for v in (-0.5, 1.0)]


@pytest.fixture
def run_id(developer: Mlflow) -> str:
    """Return a run whose metric has the points, logged in another order."""
    run = developer.run()
    metrics = [{"key": "m", "timestamp": t, "step": s, "value": v} for t, s, v in sorted(POINTS, key=lambda p: p[::-1])]
    good(developer.post("runs/log-batch", run_id=run, metrics=metrics))
    return run


def page(client: Mlflow, **query: Any) -> tuple[list[tuple[int, int, float]], str]:
    body = good(client.get("metrics/get-history", metric_key="m", **query))
    points = [(point["timestamp"], point["step"], point["value"]) for point in body.get("metrics", [])]
    return points, body.get("next_page_token", "")


def test_a_history_goes_by_timestamp_step_and_value(developer: Mlflow, run_id: str) -> None:
    assert page(developer, run_id=run_id) == (POINTS, "")


@pytest.mark.parametrize("size", [1, 2, 5, 17, 18, 25_000])
def test_pages_over_ties_hold_each_point_once(developer: Mlflow, run_id: str, size: int) -> None:
    seen, token = page(developer, run_id=run_id, max_results=size)
    while token:
        more, token = page(developer, run_id=run_id, max_results=size, page_token=token)
        assert 0 < len(more) <= size
        seen += more
    assert seen == POINTS


def test_nan_is_paged_like_any_value(developer: Mlflow) -> None:
    run = developer.run()
    metrics = [{"key": "m", "timestamp": 1, "step": 0, "value": v} for v in (0, "NaN", "-Infinity", "Infinity", 1e-9)]
    good(developer.post("runs/log-batch", run_id=run, metrics=metrics))
    seen: list[object] = []
    token = ""
    for _ in range(5):
        points, token = page(developer, run_id=run, max_results=1, page_token=token)
        seen += [point[2] for point in points]
    assert token == ""
    assert seen == [-1.7976931348623157e308, 0.0, "NaN", 1e-9, 1.7976931348623157e308]


def test_int64_survives_a_page_token(developer: Mlflow) -> None:
    run = developer.run()
    ends = [(0, -(2**63)), (0, 2**63 - 1), (2**63 - 1, -(2**63)), (2**63 - 1, 2**63 - 1)]
    metrics = [{"key": "m", "timestamp": t, "step": s, "value": 1} for t, s in ends]
    good(developer.post("runs/log-batch", run_id=run, metrics=metrics))
    seen, token = page(developer, run_id=run, max_results=1)
    while token:
        more, token = page(developer, run_id=run, max_results=1, page_token=token)
        seen += more
    assert [point[:2] for point in seen] == ends


def test_a_page_is_cut_at_25000_and_not_refused(developer: Mlflow, run_id: str) -> None:
    assert page(developer, run_id=run_id, max_results=10**9) == (POINTS, "")


def test_an_unknown_metric_gives_nothing_and_an_unknown_run_is_not_found(developer: Mlflow, run_id: str) -> None:
    assert good(developer.get("metrics/get-history", run_id=run_id, metric_key="other")) == {}
    answer = developer.get("metrics/get-history", run_id="f" * 32, metric_key="m")
    assert_refused(answer, 404, "RESOURCE_DOES_NOT_EXIST", f"Run with id={'f' * 32} not found.")


def test_a_metric_of_another_run_of_the_project_gives_nothing(developer: Mlflow, run_id: str) -> None:
    other = developer.run()
    assert run_id != other
    assert good(developer.get("metrics/get-history", run_id=other, metric_key="m")) == {}


def test_a_token_goes_with_its_run_and_metric_alone(developer: Mlflow, run_id: str) -> None:
    _, token = page(developer, run_id=run_id, max_results=1)
    other = developer.run()
    for query in ({"run_id": other, "metric_key": "m"}, {"run_id": run_id, "metric_key": "n"}):
        answer = developer.get("metrics/get-history", **query, page_token=token)
        assert_invalid(answer, "Invalid page token", "another query")
    assert_invalid(developer.get("metrics/get-history", run_id=run_id, metric_key="m", page_token="x"), "page token")


@pytest.mark.parametrize("wrong", ["0", "-1", "x", "1.5", "9" * 5000])
def test_a_page_size_that_is_none_is_refused(developer: Mlflow, run_id: str, wrong: str) -> None:
    answer = developer.get("metrics/get-history", run_id=run_id, metric_key="m", max_results=wrong)
    assert_invalid(answer, "Invalid value", "for parameter 'max_results' supplied")
