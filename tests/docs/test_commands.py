"""What the pages tell a reader to type."""

import contextlib
import re
import shlex
from pathlib import Path

import click
import pytest

from modelstead import settings
from modelstead.cli.commands import cli
from tests.docs.pages import ROOT, blocks, pages, spans, text

SHELL = "sh"
MAKE = re.compile(r"\bmake ([a-z]+)\b")
TARGET = re.compile(r"^([a-z]+):", re.MULTILINE)
VARIABLE = re.compile(rf"\b{settings.PREFIX}([A-Z_]+)\b")
PROGRAM = re.compile(r"\bmodelstead(?= [a-z])")


def lines(page: Path) -> list[str]:
    """Return the shell lines of a page, and its spans of code."""
    shell = [line for block in blocks(page, SHELL) for line in block.replace("\\\n", " ").splitlines()]
    return [*shell, *spans(page)]


def commands(page: Path) -> list[str]:
    """Return the calls of the program, from its name on."""
    return [
        line[found.start() :] for line in lines(page) if (found := PROGRAM.search(line)) and "git clone" not in line
    ]


def targets() -> set[str]:
    return set(TARGET.findall((ROOT / "Makefile").read_text()))


@pytest.mark.parametrize("page", pages(), ids=str)
def test_make_targets_exist(page: Path) -> None:
    assert {target for line in lines(page) for target in MAKE.findall(line)} <= targets()


def test_the_readme_starts_the_server_with_make() -> None:
    assert "make serve" in lines(Path("README.md"))


def test_every_make_target_is_explained() -> None:
    explained = {target for line in spans("CONTRIBUTING.md") for target in MAKE.findall(line)}
    assert targets() <= explained


@pytest.mark.parametrize("page", pages(), ids=str)
def test_commands_and_their_options_exist(page: Path) -> None:
    for line in commands(page):
        try:
            _parse(shlex.split(line, comments=True))
        except click.UsageError as error:
            pytest.fail(f"{line}: {error.format_message()}")


@pytest.mark.parametrize("page", pages(), ids=str)
def test_variables_exist(page: Path) -> None:
    assert set(VARIABLE.findall(text(page))) - {""} <= settings.VARIABLES


def _parse(words: list[str]) -> None:
    """Raise UsageError for a command or option that does not exist; arguments may be left out."""
    command: click.Command = cli
    context = click.Context(cli, info_name=words.pop(0))
    while words and isinstance(command, click.Group):
        name = words.pop(0)
        found = command.get_command(context, name)
        if found is None:
            raise click.UsageError(f"there is no command {name}")
        command, context = found, click.Context(found, info_name=name, parent=context)
    if words and words[0] != "[OPTIONS]":
        with contextlib.suppress(click.MissingParameter):
            command.parse_args(context, words)
