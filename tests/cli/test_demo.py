"""modelstead demo, beside a running server."""

from typing import Any

from tests.cli.commands import Serving, answer, complaint, modelstead


def search(server: Serving, project: int, call: str, **fields: object) -> list[Any]:
    headers = {"Authorization": f"Bearer {server.token}"}
    path = f"/api/v4/projects/{project}/ml/mlflow/api/2.0/mlflow/{call}/search"
    found = server.http.post(path, json=fields, headers=headers)
    assert found.status_code == 200, found.text
    things: list[Any] = found.json().get(call, [])
    return things


def test_a_project_is_made_and_filled_once(server: Serving, store: tuple[str, str]) -> None:
    large = ("--runs", 2_500, "--metrics", 40, "--points", 3_000)
    told = answer("demo", "--owner", "admin", *large, "--live", 1, *store)
    assert told["project"] == "demo/showcase"
    assert told["url"] == f"{server.url}/demo/showcase/-/ml/experiments"
    project = int(told["tracking_uri"].split("/")[-3])
    found = search(server, project, "experiments", max_results=100)
    ids = {each["name"]: each["experiment_id"] for each in found}
    assert {"vision/moons", "tabular/housing", "rl/grid-world", "playground"} <= ids.keys()

    runs = search(server, project, "runs", experiment_ids=[ids["vision/moons"]])
    assert {run["info"]["status"] for run in runs} == {"FINISHED", "FAILED", "KILLED", "SCHEDULED"}
    assert len(search(server, project, "runs", experiment_ids=[ids["large/sweep"]], max_results=5_000)) == 2_500
    series = search(server, project, "runs", experiment_ids=[ids["large/series"]])
    assert sorted(len(run["data"]["metrics"]) for run in series) == [1, 40]

    refused = complaint("demo", "--owner", "admin", *store)
    assert "The project 'demo/showcase' is not empty. Name another, or say --again to add to it." in refused


def test_without_a_user_nothing_is_made(store: tuple[str, str]) -> None:
    assert "There is no user yet. Start the server once: modelstead serve" in complaint("demo", *store)
    assert modelstead("project", "list", *store).stdout.startswith("No projects yet.")
