"""The process that forks a process for each command: `python -m tests.cli.forked LINE`; see tests.cli.forking."""

import importlib
import json
import os
import pkgutil
import signal
import socket
import sys

import modelstead.cli
from modelstead.__main__ import main


def load() -> None:
    """Import every command's module, which the program does when the command is called."""
    for module in pkgutil.iter_modules(modelstead.cli.__path__, "modelstead.cli."):
        importlib.import_module(module.name)
    importlib.import_module("modelstead.store.engines.sqlite")


def wait_for_command(line: socket.socket) -> None:
    """Return in a process that is to run a command; the process that was called exits here when the line ends."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for those who answer
    while True:
        _, files, _, _ = socket.recv_fds(line, 1, 4)
        if not files:
            sys.exit()
        if os.fork() == 0:
            line.close()
            _answer(files)
            return
        for each in files:
            os.close(each)


def _answer(files: list[int]) -> None:
    """Return in a child that is to run the command; tell the asker its number, and its exit code when it ended."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    with socket.socket(fileno=files[0]) as asker, asker.makefile("rw", encoding="utf-8") as talk:
        arguments, variables, folder = json.loads(talk.readline())
        child = os.fork()
        if child:
            print(child, file=talk, flush=True)
            _, status = os.waitpid(child, 0)
            print(os.waitstatus_to_exitcode(status), file=talk, flush=True)
            os._exit(0)
    for standard, file in enumerate(files[1:]):
        os.dup2(file, standard)
        os.close(file)
    os.environ.clear()
    os.environ.update(variables)
    os.chdir(folder)
    sys.argv[1:] = arguments


if __name__ == "__main__":
    load()
    with socket.socket(fileno=int(sys.argv[1])) as line:
        wait_for_command(line)
    main()
