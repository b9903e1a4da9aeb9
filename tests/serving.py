"""A real server on a free port, in a thread of the test's process."""

import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import uvicorn

from modelstead.app import Modelstead
from modelstead.cli.serve import listener
from modelstead.http.server import configuration
from modelstead.settings import Settings, on_port

Content = bytes | Iterable[bytes]

UNLIMITED = {"anonymous_requests_per_minute": 0, "failing_requests_per_minute": 0}  # tests send many from one address


@dataclass(frozen=True)
class Running:
    """A server that answers at `url`."""

    url: str
    server: Modelstead
    http: httpx.Client

    def client(self, token: str | None = None, project: int | str = 1) -> "Mlflow":
        """Return a client of a project's MLflow API."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return Mlflow(self.http, f"{self.url}/api/v4/projects/{project}/ml/mlflow/api/2.0/mlflow/", headers)


@dataclass(frozen=True)
class Mlflow:
    """Sends MLflow calls as written, and gives answers as they come."""

    http: httpx.Client
    base: str
    headers: dict[str, str]

    @property
    def root(self) -> str:
        """The tracking URI, with a slash."""
        return self.base.removesuffix("api/2.0/mlflow/")

    def get(self, call: str, **query: Any) -> httpx.Response:
        return self.http.get(self.base + call, params=query, headers=self.headers)

    def post(self, call: str, **body: Any) -> httpx.Response:
        return self.http.post(self.base + call, json=body, headers=self.headers)

    def send(self, method: str, path: str, content: Content = b"", /, **query: Any) -> httpx.Response:
        """Send bytes as they are, to a path below the project's MLflow API that is percent-encoded already."""
        return self.http.request(method, self.root + path, content=content, params=query or None, headers=self.headers)

    def run(self, **fields: Any) -> str:
        """Create a run in experiment 0 and return its id."""
        answer = self.post("runs/create", experiment_id="0", **fields)
        assert answer.status_code == 200, answer.text
        run_id: str = answer.json()["run"]["info"]["run_id"]
        return run_id


@contextmanager
def running(folder: Path, **settings: Any) -> Iterator[Running]:
    """Start a server on an own data folder and stop it gracefully."""
    configured = Settings(**{"data_dir": folder, "port": 0, "access_log": False, **UNLIMITED, **settings})
    with listener(configured) as bound:
        configured = on_port(configured, bound.getsockname()[1])
        server = Modelstead(configured)
        server.prepare()
        served = uvicorn.Server(configuration(server, configured))
        thread = threading.Thread(target=served.run, kwargs={"sockets": [bound]})
        thread.start()
        try:
            while not served.started:
                time.sleep(0.005)
                assert thread.is_alive()
            with httpx.Client(timeout=30) as http:
                yield Running(configured.url, server, http)
        finally:
            served.should_exit = True
            thread.join(20)
            assert not thread.is_alive()
