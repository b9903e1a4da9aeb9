"""The spellings of a call's path."""

import httpx
import pytest

from tests.mlflow_api.sending import assert_refused, good
from tests.people import People
from tests.serving import Mlflow, Running

PREFIXES = (
    "api/2.0/mlflow/",
    "api/3.0/mlflow/",
    "ajax-api/2.0/mlflow/",
    "ajax-api/3.0/mlflow/",
    "api/2.0/preview/mlflow/",
    "ajax-api/2.0/preview/mlflow/",
)


def at(server: Running, token: str, path: str) -> httpx.Response:
    return server.http.get(f"{server.url}{path}", headers={"Authorization": f"Bearer {token}"})


@pytest.mark.parametrize("prefix", PREFIXES)
def test_every_prefix_of_mlflow_leads_to_the_call(server: Running, people: People, prefix: str) -> None:
    answer = at(
        server, people.guest, f"/api/v4/projects/{people.project.id}/ml/mlflow/{prefix}experiments/get?experiment_id=0"
    )
    assert good(answer)["experiment"]["name"] == "Default"


@pytest.mark.parametrize("slash", ["", "/"])
def test_a_tracking_uri_may_end_in_a_slash(server: Running, people: People, slash: str) -> None:
    tracking_uri = f"/api/v4/projects/{people.project.id}/ml/mlflow{slash}"
    assert good(at(server, people.guest, f"{tracking_uri}/api/2.0/mlflow/experiments/get?experiment_id=0"))
    assert at(server, people.guest, f"{tracking_uri}/health").text == "OK"


def test_a_project_is_named_by_its_encoded_path(server: Running, people: People) -> None:
    path = people.project.path.replace("/", "%2F")
    client = server.client(people.developer, path)
    run_id = client.run()
    by_number = server.client(people.developer, people.project.id)
    assert by_number.get("runs/get", run_id=run_id).status_code == 200
    lower = server.client(people.developer, path.replace("%2F", "%2f"))
    assert lower.get("runs/get", run_id=run_id).status_code == 200


def test_a_project_path_is_decoded_once(server: Running, people: People) -> None:
    client = server.client(people.developer, people.project.path.replace("/", "%252F"))
    assert_refused(
        client.get("experiments/get", experiment_id="0"), 404, "RESOURCE_DOES_NOT_EXIST", "Project not found."
    )


def test_a_path_that_no_call_has_is_an_unknown_endpoint(developer: Mlflow) -> None:
    for call in ("runs/fly", "", "runs", "runs/get/", "RUNS/GET", "runs%2Fget"):
        assert_refused(developer.get(call), 404, "ENDPOINT_NOT_FOUND", "Nothing answers at this path.")


def test_a_path_below_the_tracking_uri_that_is_no_call_is_an_unknown_endpoint(server: Running, people: People) -> None:
    for end in ("/api", "/api/", "/api/9.0/mlflow/runs/get"):
        answer = at(server, people.guest, f"/api/v4/projects/{people.project.id}/ml/mlflow{end}")
        assert_refused(answer, 404, "ENDPOINT_NOT_FOUND", "Nothing answers at this path.")


def test_a_call_by_another_method_says_which_it_takes(developer: Mlflow) -> None:
    answer = developer.get("runs/create")
    assert_refused(answer, 405, "ENDPOINT_NOT_FOUND", "GET is not allowed here; use POST.")
    assert answer.headers["allow"] == "POST"
    answer = developer.post("runs/get")
    assert_refused(answer, 405, "ENDPOINT_NOT_FOUND", "POST is not allowed here; use GET or HEAD.")
    assert answer.headers["allow"] == "GET, HEAD"


def test_the_tracking_uri_itself_leads_people_to_a_page_and_is_no_call(server: Running, people: People) -> None:
    base = f"{server.url}/api/v4/projects/{people.project.id}/ml/mlflow"
    for end in ("", "/"):
        assert server.http.get(base + end).headers["location"] == f"/-/open?project={people.project.id}"
        assert server.http.post(base + end).json()["error_code"] == "ENDPOINT_NOT_FOUND"


def test_no_call_is_redirected(server: Running, people: People) -> None:
    base = f"{server.url}/api/v4/projects/{people.project.id}/ml/mlflow"
    for path in ("/api/2.0/mlflow/runs/get/", "//api/2.0/mlflow/runs/get"):
        assert not server.http.get(base + path).has_redirect_location


def test_head_answers_like_get_without_a_body(developer: Mlflow) -> None:
    url, query = developer.base + "experiments/get", {"experiment_id": "0"}
    head = developer.http.head(url, params=query, headers=developer.headers)
    get = developer.http.get(url, params=query, headers=developer.headers)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == get.headers["content-length"]
