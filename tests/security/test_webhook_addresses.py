"""Webhooks are no way into the network of the server."""

import pytest

from tests.mlflow_api.sending import assert_invalid, good
from tests.mlflow_api.webhooks import EVENT, settled
from tests.receiving import receiver
from tests.serving import Mlflow, Running, running

INSIDE = [
    "http://127.0.0.1/",
    "http://127.0.0.1:22/",
    "http://127.1/",
    "http://127.0.0.1./",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0x7f.0.0.1/",
    "http://0177.0.0.1/",
    "http://017700000001/",
    "http://0/",
    "http://0.0.0.0/",
    "http://localhost/",
    "http://LOCALHOST./",
    "http://[::1]/",
    "http://[::]/",
    "http://[0:0:0:0:0:0:0:1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[::127.0.0.1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://[fe80::1]/",
    "http://[fe80::1%25lo]/",
    "http://[fc00::1]/",
    "http://[ff02::1]/",
    "http://10.0.0.1/",
    "http://172.16.0.1/",
    "http://192.168.0.1/",
    "http://100.64.0.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://[fd00:ec2::254]/latest/meta-data/",
    "http://168.63.129.16/",
    "http://224.0.0.1/",
    "http://255.255.255.255/",
    "https://127.0.0.1/",
    "http://user@127.0.0.1/",
    "http://example.com@127.0.0.1/",
    "http://127.0.0.1#@example.com/",
    "http://example.com\\@127.0.0.1/",
    "http://127.0.0.1%2f@example.com/",
    "http://ⓛocalhost/",
    "http://127。0。0。1/",
    "file:///etc/passwd",
    "gopher://127.0.0.1/",
    "unix:///run/docker.sock",
    "//127.0.0.1/",
]


@pytest.fixture
def maintainer(server: Running) -> Mlflow:
    people = settled(server)
    return server.client(people.maintainer, people.project.id)


@pytest.mark.parametrize("url", INSIDE)
def test_an_address_inside_is_refused_in_every_spelling(maintainer: Mlflow, url: str) -> None:
    assert_invalid(maintainer.post("webhooks", name="hook", url=url, events=[EVENT]), "'url'")
    assert good(maintainer.get("webhooks")) == {}


def test_an_address_that_was_allowed_once_is_not_called_after_it_is_not(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("server")
    with receiver() as inside:
        with running(folder, webhook_allowed_addresses=("127.0.0.1",)) as server:
            people = settled(server)
            client = server.client(people.maintainer, people.project.id)
            made = good(client.post("webhooks", name="hook", url=inside.url, events=[EVENT]))["webhook"]
        with running(folder) as server:
            client = server.client(people.maintainer, people.project.id)
            tested = good(client.post(f"webhooks/{made['webhook_id']}/test"))["result"]
    assert tested["success"] is False
    assert "not public" in tested["error_message"]
    assert inside.received == []


def test_only_what_the_setting_names_is_called(tmp_path_factory: pytest.TempPathFactory) -> None:
    with running(tmp_path_factory.mktemp("server"), webhook_allowed_addresses=("127.0.0.1/32",)) as server:
        people = settled(server)
        client = server.client(people.maintainer, people.project.id)
        good(client.post("webhooks", name="hook", url="http://127.0.0.1:9/", events=[EVENT]))
        for url in ("http://127.0.0.2:9/", "http://10.0.0.1/", "http://[::1]:9/"):
            assert_invalid(client.post("webhooks", name="hook", url=url, events=[EVENT]), "'url'")
