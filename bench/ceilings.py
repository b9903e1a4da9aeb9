"""What the load generator, the MLflow client and the disk can do at most on this machine."""

import os
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.endpoint import Endpoint
from bench.environments import ROOT
from bench.load import Load, LoadGenerator, Script
from bench.process import Server, free_port
from bench.rows.artifacts import CONNECTIONS, LARGE, MB, GetFiles, PutFiles, name_of
from bench.rows.log_batch import KEYS, STEPS, BigBatch
from bench.rows.log_metric import LogMetric
from bench.training import train
from bench.transfer import Transfer, fetch, send

SECONDS = 1.0
SYNC_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Ceiling:
    """Hold one limit of the machine that no target can pass."""

    title: str
    unit: str
    value: float


def measure_ceilings(
    families: Sequence[str], generator: LoadGenerator, client_python: Path | None, folder: Path
) -> list[Ceiling]:
    """Measure the limits of the chosen rows, against a server that does nothing."""
    ceilings = [Ceiling("disk: append 4 KiB and fdatasync", "times/s", _syncs(folder))]
    if "artifacts" in families:
        ceilings.append(Ceiling("disk: write 256 MiB and fsync", "MB/s", _written(folder)))
    port = free_port()
    command = [sys.executable, "-m", "bench.stub", str(port)]
    with Server(command, {}, ROOT, folder / "stub.log") as stub:
        stub.wait_for(port, "/health")
        endpoint = Endpoint(port)
        runs = tuple(f"{number:032x}" for number in range(64))
        if {"log-metric", "life-cycle", "postgresql"} & set(families):
            for connections in (1, 8, 64):
                rate = _rate(generator, endpoint, LogMetric(runs), connections)
                ceilings.append(Ceiling(f"load generator: log-metric, connections: {connections}", "requests/s", rate))
        if "log-batch" in families:
            rate = _rate(generator, endpoint, BigBatch(runs), 8) * STEPS * len(KEYS)
            ceilings.append(Ceiling("load generator: log-batch of 1,000 metrics, connections: 8", "metrics/s", rate))
        if "artifacts" in families:
            ceilings += _of_artifacts(generator, endpoint)
        if client_python and "training" in families:
            seconds, _ = train(client_python, endpoint, "1")
            ceilings.append(Ceiling("MLflow client: training", "s", seconds))
    return ceilings


def _of_artifacts(generator: LoadGenerator, endpoint: Endpoint) -> list[Ceiling]:
    transfer = Transfer(endpoint, "runs", (name_of(0, LARGE),), LARGE)
    # At its first fetch the stub makes the file, hence the best of two.
    up, down = (min(generator.start(move, transfer).result().seconds for _ in range(2)) for move in (send, fetch))
    many = f"artifacts of 10 KiB, connections: {CONNECTIONS}"
    files_up = _rate(generator, endpoint, PutFiles("runs"), CONNECTIONS)
    files_down = _rate(generator, endpoint, GetFiles("runs", (1,) * CONNECTIONS), CONNECTIONS)
    return [
        Ceiling("load generator: artifact of 256 MiB, up", "MB/s", LARGE / MB / up),
        Ceiling("load generator: artifact of 256 MiB, down", "MB/s", LARGE / MB / down),
        Ceiling(f"load generator: {many}, up", "files/s", files_up),
        Ceiling(f"load generator: {many}, down", "files/s", files_down),
    ]


def _written(folder: Path) -> float:
    block = os.urandom(2**20)
    with tempfile.TemporaryFile(dir=folder, buffering=0) as file:
        started = time.perf_counter()
        for _ in range(LARGE // len(block)):
            file.write(block)
        os.fsync(file)
        return LARGE / MB / (time.perf_counter() - started)


def _rate(generator: LoadGenerator, endpoint: Endpoint, script: Script, connections: int) -> float:
    return generator.run(Load(endpoint, script, connections, SECONDS, SECONDS / 5)).rate


def _syncs(folder: Path) -> float:
    page = bytes(4096)
    with tempfile.NamedTemporaryFile(dir=folder, buffering=0) as file:
        started = time.perf_counter()
        count = 0
        while (spent := time.perf_counter() - started) < SYNC_SECONDS:
            file.write(page)
            os.fdatasync(file.fileno())
            count += 1
    return count / spent
