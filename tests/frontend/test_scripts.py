"""The scripts of pages have tests of their own, which Node runs."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_tests_of_scripts_pass() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "hatch_build.py"), "run", "test"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
