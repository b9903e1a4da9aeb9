"""modelstead migrate."""

import sys

import click

from modelstead import app
from modelstead.cli.options import STORE, with_settings
from modelstead.cli.options import as_json as json_option
from modelstead.cli.printing import show
from modelstead.settings import Settings
from modelstead.store import migration


@click.command()
@click.option("--check", is_flag=True, help="Change nothing; exit 1 when there is something to do.")
@json_option
@with_settings(*STORE)
def command(configured: Settings, *, check: bool, as_json: bool) -> None:
    """Bring the database's schema to this version's.

    SQLite is migrated when the server starts; run this before starting a new version on PostgreSQL.
    """
    app.make_folder(configured.data_dir)
    database = app.database(configured)
    try:
        pending = migration.pending(database.schema_version()) if check else database.migrate()
    finally:
        database.close()
    show({"pending" if check else "applied": list(pending), "schema": migration.HEAD}, as_json=as_json)
    if check and pending:
        sys.exit(1)
