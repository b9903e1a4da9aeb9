"""Paths that try to lead out of a package are refused, as MLflow's proxy refuses them."""

import http.client
from collections.abc import Iterator

import pytest

from tests.rest_api.calling import Rest, listed, proxy, run, stored
from tests.serving import Mlflow, Running

TRICKS = [
    "..",
    "../file",
    "a/../../file",
    "%2e%2e/file",
    "..%2ffile",
    "a%2f..%2f..%2ffile",
    "%252e%252e/file",
    "a%252f..%252ffile",
    "./file",
    "a/./file",
    "/file",
    "%2ffile",
    "a//file",
    "a/",
    "a%2f",
    "..%5cfile",
    "a%5c..%5cfile",
    "%2e%2e%5cfile",
    "C:%5cfile",
    "C:/file",
    "file:///etc/passwd",
    "http:%2f%2flocalhost/file",
    "file%00.txt",
    "%00",
    "a%0d%0ab",
    "%7f",
    "%c0%ae%c0%ae/file",
    "%ff",
    "%e0%80%ae",
    "x" * 256,
    "/".join("a" * 33),
    "/".join(["b" * 200] * 6),
]
OWNERS = ["ml_models/candidate:1/files/", "generic/p/1/", "generic/ml_experiment_0/candidate_1/"]


@pytest.fixture
def connection(server: Running) -> Iterator[http.client.HTTPConnection]:
    """Open a connection that sends paths as they are; httpx would tidy them up."""
    opened = http.client.HTTPConnection(server.url.removeprefix("http://"), timeout=30)
    yield opened
    opened.close()


def send(connection: http.client.HTTPConnection, api: Rest, method: str, path: str) -> int:
    target = "/api/v4/" + (api.base + "packages/").partition("/api/v4/")[2] + path
    connection.request(method, target, body=b"x" if method == "PUT" else None, headers=api.headers)
    answer = connection.getresponse()
    answer.read()
    return answer.status


@pytest.mark.parametrize("owner", OWNERS)
@pytest.mark.parametrize("trick", TRICKS)
def test_it_is_refused_and_nothing_is_stored(
    connection: http.client.HTTPConnection, api: Rest, developer: Mlflow, owner: str, trick: str
) -> None:
    run_id, _ = run(developer)
    for method in ("PUT", "GET", "HEAD"):
        assert send(connection, api, method, owner + trick) == 400, method
    assert listed(developer, run_id) == []
    assert api.packages() == []


@pytest.mark.parametrize("trick", [trick for trick in TRICKS if not trick.startswith("/")])
def test_the_proxy_refuses_the_same(developer: Mlflow, trick: str) -> None:
    run_id, _ = run(developer)
    base = developer.base.removesuffix("mlflow/") + f"mlflow-artifacts/artifacts/runs/{run_id}/artifacts/"
    host, _, target = base.removeprefix("http://").partition("/")
    connection = http.client.HTTPConnection(host, timeout=30)
    connection.request("PUT", f"/{target}{trick}", body=b"x", headers=developer.headers)
    assert connection.getresponse().status == 400
    connection.close()
    assert listed(developer, run_id) == []


@pytest.mark.parametrize(
    "path",
    [
        "ml_models/candidate:1%2ffiles%2fx/files/file",
        "ml_models/candidate:1%2f..%2f2/files/file",
        "ml_models/..%2fgeneric%2fp%2f1/files/file",
        "generic/p%2f1/1/file",
        "generic/p/1%2f..%2f2/file",
        "generic/..%2f..%2fp/1/file",
        "generic/p/../../ml_models/candidate:1/files/file",
        "generic/../1/file",
    ],
)
def test_a_part_of_the_path_is_one_part(
    connection: http.client.HTTPConnection, api: Rest, developer: Mlflow, path: str
) -> None:
    run_id, _ = run(developer)
    for method in ("PUT", "GET"):
        assert send(connection, api, method, path) == 400
    assert listed(developer, run_id) == []
    assert api.packages() == []


def test_names_that_only_look_odd_are_names(api: Rest, developer: Mlflow) -> None:
    run_id, _ = run(developer)
    for path in ("...", "..a", "a..b", "~", "-rf", "%24HOME", "a%3Bb", "a%23b", "a%3Fb", "files", "con"):
        stored(api.put(f"packages/ml_models/candidate:1/files/{path}", path.encode()))
        assert proxy(developer, "GET", run_id, path).content == path.encode()
