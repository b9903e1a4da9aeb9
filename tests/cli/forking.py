"""Commands without the start of Python: a process that has the program loaded forks for each.

A command is a process of its own as ever, with its own input, output, variables and exit code. Only the half second of
loading modules is paid once per test process.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO


class Forking:
    """The process that forks; see tests.cli.forked for its side of the line."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self._line, theirs = socket.socketpair()
        self._asking = threading.Lock()
        with theirs:
            line = theirs.fileno()
            self._process = subprocess.Popen(
                (sys.executable, "-m", "tests.cli.forked", str(line)),
                stdin=subprocess.DEVNULL,
                env=dict(variables),
                pass_fds=(line,),
            )

    def run(
        self, arguments: Sequence[str], variables: Mapping[str, str], files: Sequence[IO[str]], seconds: int
    ) -> int:
        """Run a command on three files, its standard input, output and errors; return its exit code."""
        ours, theirs = socket.socketpair()
        with ours, ours.makefile("rw", encoding="utf-8") as talk:
            ours.settimeout(seconds)
            with theirs, self._asking:
                socket.send_fds(self._line, [b"."], [theirs.fileno(), *(each.fileno() for each in files)])
            print(json.dumps([list(arguments), dict(variables), str(Path.cwd())]), file=talk, flush=True)
            process_id = int(talk.readline())
            try:
                return int(talk.readline())
            except TimeoutError:
                os.kill(process_id, signal.SIGKILL)
                raise

    def stop(self) -> None:
        self._line.close()
        self._process.wait(10)
