"""experiments/search by GET and POST, and experiments/list of 1.x clients."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.mlflow_api.sending import assert_invalid, good
from tests.serving import Mlflow

Search = Callable[..., httpx.Response]


@pytest.fixture(params=["POST search", "GET search", "GET list"])
def search(request: pytest.FixtureRequest, developer: Mlflow) -> Search:
    """Each way to list experiments."""
    method, _, call = request.param.partition(" ")

    def ask(**fields: Any) -> httpx.Response:
        return (developer.post if method == "POST" else developer.get)(f"experiments/{call}", **fields)

    return ask


def names(answer: httpx.Response) -> list[str]:
    return [experiment["name"] for experiment in good(answer).get("experiments", [])]


def test_the_newest_come_first(developer: Mlflow, search: Search) -> None:
    for name in ("a", "b", "c"):
        good(developer.post("experiments/create", name=name))
    assert sorted(names(search(max_results=10))) == ["Default", "a", "b", "c"]
    times = [each["creation_time"] for each in good(search(max_results=10))["experiments"]]
    assert times == sorted(times, reverse=True)
    assert "next_page_token" not in good(search(max_results=4))


def test_the_view_type_is_a_name_or_a_number(developer: Mlflow, search: Search) -> None:
    good(developer.post("experiments/create", name="gone"))
    good(developer.post("experiments/delete", experiment_id="1"))
    for given, expected in (
        ({}, ["Default"]),
        ({"view_type": "ACTIVE_ONLY"}, ["Default"]),
        ({"view_type": 1}, ["Default"]),
        ({"view_type": "DELETED_ONLY"}, ["gone"]),
        ({"view_type": 2}, ["gone"]),
        ({"view_type": "ALL"}, ["Default", "gone"]),
        ({"view_type": "3"}, ["Default", "gone"]),
    ):
        assert sorted(names(search(max_results=10, **given))) == expected


def test_pages_follow_each_other_while_experiments_are_added(developer: Mlflow, search: Search) -> None:
    for number in range(5):
        good(developer.post("experiments/create", name=f"e{number}"))
    everything = names(search(max_results=10))
    seen, token = [], ""
    for round_number in range(6):
        page = good(search(max_results=1, **({"page_token": token} if token else {})))
        seen += [each["name"] for each in page["experiments"]]
        token = page.get("next_page_token", "")
        good(developer.post("experiments/create", name=f"later {round_number}"))
    assert (seen, token) == (everything, "")


def test_a_page_token_of_another_view_is_refused(search: Search, developer: Mlflow) -> None:
    good(developer.post("experiments/create", name="e"))
    token = good(search(max_results=1))["next_page_token"]
    assert_invalid(search(max_results=1, page_token=token, view_type="ALL"), "Invalid page token")


@pytest.mark.parametrize("wrong", [0, -1, 50_001, "x"])
def test_max_results_is_between_1_and_50000(search: Search, wrong: object) -> None:
    assert_invalid(search(max_results=wrong), "Invalid value", "for parameter 'max_results' supplied")


def test_50000_results_may_be_asked_for(search: Search) -> None:
    assert names(search(max_results=50_000)) == ["Default"]


def test_an_unknown_view_type_is_refused(search: Search) -> None:
    for wrong in ("SOME", "4", "0", "active"):
        assert_invalid(search(view_type=wrong), "Invalid value", "view type")


def test_a_filter_and_an_order_are_followed(developer: Mlflow, search: Search) -> None:
    for name in ("beta", "alpha", "gamma"):
        tags = [{"key": "team", "value": name[0]}]
        assert developer.post("experiments/create", name=name, tags=tags).status_code == 200
    assert names(search(filter="name LIKE '%a%' AND tags.team != 'g'", order_by=["name"])) == ["alpha", "beta"]
    assert names(search(filter="name ILIKE 'D%'")) == ["Default"]
    assert_invalid(search(filter="nope = 'x'"), "Invalid filter at character 1: Invalid attribute key 'nope'")
    assert_invalid(search(order_by=["tags.team"]), "experiments cannot be ordered by tags")
