"""How commands print: JSON for programs, aligned columns for people."""

import json
from collections.abc import Sequence
from typing import Any

import click


def show(record: dict[str, Any], *, as_json: bool) -> None:
    """Print one record."""
    if as_json:
        click.echo(json.dumps(record))
        return
    width = max(map(len, record))
    for name, value in record.items():
        click.echo(f"{name:<{width}}  {_text(value)}")


def show_all(records: Sequence[dict[str, Any]], *, as_json: bool, empty: str) -> None:
    """Print records as a table, or a sentence when there are none."""
    if as_json:
        click.echo(json.dumps(list(records)))
        return
    if not records:
        click.echo(empty)
        return
    names = list(records[0])
    rows = [names, *([_text(record[name]) for name in names] for record in records)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        click.echo("  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip())


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (list, tuple)):
        return ", ".join(map(str, value))
    return "-" if value is None else str(value)
