"""Install the peers, each in a virtual environment of its own."""

import fcntl
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".cache" / "bench"
LOGS = CACHE / "logs"


class InstallError(Exception):
    """A peer that could not be installed."""


class BusyError(Exception):
    """Another bench of this checkout that is still running."""


@contextmanager
def alone() -> Iterator[None]:
    """Keep a second bench out: the two would spoil each other's figures and logs."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BusyError(
                "Another bench is running; both would measure each other. Try again when it ends."
            ) from error
        yield


@dataclass(frozen=True, slots=True)
class Environment:
    """Name an environment below the cache folder and what it is made from: requirements/bench-<name>.txt."""

    name: str
    pip_options: tuple[str, ...] = ()

    @property
    def requirement(self) -> str:
        """Return the pinned package, as in `mlflow==1.2.3`."""
        return (ROOT / "requirements" / f"bench-{self.name}.txt").read_text().strip()

    @property
    def programs(self) -> Path:
        """Return the folder of the environment's programs."""
        return CACHE / self.name / "bin"

    @property
    def is_installed(self) -> bool:
        """Tell whether the environment holds what its requirement asks for."""
        return self._stamp.is_file() and self._stamp.read_text() == self.requirement

    def install(self) -> None:
        """Make the environment anew."""
        folder = CACHE / self.name
        shutil.rmtree(folder, ignore_errors=True)
        folder.parent.mkdir(parents=True, exist_ok=True)
        pip = (str(self.programs / "python"), "-m", "pip", "--disable-pip-version-check", "--quiet", "install")
        try:
            subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
            subprocess.run([*pip, *self.pip_options, self.requirement], check=True)
        except subprocess.CalledProcessError as error:
            raise InstallError(f"{self.requirement} could not be installed: {error}") from error
        self._stamp.write_text(self.requirement)

    @property
    def _stamp(self) -> Path:
        return CACHE / self.name / "requirement.txt"


MLFLOW = Environment("mlflow")
# The package is one static program; what it asks for beside that is the client library, which is not measured here.
FASTTRACKML = Environment("fasttrackml", pip_options=("--no-deps",))
