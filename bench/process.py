"""Start a server as a child process, wait until it answers, measure its memory, stop it."""

import http.client
import os
import resource
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from bench.endpoint import HOST

START_SECONDS = 120.0
STOP_SECONDS = 15.0
POLL_SECONDS = 0.003
# Settings of the shell that starts the bench must not change how a target runs.
DROPPED_PREFIXES = ("PYTHON", "MLFLOW_", "MODELSTEAD_", "FML_")


class StartError(Exception):
    """A server that ended, or did not answer in time."""


def free_port() -> int:
    """Return a port of the loopback address that nothing listens on."""
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        port: int = listener.getsockname()[1]
        return port


def clean_environment(variables: Mapping[str, str]) -> dict[str, str]:
    """Return this process's environment without what would change a target, plus `variables`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(DROPPED_PREFIXES)}
    return kept | dict(variables)


class Server:
    """Own a child process and its descendants; leaving the `with` block ends them all."""

    def __init__(self, command: list[str], variables: Mapping[str, str], folder: Path, log: Path) -> None:
        self._log = log
        self._stopped = False
        with log.open("ab") as output:
            self._process = subprocess.Popen(
                command,
                env=clean_environment(variables),
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                # Its own group, so that Ctrl-C reaches the bench alone and nothing of it survives.
                start_new_session=True,
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def wait_for(self, port: int, path: str) -> None:
        """Return at the first 200 of a GET."""
        deadline = time.monotonic() + START_SECONDS
        while not _answers(port, path):
            if self._process.poll() is not None:
                raise StartError(f"{self._process.args!r} ended with {self._process.returncode}:\n{self.log_tail()}")
            if time.monotonic() > deadline:
                raise StartError(f"no answer within {START_SECONDS:.0f} s:\n{self.log_tail()}")
            time.sleep(POLL_SECONDS)

    def memory_mb(self) -> float:
        """Return the resident megabytes of the process and its descendants, shared pages counted once."""
        return sum(_resident_kib(pid) for pid in _tree(self._process.pid)) * 1024 / 1e6

    def watch(self) -> Callable[[], float]:
        """Return a cheap look at the resident MiB of the processes there are now, shared pages counted for each."""
        pids = _tree(self._process.pid)
        return lambda: sum(map(_resident_pages, pids)) * resource.getpagesize() / 2**20

    def log_tail(self) -> str:
        """Return the last lines that the server wrote."""
        return "\n".join(self._log.read_text(errors="replace").splitlines()[-15:])

    def stop(self) -> None:
        """Ask the server to end, and after a while make it."""
        if self._stopped:
            # Its number may belong to another process by now.
            return
        self._stopped = True
        if self._process.poll() is None:
            self._process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(STOP_SECONDS)
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


def _answers(port: int, path: str) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=10)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _tree(pid: int) -> list[int]:
    pids = [pid]
    for parent in pids:
        for children in Path(f"/proc/{parent}/task").glob("*/children"):
            pids += [int(child) for child in children.read_text().split()]
    return pids


def _resident_pages(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except OSError:
        return 0


def _resident_kib(pid: int) -> int:
    for file, field in (("smaps_rollup", "Pss:"), ("status", "VmRSS:")):
        try:
            lines = Path(f"/proc/{pid}/{file}").read_text().splitlines()
        except OSError:
            continue
        for line in lines:
            if line.startswith(field):
                return int(line.split()[1])
    return 0
