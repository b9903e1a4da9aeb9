"""modelstead purge."""

import asyncio
import sys

import click
import msgspec

from modelstead import clock
from modelstead.cli.options import STORE, with_settings
from modelstead.cli.options import as_json as json_option
from modelstead.cli.printing import show
from modelstead.cli.progress import progress
from modelstead.cli.store import opened
from modelstead.services import projects, purging
from modelstead.services.purging import Purge, Purged
from modelstead.settings import Settings

DAY_MS = 86_400_000


@click.command()
@click.option(
    "--older-than",
    "days",
    metavar="DAYS",
    type=click.IntRange(min=0),
    default=30,
    show_default=True,
    help="Leave what was put in the trash within so many days.",
)
@click.option("--project", "path", metavar="GROUP/NAME", help="Leave all other projects alone.")
@click.option("--dry-run", is_flag=True, help="Remove nothing; say what would be removed.")
@click.option("--yes", is_flag=True, help="Do not ask, as on a terminal it does.")
@json_option
@with_settings(*STORE)
def command(configured: Settings, *, days: int, path: str | None, dry_run: bool, yes: bool, as_json: bool) -> None:
    """Remove what is in the trash for good.

    Experiments, runs, logged models, registered models and model versions go with all that was logged to them, and
    cannot be restored. A run stays while it is that of a model version, an experiment while anything of it stays. A
    model version has files of its own: it keeps them when the run that it was made of goes.

    The server may run meanwhile. If this is stopped, run it again. The bytes of files that are gone are removed by the
    server an hour later, or by `modelstead gc`.
    """
    before = clock.now_ms() - days * DAY_MS
    with opened(configured) as (database, _):
        project_id = None if path is None else database.read_now(projects.get, path).id
        found = database.read_now(purging.due, before, project_id)
        if not dry_run:
            if found.things and not yes and sys.stdin.isatty():
                click.confirm(f"Remove {_text(found)} for good?", abort=True, err=True)
            with progress("Purging", found.things) as gone:
                found = asyncio.run(Purge(database, before, project_id=project_id, gone=gone).run())
    if as_json:
        show({**msgspec.to_builtins(found), "dry_run": dry_run}, as_json=True)
        return
    click.echo(f"{'Would remove' if dry_run else 'Removed'} {_text(found)}.")


def _text(purged: Purged) -> str:
    return (
        f"{purged.experiments} experiments, {purged.runs} runs, {purged.logged_models} logged models, "
        f"{purged.registered_models} registered models and {purged.model_versions} model versions with "
        f"{purged.files} files"
    )
