"""The recipes of docs/access-tokens.md work as written."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.pages import blocks
from tests.people import People
from tests.rest_api.accounts import day
from tests.serving import Running

PAGE = "docs/access-tokens.md"
WRITTEN_DATE = "2027-03-01"


def run(server: Running, people: People, folder: Path, *command: str) -> str:
    variables = {"PATH": os.environ["PATH"], "HOME": str(folder), "BASE": server.url, "TOKEN": people.administrator}
    done = subprocess.run(command, env=variables, cwd=folder, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_python_works(server: Running, people: People, tmp_path: Path) -> None:
    run(server, people, tmp_path, sys.executable, "-W", "error", "-c", "\n".join(blocks(PAGE, "python")))


@pytest.mark.parametrize("number", range(2))
def test_the_calls_by_curl_work(server: Running, people: People, tmp_path: Path, number: int) -> None:
    recipes = [block for block in blocks(PAGE, "sh") if block.startswith("curl")]
    assert len(recipes) == 2
    printed = run(server, people, tmp_path, "sh", "-c", recipes[number].replace(WRITTEN_DATE, day(90)))
    assert '"token":"glpat-' in printed
