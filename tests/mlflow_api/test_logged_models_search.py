"""POST logged-models/search."""

from typing import Any

import pytest

from tests.mlflow_api.logged_models import create, delete, new_id
from tests.mlflow_api.sending import assert_invalid, good
from tests.serving import Mlflow


def names(client: Mlflow, **fields: Any) -> list[str]:
    body = good(client.post("logged-models/search", **{"experiment_ids": ["0"], **fields}))
    return [each["info"]["name"] for each in body.get("models", [])]


def accurate(client: Mlflow, name: str, accuracy: float, dataset: str) -> str:
    """Create a model with a metric on a dataset."""
    model_id = new_id(client, name=name)
    point = {"key": "acc", "value": accuracy, "timestamp": 1, "model_id": model_id, "dataset_name": dataset}
    good(client.post("runs/log-metric", run_id=client.run(), **point))
    return model_id


def test_models_are_answered_as_when_they_are_got(developer: Mlflow) -> None:
    model_id = accurate(developer, "a", 0.5, "iris")
    found = good(developer.post("logged-models/search", experiment_ids=["0"]))
    assert found == {"models": [good(developer.get(f"logged-models/{model_id}"))["model"]]}


def test_nothing_found_is_an_empty_answer(developer: Mlflow) -> None:
    create(developer)
    for fields in ({"experiment_ids": ["77", "x"]}, {"filter": "name = 'nobody'"}):
        assert good(developer.post("logged-models/search", **{"experiment_ids": ["0"], **fields})) == {}


def test_filter_datasets_and_order_are_applied(developer: Mlflow) -> None:
    accurate(developer, "a", 0.5, "iris")
    accurate(developer, "b", 0.75, "wine")
    gone = accurate(developer, "c", 1.0, "iris")
    good(delete(developer, gone))
    assert names(developer, filter="metrics.acc > 0.6") == ["b"]
    assert names(developer, filter="metrics.acc > 0.4", datasets=[{"dataset_name": "iris"}]) == ["a"]
    by_acc = {"field_name": "metrics.acc", "ascending": False}
    assert names(developer, order_by=[by_acc]) == ["b", "a"]
    assert names(developer, order_by=[{**by_acc, "dataset_name": "iris"}]) == ["a", "b"]
    assert names(developer, order_by=[{"field_name": "name"}]) == ["a", "b"]
    assert names(developer, order_by=[{"field_name": "attributes.name", "ascending": False}]) == ["b", "a"]


def test_pages_follow_each_other(developer: Mlflow) -> None:
    for name in "abcde":
        create(developer, name=name)
    body: dict[str, Any] = {"experiment_ids": ["0"], "order_by": [{"field_name": "name"}], "max_results": 2}
    pages: list[str] = []
    token: str | None = ""
    while token is not None:
        page = good(developer.post("logged-models/search", **body, page_token=token))
        pages.append("".join(each["info"]["name"] for each in page["models"]))
        token = page.get("next_page_token")
    assert pages == ["ab", "cd", "e"]


def test_the_default_page_has_100_models(developer: Mlflow) -> None:
    for _ in range(101):
        create(developer)
    for fields in ({}, {"max_results": 0}):
        page = good(developer.post("logged-models/search", experiment_ids=["0"], **fields))
        assert (len(page["models"]), "next_page_token" in page) == (100, True)
    page = good(developer.post("logged-models/search", experiment_ids=["0"], max_results=50_000))
    assert (len(page["models"]), "next_page_token" in page) == (101, False)


@pytest.mark.parametrize(
    ("fields", "parts"),
    [
        ({"experiment_ids": []}, ["'experiment_ids'"]),
        ({"experiment_ids": "0"}, ["'experiment_ids'"]),
        ({"experiment_ids": [0]}, ["'experiment_ids[0]'"]),
        ({"experiment_ids": ["0"] * 10_001}, ["'experiment_ids'"]),
        ({"filter": "metrics.acc > 'high'"}, ["at character 15", "a number without quotes"]),
        ({"filter": "metrics.acc"}, ["at character 12"]),
        ({"filter": "datasets.name = 'x'"}, ["at character 1", "Invalid entity type 'datasets'"]),
        ({"filter": "x" * 20_000}, ["'filter' exceeds"]),
        ({"filter": " AND ".join(["name = 'a'"] * 101)}, ["at most 100 comparisons"]),
        ({"filter": 1}, ["'filter'"]),
        ({"datasets": [{"dataset_name": "a"}, {"dataset_digest": "d"}]}, ["`dataset_name`", "datasets[1]"]),
        ({"datasets": [{"dataset_name": "a"}] * 101}, ["'datasets'"]),
        ({"datasets": ["iris"]}, ["'datasets[0]'"]),
        ({"order_by": ["name"]}, ["'order_by[0]'"]),
        ({"order_by": [{"field_name": "name"}, {}]}, ["'order_by[1].field_name'"]),
        ({"order_by": [{"field_name": "params.a"}]}, ["Invalid order by field name: 'params.a'", "order_by[0]"]),
        ({"order_by": [{"field_name": "nonsense"}]}, ["Invalid order by field name"]),
        ({"order_by": [{"field_name": "metrics."}]}, ["Invalid order by field name"]),
        ({"order_by": [{"field_name": ""}]}, ["Invalid order by field name"]),
        ({"order_by": [{"field_name": "name", "ascending": "up"}]}, ["'order_by[0].ascending'"]),
        ({"order_by": [{"field_name": "name", "dataset_name": "a"}]}, ["order_by[0].dataset_name", "metrics alone"]),
        ({"order_by": [{"field_name": "metrics.a", "dataset_digest": "a"}]}, ["order_by[0].dataset_digest"]),
        ({"order_by": [{"field_name": "name"}] * 11}, ["'order_by'"]),
        ({"max_results": -1}, ["'max_results'"]),
        ({"max_results": "x"}, ["'max_results'"]),
        ({"max_results": 2**63}, ["'max_results'"]),
        ({"page_token": "x"}, ["Invalid page token"]),
        ({"page_token": 1}, ["'page_token'"]),
    ],
)
def test_a_bad_search_is_refused_by_name(developer: Mlflow, fields: dict[str, Any], parts: list[str]) -> None:
    answer = developer.post("logged-models/search", **{"experiment_ids": ["0"], **fields})
    assert_invalid(answer, *parts)


def test_experiments_are_named(developer: Mlflow) -> None:
    answer = developer.post("logged-models/search")
    assert_invalid(answer, "Missing value for required parameter 'experiment_ids'.")


@pytest.mark.parametrize("key", ["my metric", "a.b", "val/loss", "ü", "a`b", "`a b`", '"a b"', "'", "a" * 400])
def test_any_metric_can_be_ordered_by(developer: Mlflow, key: str) -> None:
    create(developer, name="a")
    assert names(developer, order_by=[{"field_name": f"metrics.{key}"}]) == ["a"]
