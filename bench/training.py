"""Several real MLflow clients that train at the same time."""

import subprocess
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from bench.endpoint import Endpoint
from bench.process import clean_environment

CLIENTS = 4
PARAMS = 20
POINTS = 500
SCRIPT = Path(__file__).with_name("training_client.py")


class TrainingError(Exception):
    """A client that failed."""


def train(python: Path, endpoint: Endpoint, experiment: str) -> tuple[float, list[str]]:
    """Return the seconds from the start of training, all clients being ready, to the last end, and the runs' ids."""
    variables = {
        "MLFLOW_TRACKING_URI": endpoint.tracking_uri,
        "MLFLOW_DISABLE_TELEMETRY": "true",
        "MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT": "true",
        "GIT_PYTHON_REFRESH": "quiet",
    }
    if endpoint.token:
        variables["MLFLOW_TRACKING_TOKEN"] = endpoint.token
    with ExitStack() as stack:
        clients = [_Client(python, experiment, variables) for _ in range(CLIENTS)]
        for client in clients:
            stack.callback(client.end)
        for client in clients:
            client.read("ready")
        started = time.perf_counter()
        for client in clients:
            client.go()
        runs = [client.read() for client in clients]
        return time.perf_counter() - started, runs


class _Client:
    def __init__(self, python: Path, experiment: str, variables: dict[str, str]) -> None:
        self._errors = tempfile.TemporaryFile("w+")  # noqa: SIM115 - it lives as long as the client; end() closes it
        self._process = subprocess.Popen(
            # Isolated, so that the modules beside the script do not stand in for those of the client.
            [str(python), "-I", str(SCRIPT), experiment, str(PARAMS), str(POINTS)],
            env=clean_environment(variables),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
            start_new_session=True,
        )

    def read(self, expected: str | None = None) -> str:
        assert self._process.stdout
        line = self._process.stdout.readline().strip()
        if not line or line != (expected or line):
            self._errors.seek(0)
            raise TrainingError(f"a client printed {line!r}: {self._errors.read()[-1000:]}")
        return line

    def go(self) -> None:
        assert self._process.stdin
        self._process.stdin.write("go\n")
        self._process.stdin.flush()

    def end(self) -> None:
        # Also for a client that is done: it must not be alive when the next row is measured.
        self._process.kill()
        self._process.communicate()
        self._errors.close()
