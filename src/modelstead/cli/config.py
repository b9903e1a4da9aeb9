"""modelstead config."""

import json
import os
from pathlib import Path
from typing import Any

import click

from modelstead import settings
from modelstead.cli.options import as_json as json_option
from modelstead.cli.printing import show_all


@click.group()
def command() -> None:
    """Show the settings."""


@command.command("show")
@click.option("--config", type=click.Path(path_type=Path, dir_okay=False), help="TOML file of settings.")
@json_option
def show(config: Path | None, *, as_json: bool) -> None:
    """Print each setting, its value and where the value comes from; secrets are hidden."""
    shown = settings.load({}, os.environ, config).shown()
    if as_json:
        click.echo(json.dumps(shown))
        return
    records: list[dict[str, Any]] = [
        {"setting": name, "value": settings.written(entry["value"]) or None, "from": entry["source"]}
        for name, entry in shown.items()
    ]
    show_all(records, as_json=False, empty="")
