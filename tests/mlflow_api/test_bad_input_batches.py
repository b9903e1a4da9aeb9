"""Bad input: more items than one call may bring."""

from typing import Any

import pytest

from tests.mlflow_api.sending import assert_invalid, assert_refused, data_of, good, send
from tests.serving import Mlflow


def metrics(count: int) -> list[dict[str, Any]]:
    return [{"key": f"m{n}", "value": n, "timestamp": 1} for n in range(count)]


def texts(count: int) -> list[dict[str, str]]:
    return [{"key": f"k{n}", "value": str(n)} for n in range(count)]


@pytest.mark.parametrize(
    ("batch", "limit", "count", "what"),
    [
        ({"metrics": metrics(1_001)}, 1_000, 1_001, "metrics"),
        ({"params": texts(101)}, 100, 101, "params"),
        ({"tags": texts(101)}, 100, 101, "tags"),
        ({"metrics": metrics(950), "params": texts(50), "tags": texts(1)}, 1_000, 1_001, "metrics, params, and tags"),
    ],
)
def test_a_batch_that_is_too_large_is_refused_whole(
    developer: Mlflow, batch: dict[str, Any], limit: int, count: int, what: str
) -> None:
    run_id = developer.run()
    answer = developer.post("runs/log-batch", run_id=run_id, **batch)
    message = (
        f"A batch logging request can contain at most {limit} {what}. Got {count} {what}. "
        f"Please split up {what} across multiple requests and try again."
    )
    assert_refused(answer, 400, "INVALID_PARAMETER_VALUE", message)
    assert data_of(developer, run_id) == {}


def test_the_largest_batch_is_taken(developer: Mlflow) -> None:
    run_id = developer.run()
    good(developer.post("runs/log-batch", run_id=run_id, metrics=metrics(800), params=texts(100), tags=texts(100)))
    data = data_of(developer, run_id)
    assert (len(data["metrics"]), len(data["params"]), len(data["tags"])) == (800, 100, 100)
    good(developer.post("runs/log-batch", run_id=run_id, metrics=metrics(1_000)))
    assert len(data_of(developer, run_id)["metrics"]) == 1_000


def test_the_largest_texts_of_a_batch_fit_into_one_body(developer: Mlflow) -> None:
    run_id = developer.run()
    params = [{"key": f"{n:03}".ljust(250, "k"), "value": "v" * 6_000} for n in range(100)]
    tags = [{"key": f"{n:03}".ljust(250, "k"), "value": "v" * 8_000} for n in range(100)]
    good(developer.post("runs/log-batch", run_id=run_id, params=params, tags=tags))
    assert data_of(developer, run_id) == {"params": params, "tags": tags}


def test_too_many_tags_of_a_new_experiment_are_refused(developer: Mlflow) -> None:
    answer = developer.post("experiments/create", name="e", tags=texts(1_001))
    assert_invalid(answer, "at most 1000 tags; got 1001")
    assert developer.get("experiments/get-by-name", experiment_name="e").status_code == 404


def test_too_many_experiments_of_a_search_are_refused(developer: Mlflow) -> None:
    body = b'{"experiment_ids": [' + b",".join([b'"0"'] * 10_001) + b"]}"
    assert_invalid(send(developer, "runs/search", body), "'experiment_ids'")
