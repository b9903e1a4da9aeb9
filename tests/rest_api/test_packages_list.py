"""GET packages: what is shown of each, filters and orders."""

import re

import pytest

from modelstead.domain.project import Visibility
from tests.people import settle
from tests.rest_api.calling import Rest, good, proxy, refused, rest, run, stored
from tests.serving import Mlflow, Running

TIME = re.compile(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


def names(api: Rest, **query: str) -> list[str]:
    return [f"{each['name']} {each['version']}" for each in api.packages(**query)]


@pytest.fixture
def filled(api: Rest, developer: Mlflow) -> Rest:
    """Return a client of a project with three packages, stored in this order."""
    stored(api.put("packages/generic/tools/2.0/file", b"x"))
    run_id, _ = run(developer, "e")
    proxy(developer, "PUT", run_id, "model/MLmodel", b"y")
    stored(api.put("packages/generic/data/3.0/file", b"z"))
    return api


def test_a_run_with_artifacts_is_a_package(api: Rest, developer: Mlflow) -> None:
    run(developer)
    run_id, experiment = run(developer, "with files")
    proxy(developer, "PUT", run_id, "model/MLmodel", b"x")
    [package] = api.packages()
    assert TIME.fullmatch(package.pop("created_at"))
    project = good(api.get("packages"))[0]["_links"]["delete_api_path"].split("/")[4]
    number = package["id"]
    path = package["_links"]["web_path"]
    assert path.endswith(f"/-/packages/{number}")
    assert package == {
        "id": number,
        "name": f"ml_experiment_{experiment}",
        "version": "candidate_2",
        "package_type": "ml_model",
        "status": "default",
        "_links": {"web_path": path, "delete_api_path": f"/api/v4/projects/{project}/packages/{number}"},
        "tags": [],
    }


def test_the_same_is_shown_by_id(filled: Rest) -> None:
    for package in filled.packages():
        assert good(filled.get(f"packages/{package['id']}")) == package


def test_an_empty_project_has_none(api: Rest) -> None:
    assert api.packages() == []


def test_a_run_without_artifacts_is_not_shown_any_more(api: Rest, developer: Mlflow) -> None:
    run_id, _ = run(developer)
    proxy(developer, "PUT", run_id, "file", b"x")
    [package] = api.packages()
    assert proxy(developer, "DELETE", run_id, "file").status_code == 200
    assert api.packages() == []
    refused(api.get(f"packages/{package['id']}"), 404, "There is no package with the id")


def test_a_run_in_the_trash_is_not_shown_until_it_is_restored(api: Rest, developer: Mlflow) -> None:
    run_id, _ = run(developer)
    proxy(developer, "PUT", run_id, "file", b"x")
    before = api.packages()
    developer.post("runs/delete", run_id=run_id)
    assert api.packages() == []
    refused(api.get(f"packages/{before[0]['id']}"), 404)
    developer.post("runs/restore", run_id=run_id)
    assert api.packages() == before


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ["tools 2.0", "ml_experiment_1 candidate_1", "data 3.0"]),
        ({"sort": "desc"}, ["data 3.0", "ml_experiment_1 candidate_1", "tools 2.0"]),
        ({"order_by": "name"}, ["data 3.0", "ml_experiment_1 candidate_1", "tools 2.0"]),
        ({"order_by": "version"}, ["tools 2.0", "data 3.0", "ml_experiment_1 candidate_1"]),
        ({"order_by": "type"}, ["data 3.0", "tools 2.0", "ml_experiment_1 candidate_1"]),
        ({"package_type": "generic"}, ["tools 2.0", "data 3.0"]),
        ({"package_type": "ml_model"}, ["ml_experiment_1 candidate_1"]),
        ({"package_name": "OO"}, ["tools 2.0"]),
        ({"package_name": "experiment_"}, ["ml_experiment_1 candidate_1"]),
        ({"package_name": "%"}, []),
        ({"package_name": "t__ls"}, []),
        ({"package_name": "!"}, []),
        ({"package_version": "3.0"}, ["data 3.0"]),
        ({"package_version": "3"}, []),
        ({"package_name": "data", "package_type": "ml_model"}, []),
        ({"status": "default"}, ["tools 2.0", "ml_experiment_1 candidate_1", "data 3.0"]),
        ({"include_versionless": "true"}, ["tools 2.0", "ml_experiment_1 candidate_1", "data 3.0"]),
    ],
    ids=str,
)
def test_filters_and_orders(filled: Rest, query: dict[str, str], expected: list[str]) -> None:
    assert names(filled, **query) == expected


@pytest.mark.parametrize("field", ["order_by", "sort", "package_type", "status"])
def test_a_value_that_is_not_there_is_refused(api: Rest, field: str) -> None:
    refused(api.get("packages", **{field: "nonsense"}), 400, f"{field} is invalid: invalid enum value 'nonsense'")


def test_another_project_s_package_is_not_found(filled: Rest, server: Running) -> None:
    people = settle(server.server, f"other/{filled.packages()[0]['id']}-{id(filled)}", Visibility.PRIVATE)
    other = rest(server, people.developer, people.project.id)
    for package in filled.packages():
        path = f"packages/{package['id']}"
        message = f"404 Not Found - There is no package with the id {package['id']}."
        for answer in (other.get(path), other.get(path + "/package_files"), other.delete(path)):
            refused(answer, 404)
            assert answer.json()["message"] == message
    assert other.packages() == []
    assert len(filled.packages()) == 3
