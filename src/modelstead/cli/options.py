"""Options that commands share: settings as flags, and --json."""

import os
from collections.abc import Callable, Mapping
from dataclasses import Field
from functools import wraps
from pathlib import Path
from typing import Any

import click

from modelstead import settings
from modelstead.domain.project import Visibility
from modelstead.settings import TABLE

Function = Callable[..., Any]
_SOURCES = "modelstead.sources"

STORE = ("data_dir", "database_url", "secret_key", "token_prefix")
FILES = (*STORE, "artifact_url")


def with_settings(*names: str) -> Callable[[Function], Function]:
    """Give a command the settings of these names as flags, and `configured`, all settings together."""
    rows = [row for row in TABLE if row.name in names]

    def decorate(function: Function) -> Function:
        @wraps(function)
        def command(*args: Any, config: Path | None, **options: Any) -> Any:
            flags = {row.name: options.pop(row.name) for row in rows}
            loaded = settings.load(flags, os.environ, config)
            click.get_current_context().meta[_SOURCES] = loaded.sources
            return function(*args, configured=loaded.settings, **options)

        wrapped: Function = command
        for row in reversed(rows):
            wrapped = _option(row)(wrapped)
        return click.option("--config", type=click.Path(path_type=Path, dir_okay=False), help="TOML file of settings.")(
            wrapped
        )

    return decorate


def sources() -> Mapping[str, str]:
    """Return where each setting of the command that runs came from."""
    found: Mapping[str, str] = click.get_current_context().meta[_SOURCES]
    return found


def as_json(function: Function) -> Function:
    """Give a command the flag --json."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON.")(function)


def project_path(function: Function) -> Function:
    """Give a command the argument that names a project."""
    return click.argument("path", metavar="GROUP/NAME")(function)


def visibility_option(default: Visibility | None) -> Callable[[Function], Function]:
    """Give a command the option --visibility."""
    return click.option(
        "--visibility",
        type=click.Choice([each.value for each in Visibility]),
        default=None if default is None else default.value,
        show_default=default is not None,
        help="Who sees it: its members, everyone with an account, everyone.",
    )


def every_setting() -> Callable[[Function], Function]:
    return with_settings(*(row.name for row in TABLE))


def _option(row: Field[Any]) -> Callable[[Function], Function]:
    shown = "" if row.metadata["secret"] else f" [default: {settings.written(row.default) or 'none'}]"
    return click.option(settings.flag(row.name), row.name, metavar="VALUE", help=row.metadata["help"] + shown)
