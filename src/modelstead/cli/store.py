"""The database as commands use it, beside a running server or without one."""

from collections.abc import Iterator
from contextlib import contextmanager

from modelstead import app
from modelstead.errors import SettingError
from modelstead.services import bootstrap
from modelstead.services.access_tokens import Secrets
from modelstead.settings import Settings
from modelstead.store import migration
from modelstead.store.blobs.blobs import Blobs
from modelstead.store.database import Database


def _check_schema(database: Database) -> None:
    """Make the schema where there is none; leave migrating to those who mean to: a server may be running."""
    version = database.schema_version()
    if version is None:
        database.migrate()
    elif migration.pending(version):
        raise SettingError(f"The database has schema {version}, older than this version's. Run: modelstead migrate")


@contextmanager
def opened_with_blobs(configured: Settings) -> Iterator[tuple[Database, Blobs]]:
    """Open the database, with this version's schema, and the store of blobs."""
    with opened(configured) as (database, _):
        blobs = app.blobs(configured)
        try:
            yield database, blobs
        finally:
            blobs.close()


@contextmanager
def opened(configured: Settings) -> Iterator[tuple[Database, Secrets]]:
    """Open the database, with this version's schema, and the secrets that go with it."""
    app.make_folder(configured.data_dir)
    made_with = Secrets(app.secret_key(configured), configured.token_prefix)
    database = app.database(configured)
    try:
        _check_schema(database)
        database.write_now(bootstrap.check_key, made_with.key)
        yield database, made_with
    finally:
        database.close()
