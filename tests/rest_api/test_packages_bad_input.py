"""Whatever is sent, the answer is a refusal that says why, never a 500."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.rest_api.calling import Rest, refused, stored
from tests.serving import Running

IDS = ["x", "-1", "1.5", "9" * 30, "9223372036854775808", "%00", "%ff", "%C3%BC", "1%2F2", "null", "true"]


@pytest.mark.parametrize("number", IDS)
def test_an_id_that_is_no_number_is_refused(api: Rest, number: str) -> None:
    for path in (f"packages/{number}", f"packages/{number}/package_files"):
        refused(api.get(path), 400)
    refused(api.delete(f"packages/{number}"), 400)
    refused(api.delete(f"packages/{number}/package_files/1"), 400)
    refused(api.delete(f"packages/1/package_files/{number}"), 400)


@pytest.mark.parametrize("query", ["page=%ff", "package_name=%00", "package_name=%ed%a0%80", "&".join(["a=1"] * 2_000)])
def test_a_query_that_is_no_text_is_refused(api: Rest, query: str) -> None:
    answer = api.get("packages?" + query)
    assert answer.status_code == (200 if query.startswith("a=1") else 400)


@pytest.mark.parametrize("path", ["packages/", "package", "packages/1/2", "packages/1/package_files/", "issues"])
def test_an_unknown_path_is_not_found(api: Rest, path: str) -> None:
    refused(api.get(path), 404, "Nothing answers at this path.")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("POST", "packages", "GET, HEAD"),
        ("PUT", "packages/1", "DELETE, GET, HEAD"),
        ("DELETE", "packages/generic/p/1/f", "GET, HEAD, PUT"),
        ("POST", "packages/ml_models/candidate:1/files/f", "GET, HEAD, PUT"),
    ],
)
def test_an_unknown_method_hears_which_there_are(api: Rest, method: str, path: str, allowed: str) -> None:
    answer = api.send(method, path)
    refused(answer, 405)
    assert answer.headers["allow"] == allowed


@pytest.mark.parametrize(("body", "status"), [(b"[]", 400), (b"{", 400), (b'"x"', 400), (b"\xff", 400), (b"{}", 404)])
def test_a_body_that_is_no_object_is_refused(api: Rest, body: bytes, status: int) -> None:
    headers = api.headers | {"Content-Type": "application/json"}
    refused(api.http.request("DELETE", api.base + "packages/1", content=body, headers=headers), status)


@pytest.mark.parametrize("text", ["\\u0000", "\\ud800", "\\udfff\\ud800"])
def test_a_text_that_no_database_holds_is_refused(api: Rest, text: str) -> None:
    headers = api.headers | {"Content-Type": "application/json"}
    body = f'{{"package_name": "{text}"}}'.encode()
    refused(api.http.request("GET", api.base + "packages", content=body, headers=headers), 400)


def test_the_path_counts_before_the_query_and_the_body(api: Rest) -> None:
    stored(api.put("packages/generic/p/1/f?name=q&version=2&path=g", b"x"))
    [package] = api.packages()
    assert (package["name"], package["version"]) == ("p", "1")
    refused(api.get("packages/1", package_id=package["id"]), 404)


@pytest.mark.parametrize("path", ["version", "metadata"])
def test_the_server_says_what_it_is(server: Running, path: str) -> None:
    answer = server.http.get(f"{server.url}/api/v4/{path}")
    assert answer.status_code == 200
    assert answer.json()["version"]


@pytest.mark.parametrize("path", ["issues", "projects/1/issues", "ml/mlflow", "projects/1/ml/mlflowx", "projects//"])
def test_what_is_not_mlflow_s_below_api_v4_speaks_as_gitlab(server: Running, path: str) -> None:
    refused(server.http.get(f"{server.url}/api/v4/{path}"), 404)


@pytest.mark.parametrize("path", ["/ml/mlflow/api/2.0/mlflow/nothing", "/ml/mlflow//x"])
def test_what_is_mlflow_s_speaks_as_mlflow(server: Running, path: str) -> None:
    answer = server.http.get(f"{server.url}/api/v4/projects/1{path}")
    assert (answer.status_code, answer.json()["error_code"]) == (404, "ENDPOINT_NOT_FOUND")


text = st.text(st.characters(codec="utf-8"), max_size=30)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(["packages", "packages/{}", "packages/{}/package_files", "packages/generic/p/{}/f"]),
    st.binary(max_size=20),
    st.dictionaries(
        st.sampled_from(["page", "per_page", "order_by", "sort", "package_name", "package_version", "status"]), text
    ),
)
def test_no_request_makes_a_mistake_of_ours(api: Rest, path: str, part: bytes, query: dict[str, str]) -> None:
    encoded = "".join(f"%{byte:02x}" for byte in part) or "x"
    for method in ("GET", "DELETE", "PUT"):
        answer = api.send(method, path.format(encoded), b"", **query)
        assert answer.status_code < 500, answer.text
