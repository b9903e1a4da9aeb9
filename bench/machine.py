"""What the figures were measured on."""

import os
import platform
import sqlite3
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Machine:
    """Hold what a reader must know before comparing figures with those of another day."""

    date: str
    cores: int
    cpu: str
    kernel: str
    python: str
    sqlite: str
    file_system: str
    load_average: float


def describe_machine(folder: Path) -> Machine:
    """Describe this machine; the file system is that of `folder`."""
    return Machine(
        date=datetime.now(UTC).isoformat(timespec="seconds"),
        cores=len(os.sched_getaffinity(0)),
        cpu=_cpu_model(),
        kernel=f"{platform.system()} {platform.release()}",
        python=sys.version.partition(" ")[0],
        sqlite=sqlite3.sqlite_version,
        file_system=_file_system(folder.resolve()),
        load_average=os.getloadavg()[0],
    )


class OtherWork:
    """Watch how much of the machine goes to processes that are not of this bench, from its creation on."""

    def __init__(self) -> None:
        self._others = _others_seconds()
        self._started = time.monotonic()

    def share(self) -> float:
        """Return the part of all cores; every child must have ended, those that run on count as others."""
        seconds = (time.monotonic() - self._started) * (os.cpu_count() or 1)
        return max(0.0, _others_seconds() - self._others) / seconds


def _others_seconds() -> float:
    # proc(5): user, nice, system, idle, iowait, irq, softirq, steal.
    ticks = [int(field) for field in Path("/proc/stat").read_text().split(maxsplit=9)[1:9]]
    busy = sum(ticks) - ticks[3] - ticks[4]
    return busy / os.sysconf("SC_CLK_TCK") - sum(os.times()[:4])


def _cpu_model() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        name, _, value = line.partition(":")
        if name.strip() == "model name":
            return value.strip()
    return platform.machine()


def _file_system(folder: Path) -> str:
    """Return the type of the deepest mount above the folder."""
    types = {}
    for line in Path("/proc/self/mountinfo").read_text().splitlines():
        mount, _, source = line.partition(" - ")
        types[Path(mount.split()[4])] = source.split()[0]
    return next(types[path] for path in (folder, *folder.parents) if path in types)
