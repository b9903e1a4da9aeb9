"""Many clients at once that create models and versions, by HTTP, on SQLite and on PostgreSQL in two processes."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.cli.commands import Serving, serving

TAKEN = {"key": "gitlab.version", "value": "1.2.3"}


@pytest.fixture(params=["sqlite", "postgresql"])
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Serving]:
    """Start two processes on each engine."""
    arguments: tuple[object, ...] = ("--workers", 2, "--access-log", "false")
    if request.param == "postgresql":
        arguments += ("--database-url", request.getfixturevalue("postgresql").database(), "--database-pool", 3)
    with serving(tmp_path, *arguments) as started:
        yield started


def together(count: int, work: Callable[[int], httpx.Response]) -> list[httpx.Response]:
    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(work, range(count)))


def outcomes(answers: list[httpx.Response]) -> Counter[tuple[int, str]]:
    return Counter((answer.status_code, answer.json().get("error_code", "")) for answer in answers)


def get(server: Serving, call: str, /, **query: Any) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {server.token}"}
    answer = server.http.get(f"/api/2.0/mlflow/{call}", params=query, headers=headers)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def model(server: Serving, name: str = "churn") -> None:
    assert server.call("registered-models/create", name=name).status_code == 200


def test_one_of_sixteen_creates_a_model_each_time(server: Serving) -> None:
    for name in ("a", "b", "c", "d", "e"):

        def create(_: int, name: str = name) -> httpx.Response:
            return server.call("registered-models/create", name=name)

        answers = together(16, create)
        assert outcomes(answers) == {(200, ""): 1, (400, "RESOURCE_ALREADY_EXISTS"): 15}
    assert "Traceback" not in server.errors()


def test_64_versions_get_the_numbers_1_to_64(server: Serving) -> None:
    model(server)
    answers = together(64, lambda _: server.call("model-versions/create", name="churn"))
    assert outcomes(answers) == {(200, ""): 64}
    made = [answer.json()["model_version"] for answer in answers]
    assert sorted(int(each["version"]) for each in made) == list(range(1, 65))
    assert {int(each["version"]): each["semantic_version"] for each in made} == {
        n: f"1.0.{n - 1}" for n in range(1, 65)
    }
    assert len({each["run_id"] for each in made}) == 64
    found = get(server, "model-versions/search", filter="name = 'churn'")["model_versions"]
    assert len(found) == 64
    assert "Traceback" not in server.errors()


def test_one_of_a_hundred_takes_a_semantic_version_and_the_others_leave_nothing(server: Serving) -> None:
    model(server)
    answers = together(100, lambda _: server.call("model-versions/create", name="churn", tags=[TAKEN]))
    assert outcomes(answers) == {(200, ""): 1, (400, "RESOURCE_ALREADY_EXISTS"): 99}
    refusals = {answer.json()["message"] for answer in answers if answer.status_code == 400}
    assert all("Version has already been taken" in refusal for refusal in refusals)
    runs = server.call("runs/search", experiment_ids=["1"]).json()["runs"]
    assert [run["info"]["run_name"] for run in runs] == ["1.2.3"]
    following = server.call("model-versions/create", name="churn").json()["model_version"]
    assert (following["version"], following["semantic_version"]) == ("2", "1.2.4")


def test_aliases_stages_and_tags_of_one_version_never_conflict(server: Serving) -> None:
    model(server)
    for _ in range(2):
        assert server.call("model-versions/create", name="churn").status_code == 200

    def change(number: int) -> httpx.Response:
        version = {"name": "churn", "version": str(number % 2 + 1)}
        return [
            lambda: server.call("registered-models/alias", **version, alias="champion"),
            lambda: server.call("model-versions/set-tag", **version, key="k", value=str(number)),
            lambda: server.call(
                "model-versions/transition-stage", **version, stage="Production", archive_existing_versions=True
            ),
            lambda: server.call("registered-models/set-tag", name="churn", key="k", value=str(number)),
            lambda: server.call("model-versions/create", name="churn"),
        ][number % 5]()

    assert outcomes(together(60, change)) == {(200, ""): 60}
    found = get(server, "registered-models/get", name="churn")["registered_model"]
    assert [alias["alias"] for alias in found["aliases"]] == ["champion"]
    assert [each["current_stage"] for each in found["latest_versions"]].count("Production") == 1
