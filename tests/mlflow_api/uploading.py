"""Upload in parts and fetch what was stored, as clients do."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx

from tests.mlflow_api.sending import good
from tests.serving import Mlflow


def proxy(client: Mlflow) -> Mlflow:
    """Return a client of the calls below mlflow-artifacts."""
    return Mlflow(
        client.http, client.base.replace("/mlflow/api/2.0/mlflow/", "/mlflow/api/2.0/mlflow-artifacts/"), client.headers
    )


def folder(run_id: str, path: str = "") -> str:
    return f"runs/{run_id}/artifacts/{path}".rstrip("/")


def begin(client: Mlflow, address: str, name: str, num_parts: int) -> dict[str, Any]:
    """Begin an upload of a file into a folder."""
    return good(proxy(client).post(f"mpu/create/{address}", path=name, num_parts=num_parts))


def put(client: Mlflow, url: str, content: bytes) -> httpx.Response:
    """PUT to an address, without a token."""
    return client.http.put(url, content=content)


def send(client: Mlflow, begun: dict[str, Any], *contents: bytes) -> list[dict[str, Any]]:
    """Send every part; return what the call that completes the upload wants to know of them."""
    sent = []
    for credential, content in zip(begun["credentials"], contents, strict=True):
        answer = put(client, credential["url"], content)
        assert answer.status_code == 200, answer.text
        number, url = credential["part_number"], credential["url"]
        sent.append({"part_number": number, "etag": answer.headers["etag"], "url": url})
    return sent


def complete(client: Mlflow, address: str, name: str, upload_id: str, parts: list[dict[str, Any]]) -> httpx.Response:
    return proxy(client).post(f"mpu/complete/{address}", path=name, upload_id=upload_id, parts=parts)


def abort(client: Mlflow, address: str, name: str, upload_id: str) -> httpx.Response:
    return proxy(client).post(f"mpu/abort/{address}", path=name, upload_id=upload_id)


def upload(client: Mlflow, address: str, name: str, *contents: bytes) -> None:
    """Upload a file in parts."""
    begun = begin(client, address, name, len(contents))
    good(complete(client, address, name, begun["upload_id"], send(client, begun, *contents)))


def fetch(client: Mlflow, address: str) -> httpx.Response:
    """Get a file by its address."""
    return proxy(client).get(f"artifacts/{address}")


def query(url: str) -> dict[str, str]:
    """Return the fields of an address."""
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}


def changed(url: str, **fields: object) -> str:
    """Return an address with some fields changed."""
    return str(httpx.URL(url).copy_merge_params({name: str(value) for name, value in fields.items()}))
