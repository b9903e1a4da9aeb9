"""A server with a large project, and somebody who has signed in."""

import gzip
import http.client
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from bench.endpoint import HOST
from bench.process import Server, clean_environment, free_port

PASSWORD = "a password for the bench"  # noqa: S105 - of a server that lives for minutes
PROJECT = "bench/large"
_SECRET = re.compile(r"secret=([\w-]+)")


@dataclass(frozen=True)
class Loaded:
    """An answer as it came over the wire, and how long it took."""

    seconds: float
    compressed: int  # bytes of the body as sent
    body: bytes


@dataclass
class Site:
    """A running server, and the cookie of a session there."""

    port: int
    cookie: str
    project: str
    _connection: http.client.HTTPConnection | None = None

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    def get(self, path: str, accept: str = "text/html") -> Loaded:
        """Load a page over a connection that stays open; anything but a 200 is a mistake of the bench."""
        if self._connection is None:
            self._connection = http.client.HTTPConnection(HOST, self.port, timeout=120)
        headers = {"Cookie": self.cookie, "Accept": accept, "Accept-Encoding": "gzip"}
        started = time.perf_counter()
        self._connection.request("GET", path, headers=headers)
        answer = self._connection.getresponse()
        sent = answer.read()
        took = time.perf_counter() - started
        assert answer.status == 200, (answer.status, path, sent[:300])
        body = gzip.decompress(sent) if answer.headers["content-encoding"] == "gzip" else sent
        return Loaded(took, len(sent), body)


@contextmanager
def large_site(folder: Path, runs: int, points: int) -> Iterator[Site]:
    """Start a server whose project has an experiment of so many runs, and a metric of so many points."""
    port = free_port()
    data = f"--data-dir={folder}"
    program = str(Path(sys.executable).with_name("modelstead"))
    command = [program, "serve", f"--host={HOST}", f"--port={port}", data]
    with Server(command, {}, folder, folder / "server.log") as server:
        server.wait_for(port, "/-/liveness")
        _run(program, "demo", data, "--project", PROJECT, "--runs", str(runs), "--points", str(points))
        secret = _SECRET.search(_run(program, "user", "setup-link", "admin", data))
        assert secret is not None
        yield Site(port, _session(port, secret[1]), PROJECT)


def _run(program: str, *arguments: str) -> str:
    environment = clean_environment({"NO_COLOR": "1"})
    done = subprocess.run([program, *arguments], env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout


def _session(port: int, secret: str) -> str:
    connection = http.client.HTTPConnection(HOST, port, timeout=30)
    form = urlencode({"secret": secret, "password": PASSWORD})
    connection.request("POST", "/-/setup", form, {"Content-Type": "application/x-www-form-urlencoded"})
    cookie = connection.getresponse().headers["set-cookie"]
    connection.close()
    assert cookie is not None
    return cookie.partition(";")[0]
