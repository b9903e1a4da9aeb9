"""Registered models, versions and their files of another project, named through one's own."""

from typing import Any

import pytest

from modelstead.http.endpoint import Endpoint
from tests.mlflow_api.artifacts import PROXY, new_run
from tests.mlflow_api.logged_models import new_id
from tests.mlflow_api.registry import get_model, get_version, new_model, new_version
from tests.mlflow_api.samples import CALLS, SAMPLES, Made, call, label, make
from tests.mlflow_api.sending import good
from tests.people import People, settle
from tests.rest_api.calling import rest
from tests.serving import Mlflow, Running

ABOUT_THE_REGISTRY = [
    each
    for each in CALLS
    if each.path.startswith(("registered-models/", "model-versions/"))
    and not each.path.endswith(("/search", "/list", "registered-models/create"))
]


@pytest.fixture
def owner(server: Running, people: People) -> Mlflow:
    """Return the owner of another project."""
    other = settle(server.server, f"{people.project.path}-other")
    return server.client(other.owner, other.project.id)


def held(client: Mlflow, made: Made) -> tuple[dict[str, Any], ...]:
    """Return all that a project's registry shows of a model."""
    return (
        get_model(client, made.registered),
        get_version(client, "1", made.registered),
        good(client.get("registered-models/search")),
        good(client.get("model-versions/search")),
    )


@pytest.mark.parametrize("endpoint", ABOUT_THE_REGISTRY, ids=label)
def test_a_foreign_model_is_not_found_and_nothing_is_written(
    developer: Mlflow, owner: Mlflow, endpoint: Endpoint
) -> None:
    foreign = make(owner).whole()
    before = held(owner, foreign)
    answer = call(developer, endpoint, SAMPLES[endpoint.path](foreign))
    assert (answer.status_code, answer.json()["error_code"]) == (404, "RESOURCE_DOES_NOT_EXIST")
    assert "Registered Model with name=" in answer.json()["message"]
    assert held(owner, foreign) == before


def test_models_of_one_name_in_two_projects_do_not_know_each_other(developer: Mlflow, owner: Mlflow) -> None:
    for client in (developer, owner):
        new_model(client)
        new_version(client)
    new_version(owner)
    good(owner.post("registered-models/alias", name="churn", alias="champion", version="2"))
    good(owner.post("model-versions/set-tag", name="churn", version="1", key="k", value="secret"))
    for version in ("2", "1.0.1", "champion"):
        assert developer.get("model-versions/get", name="churn", version=version).status_code == 404
    assert developer.get("registered-models/alias", name="churn", alias="champion").status_code == 400
    assert "tags" not in get_version(developer, "1")
    assert [each["version"] for each in get_model(developer)["latest_versions"]] == ["1"]
    found = good(developer.get("model-versions/search"))["model_versions"]
    assert [each["version"] for each in found] == ["1"]


@pytest.fixture
def sources(owner: Mlflow) -> list[dict[str, str]]:
    """Return every way to name something of the other project in a new version: a run, models, a version's files."""
    run = new_run(owner)
    run.put("secret", b"secret")
    model_id = new_id(owner)
    new_model(owner, "theirs")
    for _ in range(3):  # so that their numbers go beyond ours
        new_version(owner, "theirs", run_id=run.run_id)
    good(owner.post("registered-models/alias", name="theirs", alias="champion", version="1"))
    addresses = (f"runs/{run.run_id}/artifacts/secret", f"models/{model_id}/artifacts", "versions/3/artifacts")
    return [
        {"run_id": run.run_id},
        {"model_id": model_id},
        {"source": f"runs:/{run.run_id}/secret"},
        {"source": f"models:/{model_id}"},
        {"source": "models:/theirs/1"},
        {"source": "models:/theirs@champion"},
        *({"source": f"mlflow-artifacts:/{address}"} for address in addresses),
        *({"source": f"{owner.root}{PROXY}/{address}"} for address in addresses),
    ]


def test_no_version_is_made_of_what_is_another_projects(developer: Mlflow, sources: list[dict[str, str]]) -> None:
    new_model(developer)
    for fields in sources:
        answer = developer.post("model-versions/create", name="churn", **fields)
        assert (answer.status_code, answer.json()["error_code"]) == (404, "RESOURCE_DOES_NOT_EXIST"), fields
    assert new_version(developer)["version"] == "1"


def test_the_files_of_a_foreign_version_are_not_found(
    server: Running, people: People, developer: Mlflow, owner: Mlflow, sources: list[dict[str, str]]
) -> None:
    assert sources
    assert owner.send("GET", f"{PROXY}/versions/3/artifacts/secret").content == b"secret"
    for method in ("GET", "PUT", "DELETE"):
        answer = developer.send(method, f"{PROXY}/versions/3/artifacts/secret", b"x" if method == "PUT" else b"")
        assert answer.status_code == 404
    api = rest(server, people.developer, people.project.id)
    assert api.get("packages/ml_models/3/files/secret").status_code == 404
    assert api.put("packages/ml_models/3/files/secret", b"x").status_code == 404
    assert owner.send("GET", f"{PROXY}/versions/3/artifacts/secret").content == b"secret"


def test_guests_and_reading_tokens_read_the_registry_and_write_nothing(server: Running, people: People) -> None:
    client = server.client(people.developer, people.project.id)
    new_model(client)
    new_version(client)
    for token in (people.guest, people.reporter, people.read_only):
        reader = server.client(token, people.project.id)
        assert get_version(reader, "latest")["version"] == "1"
        assert reader.post("registered-models/create", name="x").status_code == 403
        assert reader.post("model-versions/create", name="churn").status_code == 403
    assert server.client(people.outsider, people.project.id).get("registered-models/search").status_code == 404
    assert server.client(None, people.project.id).get("registered-models/search").status_code == 401
