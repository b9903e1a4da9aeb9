"""modelstead verify."""

import asyncio
import sys
from collections.abc import Callable

import click

from modelstead.cli.options import FILES, with_settings
from modelstead.cli.options import as_json as json_option
from modelstead.cli.printing import show, show_all
from modelstead.cli.progress import progress, size_text
from modelstead.cli.store import opened_with_blobs
from modelstead.services.verifying import Fault, faults
from modelstead.settings import Settings
from modelstead.store import blob_rows
from modelstead.store.blobs.blobs import Blobs
from modelstead.store.database import Database

REPAIR = (
    "Restore these blobs from a backup. Or remove the damaged ones from the artifact folder or bucket, and store the "
    "files again."
)


@click.command()
@json_option
@with_settings(*FILES)
def command(configured: Settings, *, as_json: bool) -> None:
    """Check that every artifact's bytes are there and as they were.

    All bytes are read, and held against the size and the SHA-256 that were noted when they were stored. A server may
    run at the same time. Exits with 1 when something is missing or damaged.
    """
    with opened_with_blobs(configured) as (database, blobs):
        count, size = database.read_now(blob_rows.totals)
        with progress("Reading stored bytes", size) as looked_at:
            found = asyncio.run(_found(database, blobs, looked_at))
    records = [_record(fault) for fault in found]
    if as_json:
        show({"blobs": count, "bytes": size, "faults": records}, as_json=True)
    else:
        if records:
            show_all(records, as_json=False, empty="")
            click.echo()
        click.echo(f"Read {count} blobs, {size_text(size)}: {len(records) or 'no'} faults.")
        if records:
            click.echo(REPAIR, err=True)
    if records:
        sys.exit(1)


async def _found(database: Database, blobs: Blobs, looked_at: Callable[[int], object]) -> list[Fault]:
    return [fault async for fault in faults(database, blobs, looked_at)]


def _record(fault: Fault) -> dict[str, object]:
    use = fault.use
    return {
        "fault": fault.fault,
        "project": use and use.project,
        "owner": use and use.owner,
        "path": use and use.path,
        "bytes": fault.blob.size,
        "blob": fault.blob.name,
    }
