"""How far a long command has come: a bar on a terminal, nothing elsewhere."""

import os
import pty
import subprocess

import pytest

from modelstead.cli.progress import size_text
from tests.cli.commands import COMMAND, Serving, environment, modelstead


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "0 bytes"),
        (1_023, "1023 bytes"),
        (1_024, "1.0 KiB"),
        (1_536, "1.5 KiB"),
        (5 * 1024**2, "5.0 MiB"),
        (3 * 1024**3, "3.0 GiB"),
        (2 * 1024**4, "2.0 TiB"),
        (3_000 * 1024**5, "3000.0 PiB"),
    ],
)
def test_bytes_are_shown_as_people_read_them(size: int, text: str) -> None:
    assert size_text(size) == text


@pytest.mark.parametrize(("command", "label"), [("verify", "Reading stored bytes"), ("gc", "Looking at stored bytes")])
def test_a_terminal_shows_a_bar_and_the_output_stays_clean(
    server: Serving, store: tuple[str, str], command: str, label: str
) -> None:
    assert server.put(f"runs/{server.run()}/artifacts/a", b"x" * 100_000).status_code == 200
    ours, theirs = pty.openpty()
    done = subprocess.run(
        [*COMMAND, command, *store], stdout=subprocess.PIPE, stderr=theirs, env=environment(), timeout=60, check=True
    )
    os.close(theirs)
    shown = os.read(ours, 10_000).decode()
    os.close(ours)
    assert label in shown
    assert "100%" in shown
    assert label not in done.stdout.decode()


@pytest.mark.parametrize("command", ["verify", "gc"])
def test_what_is_no_terminal_gets_none(store: tuple[str, str], command: str) -> None:
    assert modelstead(command, *store).stderr == ""
