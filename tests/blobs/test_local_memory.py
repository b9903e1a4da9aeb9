"""However large a blob, a process holds a few chunks of it."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
ONE_MIB = 32
EIGHT_MIB = 64


def test_a_large_stream_and_eight_at_once_need_little_memory(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.blobs.measuring", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT, timeout=120)
    one, eight = ([int(grown) for grown in line.split()] for line in done.stdout.splitlines())
    assert max(one) <= ONE_MIB
    assert max(eight) <= EIGHT_MIB
