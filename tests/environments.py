"""One virtual environment per client, made once below `.cache/` and reused."""

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Collection
from pathlib import Path

from tests.mlflow_compat.locking import locked

ROOT = Path(__file__).parents[1]


def python_of(folder: str, name: str, *, unmet: Collection[str] = ()) -> Path:
    """Return the Python of a client; make its environment first if nobody has.

    Its pins are in `requirements/<folder>/<name>.txt`. `unmet` are the lines of `pip check` that are known and no harm.
    The environment's name carries a digest of the pins and of the Python version, so a change of either makes a new
    one. Several test processes may ask at once.
    """
    requirements = ROOT / "requirements" / folder / f"{name}.txt"
    digest = hashlib.sha256(requirements.read_bytes() + sys.version.encode()).hexdigest()[:16]
    environment = ROOT / ".cache" / folder / f"{name}-{digest}"
    environment.parent.mkdir(parents=True, exist_ok=True)
    complete = environment / "complete"
    with locked(environment.parent / f"{environment.name}.lock"):
        if not complete.exists():
            shutil.rmtree(environment, ignore_errors=True)
            _make(environment, requirements, set(unmet))
            complete.touch()
    return environment / "bin" / "python"


def _make(environment: Path, requirements: Path, unmet: set[str]) -> None:
    """Install exactly the pins, and check that they are all that is needed.

    The environment has no pip of its own and compiles a module when it is first imported: most never are.
    """
    _succeeded(_run(sys.executable, "-m", "venv", "--without-pip", str(environment)))
    python = str(environment / "bin" / "python")
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", python)
    options = ("--quiet", "--no-deps", "--no-compile", "--only-binary", ":all:")
    _succeeded(_run(*pip, "install", *options, "--requirement", str(requirements)))
    checked = _run(*pip, "check")
    if set(checked.stdout.splitlines()) != unmet:
        _succeeded(checked)


def _run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False)


def _succeeded(done: subprocess.CompletedProcess[str]) -> None:
    """Show what a command said only if it failed."""
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(done.args)} failed:\n{done.stdout}{done.stderr}")
