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
from bench.rows.log_batch import KEYS, STEPS, BigBatch
from bench.rows.log_metric import LogMetric
from bench.training import train

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
        if client_python and "training" in families:
            seconds, _ = train(client_python, endpoint, "1")
            ceilings.append(Ceiling("MLflow client: training", "s", seconds))
    return ceilings


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
