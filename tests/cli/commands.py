"""The command `modelstead`, run as a user runs it, and servers started by it."""

import atexit
import functools
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import httpx

from tests.cli.forking import Forking

COMMAND = (sys.executable, "-m", "modelstead")
COMMAND_SECONDS = 60
START_SECONDS = 30
STOP_SECONDS = 40
UNKEPT = "PYTHONDONTWRITEBYTECODE"
ADDRESS = re.compile(r"""(?: on |"url": ")(http://[\w.:\[\]]+)""")
TOKEN = re.compile(r"""(?:MLFLOW_TRACKING_TOKEN=|"token": )"([^"]+)""")


def environment(**variables: str) -> dict[str, str]:
    """Return this process's variables without settings of a server, and with those given.

    What is compiled is kept: a start without takes more than a second.
    """
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("MODELSTEAD_", UNKEPT))}
    return plain | {"PYTHONUNBUFFERED": "1", "COLUMNS": "100"} | variables


@functools.cache
def forking() -> Forking:
    """Return the process of this test process that forks for each command."""
    started = Forking(environment())
    atexit.register(started.stop)
    return started


def modelstead(*arguments: object, typed: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    words = list(map(str, arguments))
    with _file(typed) as standard_input, _file() as output, _file() as errors:
        files = (standard_input, output, errors)
        code = forking().run(words, environment(**variables), files, COMMAND_SECONDS)
        return subprocess.CompletedProcess(words, code, _content(output), _content(errors))


def started(*arguments: object, typed: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end in a Python that starts for it."""
    return subprocess.run(
        [*COMMAND, *map(str, arguments)],
        input=typed,
        capture_output=True,
        text=True,
        env=environment(**variables),
        timeout=COMMAND_SECONDS,
        check=False,
    )


def _file(content: str = "") -> IO[str]:
    file = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 - the caller closes it
    file.write(content)
    file.seek(0)
    return file


def _content(file: IO[str]) -> str:
    file.seek(0)
    return file.read()


def answer(*arguments: object, typed: str = "", **variables: str) -> Any:
    """Run a command that succeeds and return the JSON that it prints."""
    done = modelstead(*arguments, "--json", typed=typed, **variables)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return json.loads(done.stdout)


def complaint(*arguments: object, typed: str = "", **variables: str) -> str:
    """Run a command that fails and return what it says on standard error: never a traceback."""
    return _said(modelstead(*arguments, typed=typed, **variables), 1)


def misuse(*arguments: object) -> str:
    """Call a command wrongly and return what it says on standard error."""
    return _said(modelstead(*arguments), 2)


def _said(done: subprocess.CompletedProcess[str], code: int) -> str:
    assert (done.returncode, done.stdout) == (code, ""), done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert "Error: " in done.stderr
    return done.stderr


@dataclass
class Serving:
    """A server in a process of its own; `http` speaks to it, as its first administrator where a token was printed."""

    folder: Path
    process: subprocess.Popen[str]
    output: Path
    log: Path
    http: httpx.Client = field(default_factory=httpx.Client)

    @property
    def printed(self) -> str:
        """Return what it said on standard output."""
        return self.output.read_text()

    @property
    def url(self) -> str:
        found = ADDRESS.search(self.printed)
        assert found, self.printed + self.errors()
        return found[1]

    @property
    def token(self) -> str:
        """The token of the first start, which is shown that once."""
        found = TOKEN.search(self.printed)
        assert found, self.printed
        return found[1]

    def errors(self) -> str:
        """Return what it said on standard error."""
        return self.log.read_text()

    def call(self, name: str, token: str | None = None, /, **fields: Any) -> httpx.Response:
        """POST an MLflow call about the first project."""
        headers = {"Authorization": f"Bearer {token or self.token}"}
        return self.http.post(f"/api/v4/projects/1/ml/mlflow/api/2.0/mlflow/{name}", json=fields, headers=headers)

    def run(self, token: str | None = None) -> str:
        created = self.call("runs/create", token, experiment_id="0")
        assert created.status_code == 200, created.text
        run_id: str = created.json()["run"]["info"]["run_id"]
        return run_id

    def put(self, address: str, content: bytes | Iterable[bytes], token: str | None = None) -> httpx.Response:
        """Store an artifact of the first project."""
        headers = {"Authorization": f"Bearer {token or self.token}"}
        return self.http.put(f"/api/2.0/mlflow-artifacts/artifacts/{address}", content=content, headers=headers)

    def get(self, address: str, token: str | None = None) -> httpx.Response:
        headers = {"Authorization": f"Bearer {token or self.token}"}
        return self.http.get(f"/api/2.0/mlflow-artifacts/artifacts/{address}", headers=headers)

    def stop(self) -> int:
        """Ask it to stop, and return its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(STOP_SECONDS)

    def kill(self) -> None:
        """End it, and the processes it started, without a word of warning."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(STOP_SECONDS)


def start(folder: Path, *arguments: object, port: int = 0, output: IO[str], log: IO[str], **variables: str) -> Any:
    command = [*COMMAND, "serve", "--data-dir", folder / "data", "--port", port, *arguments]
    return subprocess.Popen(
        list(map(str, command)), stdout=output, stderr=log, text=True, env=environment(**variables), process_group=0
    )


@contextmanager
def serving(folder: Path, *arguments: object, port: int = 0, **variables: str) -> Iterator[Serving]:
    """Start a server on folder/data, wait until it answers, and leave no process behind."""
    output, log = folder / "output.txt", folder / "log.txt"
    with output.open("w") as out, log.open("w") as err:
        process = start(folder, *arguments, port=port, output=out, log=err, **variables)
    server = Serving(folder / "data", process, output, log)
    try:
        deadline = time.monotonic() + START_SECONDS
        while not ADDRESS.search(server.printed):
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < deadline
            time.sleep(0.02)
        with httpx.Client(base_url=server.url, timeout=30) as server.http:
            while not healthy(server):
                assert process.poll() is None, log.read_text()
                assert time.monotonic() < deadline
                time.sleep(0.02)
            yield server
    finally:
        if process.poll() is None:
            server.kill()


def healthy(server: Serving) -> bool:
    try:
        return server.http.get("/health").status_code == 200
    except httpx.TransportError:
        return False
