"""A run's artifacts, as a client of the proxy puts, gets, lists and deletes them."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import httpx

from modelstead.store.transaction import Transaction
from tests.mlflow_api.sending import good
from tests.serving import Content, Mlflow

PROXY = "api/2.0/mlflow-artifacts/artifacts"


@dataclass(frozen=True)
class Files:
    """The artifacts of one run; paths are below it, as people write them."""

    client: Mlflow
    run_id: str

    def address(self, path: str = "") -> str:
        return f"runs/{self.run_id}/artifacts/{path}".removesuffix("/")

    def url(self, path: str = "") -> str:
        return f"{PROXY}/{quote(self.address(path), safe='/')}"

    def send(self, method: str, path: str, content: Content = b"", /, **headers: str) -> httpx.Response:
        client = Mlflow(self.client.http, self.client.base, self.client.headers | headers)
        return client.send(method, self.url(path), content)

    def put(self, path: str, content: Content) -> None:
        assert good(self.send("PUT", path, content)) == {}

    def get(self, path: str, **headers: str) -> httpx.Response:
        return self.send("GET", path, b"", **headers)

    def read(self, path: str) -> bytes:
        answer = self.get(path)
        assert answer.status_code == 200, answer.text
        return answer.content

    def delete(self, path: str) -> None:
        assert good(self.send("DELETE", path)) == {}

    def entries(self, path: str = "") -> list[dict[str, Any]]:
        return self.list_address(self.address(path))

    def list_address(self, address: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = good(self.client.send("GET", PROXY, path=address)).get("files", [])
        return found

    def tree(self, folder: str = "") -> dict[str, int]:
        """Return the sizes of all files, found by listing every folder."""
        sizes: dict[str, int] = {}
        for entry in self.entries(folder):
            path = f"{folder}/{entry['path']}" if folder else entry["path"]
            sizes |= self.tree(path) if entry["is_dir"] else {path: entry["file_size"]}
        return sizes


def new_run(client: Mlflow) -> Files:
    return Files(client, client.run())


def blob_names(tx: Transaction, project_id: int) -> list[str]:
    return [row[0] for row in tx.all("SELECT name FROM blobs WHERE project_id = ? ORDER BY id", (project_id,))]


def assert_refused(answer: httpx.Response, status: int, code: str, *parts: str) -> None:
    """Hold an answer to a refusal, whose message has all these parts."""
    assert answer.headers["content-type"] == "application/json"
    body = answer.json()
    assert (answer.status_code, body.get("error_code")) == (status, code), answer.text
    for part in parts:
        assert part in body["message"]
