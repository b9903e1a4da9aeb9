"""Asking before something goes, where somebody is there to answer."""

import sys

import click


def confirm(question: str, *, yes: bool) -> None:
    """Ask, on a terminal and unless `yes` was given; end the command when the answer is no."""
    if not yes and sys.stdin.isatty():
        click.confirm(question, abort=True, err=True)
