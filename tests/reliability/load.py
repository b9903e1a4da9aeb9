"""Writers that remember what was acknowledged, and the look into the database afterwards."""

import sqlite3
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

BATCH = 5  # metrics, params and tags of each batch


@dataclass
class Ledger:
    """What writers sent to one run: acknowledged batches, and every status."""

    sent: list[str] = field(default_factory=list)
    acknowledged: list[str] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)
    slowest: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, name: str, status: int, seconds: float) -> None:
        with self.lock:
            self.sent.append(name)
            self.statuses[status] = self.statuses.get(status, 0) + 1
            self.slowest = max(self.slowest, seconds)
            if status == 200:
                self.acknowledged.append(name)


def batch(run_id: str, name: str) -> dict[str, Any]:
    """Return a log-batch whose every part carries the batch's name."""
    keys = [f"{name}/{number}" for number in range(BATCH)]
    return {
        "run_id": run_id,
        "metrics": [{"key": key, "value": 1, "timestamp": 1} for key in keys],
        "params": [{"key": key, "value": name} for key in keys],
        "tags": [{"key": key, "value": name} for key in keys],
    }


def write(url: str, token: str, run_id: str, ledger: Ledger, prefix: str, going: Callable[[int], bool]) -> None:
    """Send batches one after the other while `going`; a broken connection ends it."""
    headers = {"Authorization": f"Bearer {token}"}
    number = 0
    with httpx.Client(base_url=url, headers=headers, timeout=30) as http:
        while going(number):
            name = f"{prefix}.{number}"
            number += 1
            started = time.monotonic()
            try:
                status = http.post("/api/2.0/mlflow/runs/log-batch", json=batch(run_id, name)).status_code
            except httpx.TransportError:
                ledger.note(name, 0, 0)
                return
            ledger.note(name, status, time.monotonic() - started)


def write_together(
    url: str, token: str, run_id: str, ledger: Ledger, prefix: str, *, writers: int, seconds: float
) -> None:
    """Let several writers send for some seconds."""
    until = time.monotonic() + seconds
    with ThreadPoolExecutor(writers) as pool:
        for writer in range(writers):
            pool.submit(write, url, token, run_id, ledger, f"{prefix}-{writer}", lambda _: time.monotonic() < until)


def stored(file: Path) -> dict[str, int]:
    """Return how many parts of each batch a database holds, once it is found sound."""
    with closing(sqlite3.connect(file)) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        parts: dict[str, int] = {}
        for table in ("metric_points", "latest_metrics", "params", "run_tags"):
            keys = f"SELECT k.key FROM {table} t JOIN run_keys k ON k.id = t.key_id WHERE k.key LIKE '%/%'"
            for (key,) in database.execute(keys):
                name = key.partition("/")[0]
                parts[name] = parts.get(name, 0) + 1
    return parts


def assert_kept(ledger: Ledger, file: Path) -> None:
    """Hold a database to what was acknowledged: all of it, whole, and nothing from nowhere."""
    parts = stored(file)
    assert [name for name in ledger.acknowledged if name not in parts] == []
    assert {name: count for name, count in parts.items() if count != 4 * BATCH} == {}
    assert parts.keys() <= set(ledger.sent)
