"""The addresses of parts begin with a name that the client can reach."""

from pathlib import Path

import httpx
import pytest

from modelstead.http.sites import Sites
from tests.mlflow_api.sending import good
from tests.mlflow_api.uploading import folder, proxy
from tests.people import settle
from tests.serving import Mlflow, running

BASE = "https://ml.example.com"


def part_url(client: Mlflow, address: str, **headers: str) -> httpx.URL:
    answer = client.http.post(
        proxy(client).base + f"mpu/create/{address}",
        json={"path": "x", "num_parts": 1},
        headers=client.headers | {name.replace("_", "-"): value for name, value in headers.items()},
    )
    return httpx.URL(good(answer)["credentials"][0]["url"])


def test_without_a_base_url_it_is_the_name_that_the_client_used(tmp_path: Path) -> None:
    with running(tmp_path, allowed_hosts=("box.example.com",)) as server:
        people = settle(server.server, "team/project")
        client = server.client(people.developer, people.project.id)
        address = folder(client.run())
        port = httpx.URL(server.url).port
        for host in (f"127.0.0.1:{port}", f"localhost:{port}", "box.example.com", "box.example.com:8080"):
            url = part_url(client, address, Host=host)
            assert (url.scheme, url.netloc.decode()) == ("http", host)


@pytest.mark.parametrize(
    ("host", "scheme", "expected"),
    [
        (b"ml.example.com", "http", BASE),
        (b"ML.Example.com:443", "https", BASE),
        (b"127.0.0.1:8080", "http", BASE),
        (b"[::1]:8080", "http", BASE),
        (b"modelstead:8080", "http", "http://modelstead:8080"),
        (b"other.example.com", "https", "https://other.example.com"),
        (b"", "http", BASE),
        (b'a"b/c', "http", BASE),
    ],
)
def test_with_a_base_url(host: bytes, scheme: str, expected: str) -> None:
    assert Sites(["*"], address="http://127.0.0.1:1", base_url=BASE).url(host, scheme) == expected


def test_without_a_host_header_it_is_where_the_server_listens() -> None:
    assert Sites(["*"], address="http://127.0.0.1:1").url(b"", "http") == "http://127.0.0.1:1"


def test_behind_a_trusted_proxy_the_scheme_is_the_proxys(tmp_path: Path) -> None:
    with running(tmp_path, allowed_hosts=("box.example.com",), trusted_proxies=("127.0.0.1",)) as server:
        people = settle(server.server, "team/project")
        client = server.client(people.developer, people.project.id)
        url = part_url(client, folder(client.run()), Host="box.example.com", X_Forwarded_Proto="https")
        assert (url.scheme, url.host) == ("https", "box.example.com")
