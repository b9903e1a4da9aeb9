"""modelstead version."""

import click

from modelstead import __version__
from modelstead.cli.options import as_json as json_option
from modelstead.cli.printing import show


@click.command()
@json_option
def command(*, as_json: bool) -> None:
    """Print the version."""
    if as_json:
        show({"version": __version__}, as_json=True)
    else:
        click.echo(__version__)
