"""Host and Origin: DNS rebinding, and pages of other sites."""

from pathlib import Path

import httpx
import pytest

from tests.mlflow_api.sending import good
from tests.serving import Mlflow, running


def with_headers(client: Mlflow, **headers: str) -> Mlflow:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Mlflow(client.http, client.base, client.headers | named)


@pytest.mark.parametrize("host", ["localhost", "localhost:1", "127.0.0.1", "[::1]:8080", "LOCALHOST:80"])
def test_loopback_names_are_known(developer: Mlflow, host: str) -> None:
    good(with_headers(developer, Host=host).get("experiments/get", experiment_id="0"))


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "evil.example:80@localhost",
        "xlocalhost",
        "0.0.0.0",  # noqa: S104 - a name in a header
        "[::1",
        "127.1",
        "é",
        "localhost@evil.example",
        "evil.example#localhost",
        ":8080",
        "[",
        "]",
        "[x]",
        "a b",
    ],
)
def test_a_name_that_the_server_does_not_have_is_refused(developer: Mlflow, host: str) -> None:
    url = httpx.URL(developer.base + "experiments/get?experiment_id=0")
    headers = [(b"Host", host.encode()), (b"Authorization", developer.headers["Authorization"].encode())]
    answer = developer.http.get(url, headers=headers)
    assert (answer.status_code, answer.json()["error_code"]) == (403, "PERMISSION_DENIED")
    assert "This server is not called" in answer.json()["message"]


def test_a_foreign_host_writes_nothing(developer: Mlflow) -> None:
    assert with_headers(developer, Host="evil.example").post("runs/create", experiment_id="0").status_code == 403
    assert good(developer.post("runs/search", experiment_ids=["0"])) == {}


def test_forwarded_names_are_not_believed(developer: Mlflow) -> None:
    client = with_headers(developer, Host="evil.example", X_Forwarded_Host="localhost", Forwarded="host=localhost")
    assert client.get("experiments/get", experiment_id="0").status_code == 403


def test_probes_answer_under_any_name(developer: Mlflow) -> None:
    root = developer.base.partition("/api/")[0]
    for path in ("/health", "/-/liveness", "/-/readiness", "/version"):
        assert developer.http.get(root + path, headers={"Host": "10.1.2.3"}).status_code == 200


@pytest.mark.parametrize(
    "origin",
    ["https://evil.example", "null", "http://localhost", "http://127.0.0.1:1", "http://localhost.evil.example", "x"],
)
def test_a_page_of_another_site_may_not_write(developer: Mlflow, origin: str) -> None:
    answer = with_headers(developer, Origin=origin).post("runs/create", experiment_id="0")
    assert (answer.status_code, answer.json()) == (
        403,
        {"error_code": "PERMISSION_DENIED", "message": "A page of another site may not write here."},
    )
    assert good(developer.post("runs/search", experiment_ids=["0"])) == {}


def test_the_servers_own_pages_may_write(developer: Mlflow) -> None:
    host = httpx.URL(developer.base).netloc.decode()
    good(with_headers(developer, Origin=f"http://{host}").post("runs/create", experiment_id="0"))


def test_no_answer_invites_another_site(developer: Mlflow) -> None:
    client = with_headers(developer, Origin="https://evil.example")
    for answer in (
        client.get("experiments/get", experiment_id="0"),
        client.post("runs/create", experiment_id="0"),
        client.http.options(client.base + "runs/create", headers=client.headers),
    ):
        assert not [name for name in answer.headers if name.startswith("access-control")]


def test_further_names_are_a_setting(tmp_path: Path) -> None:
    settings = {"allowed_hosts": ("ml.example", "10.0.0.7"), "base_url": "https://models.example/x"}
    with running(tmp_path, **settings) as server:
        for host, status in (
            ("ml.example:443", 401),
            ("10.0.0.7", 401),
            ("models.example", 401),
            ("ML.Example", 401),
            ("other.example", 403),
        ):
            answer = server.http.get(
                f"http://127.0.0.1:{server.server.settings.port}/api/2.0/mlflow/runs/get", headers={"Host": host}
            )
            assert answer.status_code == status, host


def test_a_star_allows_any_name(tmp_path: Path) -> None:
    with running(tmp_path, allowed_hosts=("*",)) as server:
        answer = server.http.get(f"{server.url}/api/2.0/mlflow/runs/get", headers={"Host": "whatever.example"})
        assert answer.status_code == 401
