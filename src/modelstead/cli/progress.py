"""How far a long command has come: a bar on standard error where that is a terminal, nothing where it is not."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click


@contextmanager
def progress(label: str, total: int) -> Iterator[Callable[[int], object]]:
    """Give a function that is told of each step; it may be called more often than `total` says."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    with click.progressbar(length=total, label=label, file=sys.stderr) as bar:
        yield bar.update


def size_text(size: int) -> str:
    """Return a number of bytes as people read it: 3 bytes, 1.5 KiB, 2.0 GiB."""
    if size < 1024:  # noqa: PLR2004 - the first unit
        return f"{size} bytes"
    amount, unit = float(size), ""
    for unit in ("KiB", "MiB", "GiB", "TiB", "PiB"):  # noqa: B007 - the last one fits what is larger
        amount /= 1024
        if amount < 1024:  # noqa: PLR2004 - the next unit begins there
            break
    return f"{amount:.1f} {unit}"
