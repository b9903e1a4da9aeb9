"""Let one test process at a time do something, or one for all."""

import fcntl
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock file; other processes wait for it, and get it too if this one dies."""
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # closing the file releases it
        yield


def once(factory: pytest.TempPathFactory, worker_id: str, name: str, make: Callable[[Path], Any]) -> Any:
    """Return what a function makes of a folder, as JSON has it: the process that asks first makes it for the others."""
    own = factory.getbasetemp()
    file = (own if worker_id == "master" else own.parent) / f"{name}.json"
    with locked(file.with_name(f"{file.name}.lock")):
        if not file.exists():
            file.write_text(json.dumps(make(factory.mktemp(name))))
    return json.loads(file.read_text())
