"""runs/search: pages."""

import base64
import json
from typing import Any

import pytest

from tests.mlflow_api.sending import assert_invalid, good
from tests.people import People, settle
from tests.serving import Mlflow, Running

TOKEN = "Invalid page token"


def page(client: Mlflow, token: str = "", **fields: Any) -> tuple[list[str], str]:
    body = good(client.post("runs/search", **({"experiment_ids": ["0"]} | fields), page_token=token))
    return [run["info"]["run_id"] for run in body.get("runs", [])], body.get("next_page_token", "")


def test_pages_over_ties_hold_each_run_once(developer: Mlflow) -> None:
    runs = sorted(developer.run(start_time=7) for _ in range(7))
    for size in (1, 2, 3, 6, 7, 8):
        seen, token = page(developer, max_results=size)
        while token:
            more, token = page(developer, token, max_results=size)
            assert more
            seen += more
        assert seen == runs


def test_pages_are_stable_while_runs_are_added(developer: Mlflow) -> None:
    runs = [developer.run(start_time=start) for start in (30, 20, 10)]
    seen, token = page(developer, max_results=1)
    developer.run(start_time=40)
    more, token = page(developer, token, max_results=1)
    late = developer.run(start_time=15)
    rest, token = page(developer, token, max_results=5)
    assert (seen + more, rest, token) == (runs[:2], [late, runs[2]], "")


def test_the_last_page_has_no_token(developer: Mlflow) -> None:
    for _ in range(2):
        developer.run()
    assert "next_page_token" not in good(developer.post("runs/search", experiment_ids=["0"], max_results=2))


def test_a_token_goes_with_its_query_alone(server: Running, developer: Mlflow, people: People) -> None:
    good(developer.post("experiments/create", name="other"))
    for _ in range(2):
        developer.run()
    _, token = page(developer, max_results=1)
    for fields in ({"experiment_ids": ["1"]}, {"experiment_ids": ["0", "1"]}, {"run_view_type": "ALL"}):
        answer = developer.post("runs/search", **({"experiment_ids": ["0"]} | fields), page_token=token)
        assert_invalid(answer, TOKEN, "another query")
    answer = developer.post("experiments/search", page_token=token)
    assert_invalid(answer, TOKEN)
    other = settle(server.server, f"{people.project.path}-twin")
    stranger = server.client(other.developer, other.project.id)
    assert_invalid(stranger.post("runs/search", experiment_ids=["0"], page_token=token), TOKEN)


def token_of(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode()


@pytest.mark.parametrize(
    "garbage",
    [
        "x",
        "%%%",
        "é",
        "AAAA",
        token_of({"offset": 3}),
        token_of([]),
        token_of(["d", ["a", "b"]]),
        token_of(["d", [2**70, "b"]]),
        token_of(None),
        "A" * 20_000,
    ],
)
def test_a_garbage_token_is_refused(developer: Mlflow, garbage: str) -> None:
    assert_invalid(developer.post("runs/search", experiment_ids=["0"], page_token=garbage), TOKEN)
