"""Runs and experiments of another project, named through one's own."""

import pytest

from modelstead.http.endpoint import Endpoint
from modelstead.mlflow_api.messages.artifacts import ArtifactAddress, ListAddress
from modelstead.mlflow_api.messages.logged_models import LoggedModelReference
from modelstead.mlflow_api.messages.reference import RunReference
from tests.mlflow_api.samples import CALLS, SAMPLES, Made, call, label, make
from tests.mlflow_api.sending import good, stored
from tests.people import People, settle
from tests.serving import Mlflow, Running

ABOUT_RUNS = [
    each
    for each in CALLS
    if issubclass(each.request, (RunReference, ArtifactAddress, ListAddress))
    or each.path.startswith("metrics/get-history-")
]

ABOUT_MODELS = [each for each in CALLS if issubclass(each.request, LoggedModelReference)]


@pytest.fixture
def owner(server: Running, people: People) -> Mlflow:
    """Return the owner of another project."""
    other = settle(server.server, f"{people.project.path}-other")
    return server.client(other.owner, other.project.id)


def held(client: Mlflow, made: Made) -> object:
    """Return all that a run holds, its file's bytes included."""
    files = good(client.get("artifacts/list", run_id=made.run_id, path="dir"))
    content = client.send("GET", f"api/2.0/mlflow-artifacts/artifacts/{made.address}").content
    return stored(client, made.run_id), files, content


@pytest.mark.parametrize("endpoint", ABOUT_RUNS, ids=label)
def test_a_foreign_run_is_not_found_and_nothing_is_written(
    developer: Mlflow, owner: Mlflow, endpoint: Endpoint
) -> None:
    foreign = make(owner).whole()
    before = held(owner, foreign)
    answer = call(developer, endpoint, SAMPLES[endpoint.path](foreign))
    message = f"Run with id={foreign.run_id} not found."
    assert (answer.status_code, answer.json()) == (404, {"error_code": "RESOURCE_DOES_NOT_EXIST", "message": message})
    assert held(owner, foreign) == before


@pytest.mark.parametrize("endpoint", ABOUT_MODELS, ids=label)
def test_a_foreign_logged_model_is_not_found_and_nothing_is_written(
    developer: Mlflow, owner: Mlflow, endpoint: Endpoint
) -> None:
    foreign = make(owner).whole()
    before = good(owner.get(f"logged-models/{foreign.model_id}"))
    answer = call(developer, endpoint, SAMPLES[endpoint.path](foreign))
    message = f"Logged model with ID '{foreign.model_id}' not found."
    assert (answer.status_code, answer.json()) == (404, {"error_code": "RESOURCE_DOES_NOT_EXIST", "message": message})
    assert good(owner.get(f"logged-models/{foreign.model_id}")) == before


def test_an_administrator_finds_a_run_only_through_its_own_project(server: Running, people: People) -> None:
    run_id = server.client(people.administrator, people.project.id).run()
    assert server.client(people.administrator, 1).get("runs/get", run_id=run_id).status_code == 404


def test_experiment_ids_are_the_projects_own_numbers(developer: Mlflow, owner: Mlflow) -> None:
    good(owner.post("experiments/create", name="secret"))
    assert developer.get("experiments/get", experiment_id="1").status_code == 404
    assert developer.get("experiments/get-by-name", experiment_name="secret").status_code == 404
    assert good(developer.post("experiments/create", name="mine")) == {"experiment_id": "1"}
    owner.run()
    assert good(developer.post("runs/search", experiment_ids=["0", "1"])) == {}
    names = [each["name"] for each in good(developer.post("experiments/search"))["experiments"]]
    assert sorted(names) == ["Default", "mine"]


def test_a_batch_for_a_foreign_run_among_batches_for_ones_own_is_refused_alone(
    developer: Mlflow, owner: Mlflow
) -> None:
    mine, foreign = developer.run(), owner.run()
    before = stored(owner, foreign)
    query = {"run_id": [mine, foreign], "metric_key": "m"}
    assert developer.get("metrics/get-history-bulk", **query).status_code == 404
    assert developer.post("runs/set-tag", run_id=foreign, run_uuid=mine, key="k", value="v").status_code == 404
    assert stored(owner, foreign) == before
