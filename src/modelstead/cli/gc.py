"""modelstead gc."""

import asyncio

import click
import msgspec

from modelstead.cli.options import FILES, with_settings
from modelstead.cli.options import as_json as json_option
from modelstead.cli.printing import show
from modelstead.cli.progress import progress, size_text
from modelstead.cli.store import opened_with_blobs
from modelstead.services.sweeping import Sweep
from modelstead.settings import Settings
from modelstead.store import blob_rows

HOUR_SECONDS = 3_600


@click.command()
@click.option("--dry-run", is_flag=True, help="Remove nothing; say what would be removed.")
@click.option(
    "--older-than",
    "hours",
    metavar="HOURS",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="Leave what was stored, or was still needed, within so many hours.",
)
@json_option
@with_settings(*FILES)
def command(configured: Settings, *, dry_run: bool, hours: int, as_json: bool) -> None:
    """Remove stored bytes that nothing needs any more.

    That is what the server does by itself every hour: bytes of files that were deleted or replaced, uploads that were
    never completed, and what a killed process left. It may run at the same time. What is in the trash keeps its
    files until `modelstead purge` removes it.
    """
    with opened_with_blobs(configured) as (database, blobs):
        count, _ = database.read_now(blob_rows.totals)
        with progress("Looking at stored bytes", count) as looked_at:
            sweep = Sweep(database, blobs, seconds=hours * HOUR_SECONDS, dry=dry_run, looked_at=looked_at)
            swept = asyncio.run(sweep.run())
    if as_json:
        show({**msgspec.to_builtins(swept), "dry_run": dry_run}, as_json=True)
        return
    verb = "Would remove" if dry_run else "Removed"
    click.echo(
        f"{verb} {swept.blobs} blobs ({size_text(swept.bytes)}), {swept.rows} of which had a row, "
        f"{swept.uploads} unfinished uploads and {swept.leftovers} half-written files."
    )
