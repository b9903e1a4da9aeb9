"""One virtual environment per full MLflow client, made once below `.cache/full-clients/` and reused."""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

from tests.mlflow_compat.locking import locked

ROOT = Path(__file__).parents[2]
CLIENTS = ("2.7", "2.22", "3")
NEWEST = CLIENTS[-1]


def python_of(client: str) -> Path:
    """Return the client's Python; make its environment first if nobody has.

    The folder's name carries a digest of the pins and of the Python version, so a change of either makes a new one.
    Several test processes may ask at once.
    """
    requirements = ROOT / "requirements" / "full-clients" / f"mlflow-{client}.txt"
    digest = hashlib.sha256(requirements.read_bytes() + sys.version.encode()).hexdigest()[:16]
    environment = ROOT / ".cache" / "full-clients" / f"mlflow-{client}-{digest}"
    environment.parent.mkdir(parents=True, exist_ok=True)
    complete = environment / "complete"
    with locked(environment.parent / f"{environment.name}.lock"):
        if not complete.exists():
            shutil.rmtree(environment, ignore_errors=True)
            _make(environment, requirements)
            complete.touch()
    return environment / "bin" / "python"


def _make(environment: Path, requirements: Path) -> None:
    """Install exactly the pins, and check that they are all that is needed.

    The environment has no pip of its own and compiles a module when it is first imported: most never are.
    """
    _run(sys.executable, "-m", "venv", "--without-pip", str(environment))
    python = str(environment / "bin" / "python")
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", "--python", python)
    options = ("--no-deps", "--no-compile", "--only-binary", ":all:")
    _run(*pip, "install", *options, "--requirement", str(requirements))
    _run(*pip, "check")


def _run(*command: str) -> None:
    """Run a command; show what it said only if it fails."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
