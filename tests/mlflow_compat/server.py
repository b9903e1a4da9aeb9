"""Start and stop the server that the clients talk to, the way its README tells a user to."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

PROGRAM = Path(sys.executable).parent / "modelstead"
START_SECONDS = 30
STOP_SECONDS = 15


@dataclass(frozen=True)
class Server:
    """What a user exports to reach a project: MLFLOW_TRACKING_URI and MLFLOW_TRACKING_TOKEN."""

    tracking_uri: str
    token: str

    def variables(self) -> dict[str, str]:
        return {"MLFLOW_TRACKING_URI": self.tracking_uri, "MLFLOW_TRACKING_TOKEN": self.token}


@contextmanager
def serving(folder: Path) -> Iterator[Server]:
    """Run `modelstead serve` on an empty data folder; it must stop on SIGTERM with exit code 0."""
    port = _free_port()
    address = ("--host", "127.0.0.1", "--port", str(port))
    hooks = ("--webhook-allowed-addresses", "127.0.0.1")  # clients receive there what their webhooks are sent
    command = (PROGRAM, "serve", *address, *hooks, "--data-dir", folder / "data")
    variables = {name: value for name, value in os.environ.items() if not name.startswith("MODELSTEAD_")}
    output = folder / "output.txt"
    with output.open("w") as file:
        process = subprocess.Popen(command, stdout=file, stderr=subprocess.STDOUT, env=variables)
        try:
            _wait_until_healthy(process, f"http://127.0.0.1:{port}/health", output)
            yield _printed_server(output, port)
        finally:
            code = _stop(process)
    assert code == 0, f"the server ended with {code}:\n{output.read_text()}"


def _free_port() -> int:
    """Find a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _wait_until_healthy(process: subprocess.Popen[bytes], health: str, output: Path) -> None:
    """Ask until the server answers 200."""
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            if httpx.get(health).status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    raise AssertionError(f"the server did not become healthy:\n{output.read_text()}")


def _printed_server(output: Path, port: int) -> Server:
    """Read the two lines that the first start prints for the user to copy."""
    printed = dict(re.findall(r'^\s*export (MLFLOW_TRACKING_\w+)="([^"]*)"$', output.read_text(), re.MULTILINE))
    assert printed.keys() == {"MLFLOW_TRACKING_URI", "MLFLOW_TRACKING_TOKEN"}, output.read_text()
    assert printed["MLFLOW_TRACKING_URI"] == f"http://127.0.0.1:{port}/api/v4/projects/1/ml/mlflow"
    assert re.fullmatch(r"glpat-\S{20,}", printed["MLFLOW_TRACKING_TOKEN"])
    return Server(printed["MLFLOW_TRACKING_URI"], printed["MLFLOW_TRACKING_TOKEN"])


def _stop(process: subprocess.Popen[bytes]) -> int:
    """Ask the process to end, insist if it does not; return its exit code."""
    process.terminate()
    try:
        return process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()
