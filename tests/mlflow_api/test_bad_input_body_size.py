"""Bad input: bodies of more than 2 MiB."""

import socket
from collections.abc import Iterator

import httpx
import pytest

from tests.mlflow_api.sending import assert_refused, data_of, good, send
from tests.serving import Mlflow

LIMIT = 2 * 1024 * 1024
MESSAGE = "The request body is larger than 2097152 bytes. Send less in one request."


def tag_of_size(run_id: str, size: int) -> bytes:
    """Return a set-tag request of exactly this many bytes, padded by a field that is ignored."""
    start = f'{{"run_id": "{run_id}", "key": "k", "value": "v", "padding": "'.encode()
    return start + b"x" * (size - len(start) - 2) + b'"}'


def test_a_body_of_exactly_2_mib_is_taken(developer: Mlflow) -> None:
    run_id = developer.run()
    assert good(send(developer, "runs/set-tag", tag_of_size(run_id, LIMIT))) == {}


def test_a_body_of_one_byte_more_is_refused_and_the_connection_goes_on(developer: Mlflow) -> None:
    run_id = developer.run()
    answer = send(developer, "runs/set-tag", tag_of_size(run_id, LIMIT + 1))
    assert_refused(answer, 413, "BAD_REQUEST", MESSAGE)
    assert "connection" not in answer.headers
    assert data_of(developer, run_id) == {}


@pytest.mark.parametrize("size", [LIMIT + 1, 8 * LIMIT])
def test_a_chunked_body_is_refused_too(developer: Mlflow, size: int) -> None:
    run_id = developer.run()
    body = tag_of_size(run_id, size)

    def chunks() -> Iterator[bytes]:
        for start in range(0, len(body), 65_536):
            yield body[start : start + 65_536]

    headers = developer.headers | {"Content-Type": "application/json"}
    with httpx.Client(timeout=10) as http:
        try:
            answer = http.post(developer.base + "runs/set-tag", content=chunks(), headers=headers)
        except (httpx.WriteError, httpx.ReadError):  # hung up on while still sending, as it may be
            assert size > LIMIT + 1
        else:
            assert_refused(answer, 413, "BAD_REQUEST", MESSAGE)
    assert data_of(developer, run_id) == {}


def test_a_chunked_body_of_2_mib_is_taken(developer: Mlflow) -> None:
    run_id = developer.run()
    headers = developer.headers | {"Content-Type": "application/json"}
    content = iter([tag_of_size(run_id, LIMIT)])
    assert good(developer.http.post(developer.base + "runs/set-tag", content=content, headers=headers)) == {}


def test_the_declared_length_alone_is_refused_before_the_body_comes(developer: Mlflow) -> None:
    url = httpx.URL(developer.base)
    head = (
        f"POST {url.path}runs/set-tag HTTP/1.1\r\nHost: {url.host}\r\nContent-Type: application/json\r\n"
        f"Authorization: {developer.headers['Authorization']}\r\nContent-Length: {10**12}\r\n\r\n"
    )
    with socket.create_connection((url.host, url.port or 80), timeout=5) as connection:
        connection.sendall(head.encode())
        answer = connection.recv(65_536)
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert MESSAGE.encode() in answer


def test_without_a_credential_no_size_is_looked_at(developer: Mlflow) -> None:
    nobody = Mlflow(developer.http, developer.base, {})
    assert send(nobody, "runs/set-tag", tag_of_size("r", LIMIT + 1)).status_code == 401
