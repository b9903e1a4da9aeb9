"""One virtual environment per stock MLflow client, made once below `.cache/clients/` and reused."""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

from tests.mlflow_compat.locking import locked

ROOT = Path(__file__).parents[2]
CLIENTS = ("1.30", "2.7", "2.22", "3")


def python_of(client: str) -> Path:
    """Return the client's Python; make its environment first if nobody has.

    The folder's name carries a digest of the pins and of the Python version, so a change of either makes a new one.
    Several test processes may ask at once.
    """
    requirements = ROOT / "requirements" / "clients" / f"mlflow-{client}.txt"
    digest = hashlib.sha256(requirements.read_bytes() + sys.version.encode()).hexdigest()[:16]
    environment = ROOT / ".cache" / "clients" / f"mlflow-{client}-{digest}"
    environment.parent.mkdir(parents=True, exist_ok=True)
    complete = environment / "complete"
    with locked(environment.parent / f"{environment.name}.lock"):
        if not complete.exists():
            shutil.rmtree(environment, ignore_errors=True)
            _make(environment, requirements)
            complete.touch()
    return environment / "bin" / "python"


def _make(environment: Path, requirements: Path) -> None:
    """Install exactly the pins, and check that they are all that is needed."""
    _run(sys.executable, "-m", "venv", str(environment))
    pip = (str(environment / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "--quiet")
    _run(*pip, "install", "--no-deps", "--only-binary", ":all:", "--requirement", str(requirements))
    _run(*pip, "check")


def _run(*command: str) -> None:
    """Run a command; show what it said only if it fails."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
