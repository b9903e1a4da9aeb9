"""The command `modelstead`."""

import os
import sys

import click

from modelstead.cli.commands import cli
from modelstead.errors import ModelsteadError


def main() -> None:
    """Run a command; exit 0 when it did its work, 1 when it could not, 2 when it was called wrongly."""
    os.umask(0o077)
    try:
        cli(prog_name="modelstead")
    except ModelsteadError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
