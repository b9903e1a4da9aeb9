"""A small GitLab on loopback: real HTTP, answers as GitLab's API documents them, and troubles as it has them."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

TOKEN = "glpat-of-the-stub"
PROJECT = "vision/defects"
API = "/api/v4/projects/vision%2Fdefects/"
SHA = "714a629c0b401fdce83e847fc9589983fc6f46bc"


@dataclass(frozen=True)
class Trouble:
    """What is answered instead, once."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b'{"message": "no"}'


@dataclass
class StubGitLab:
    """A server at `url` with one project, which shows its `jobs` to who has the token."""

    port: int
    jobs: dict[int, dict[str, Any]] = field(default_factory=dict)
    requests: list[dict[str, Any]] = field(default_factory=list)  # merge requests of the commit
    troubles: list[Trouble] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    tokens: set[str | None] = field(default_factory=set)  # that were shown
    open: threading.Event = field(default_factory=threading.Event)  # while it is not set, answers wait

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def add(self, number: int, **fields: Any) -> None:
        """Have a job, as docs.gitlab.com/api/jobs has it."""
        self.jobs[number] = {
            "id": number,
            "name": "train",
            "stage": "build",
            "status": "success",
            "ref": "main",
            "tag": False,
            "created_at": "2027-01-01T10:00:00.000Z",
            "web_url": f"{self.url}/{PROJECT}/-/jobs/{number}",
            "commit": {"id": SHA, "short_id": SHA[:8], "title": "Train for longer", "author_name": "Developer"},
            "pipeline": {
                "id": 574,
                "iid": 7,
                "project_id": 20,
                "ref": "main",
                "sha": SHA,
                "status": "running",
                "source": "push",
                "web_url": f"{self.url}/{PROJECT}/-/pipelines/574",
            },
            "user": {"id": 1, "username": "developer", "name": "A developer", "email": None},
            "runner": None,
            "artifacts": [],
            **fields,
        }

    def count(self, number: int) -> int:
        """Return how often a job was asked about."""
        return self.asked.count(f"{API}jobs/{number}")

    def answer(self, path: str, token: str | None) -> tuple[int, dict[str, str], bytes]:
        self.asked.append(path)
        self.tokens.add(token)
        if self.troubles:
            trouble = self.troubles.pop(0)
            return trouble.status, trouble.headers, trouble.body
        if token != TOKEN:
            return 401, {}, b'{"message": "401 Unauthorized"}'
        found = self._find(path)
        if found is None:
            return 404, {}, b'{"message": "404 Not found"}'
        return 200, {}, json.dumps(found).encode()

    def _find(self, path: str) -> object:
        call = path.removeprefix(API)
        if call.startswith("jobs/"):
            return self.jobs.get(int(call.removeprefix("jobs/")))
        if call.startswith(f"repository/commits/{SHA}/merge_requests"):
            return self.requests
        if call.startswith("pipelines/"):
            return {"id": int(call.removeprefix("pipelines/")), "source": "schedule", "web_url": f"{self.url}/p"}
        return None


@contextmanager
def stub_gitlab(*, slow: bool = False) -> Iterator[StubGitLab]:
    """Start it; a slow one answers when its `open` is set."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, headers, body = made.answer(self.path, self.headers.get("PRIVATE-TOKEN"))
            made.open.wait(20)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Print nothing."""

        def handle(self) -> None:
            with suppress(ConnectionError):  # the caller has left
                super().handle()

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made = StubGitLab(server.server_port)
    if not slow:
        made.open.set()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield made
    finally:
        made.open.set()
        server.shutdown()
        server.server_close()
        thread.join(10)
