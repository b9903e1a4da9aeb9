"""MLflow's own server, to compare with."""

import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

STOP_SECONDS = 15


@contextmanager
def stock_server(python: Path, folder: Path, variables: dict[str, str]) -> Iterator[str]:
    """Start the server of the MLflow that `python` has on an empty folder; yield its address without waiting for it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = (
        *(python, "-m", "mlflow", "server", "--host", "127.0.0.1", "--port", str(port), "--workers", "1"),
        *("--backend-store-uri", f"sqlite:///{folder}/mlflow.db", "--artifacts-destination", folder / "artifacts"),
    )
    without_jobs = {"MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false"}
    with (folder / "output.txt").open("w") as output:
        process = subprocess.Popen(
            command,
            env=variables | without_jobs,
            cwd=folder,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            _stop(process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Ask the server to end; then end it and the workers of its session."""
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(STOP_SECONDS)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
