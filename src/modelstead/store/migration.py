"""Bring a database's schema to this version's.

An empty SQLite database is made from `schema.sql`, which a test compares with the migrations: that keeps alembic and
SQLAlchemy, 0.3 s and 30 MB of them, out of the server. A database of an older version, and PostgreSQL, run alembic.
"""

import importlib.resources
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from modelstead.errors import SettingError

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0012"


def revisions() -> tuple[str, ...]:
    """Return every revision of this version, oldest first; the files' names begin with them."""
    folder = importlib.resources.files("modelstead.store") / "migrations" / "versions"
    return tuple(sorted(file.name[:4] for file in folder.iterdir() if file.name[:4].isdigit()))


def pending(version: str | None) -> tuple[str, ...]:
    """Return the revisions still to run on a database at a version; refuse one that is newer than this code."""
    if version == HEAD:
        return ()
    known = revisions()
    if version is None:
        return known
    if version not in known:
        raise SettingError(
            f"The database has schema {version}; this version of Modelstead knows schemas up to {HEAD}. "
            "Start the newer version again, or restore a backup made before the upgrade."
        )
    return known[known.index(version) + 1 :]


def schema_script() -> str:
    """Return the statements that make the newest schema in an empty SQLite database."""
    return (importlib.resources.files("modelstead.store") / "schema.sql").read_text()


def upgrade(url: str, to: str = "head") -> None:
    """Run the pending migrations up to one on the database at an SQLAlchemy URL, each in a transaction of its own."""
    from alembic import command  # noqa: PLC0415 - heavy, and of no use to a server whose schema is current
    from sqlalchemy import create_engine, event  # noqa: PLC0415 - heavy

    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        # sqlite3 would commit before DDL; a killed migration must leave nothing behind.
        event.listen(engine, "connect", lambda connection, _: setattr(connection, "isolation_level", None))
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    configuration = _configuration()
    with engine.connect() as connection:
        configuration.attributes["connection"] = connection
        command.upgrade(configuration, to)
        connection.commit()
    engine.dispose()


def offline_script(dialect: str, output: TextIO) -> None:
    """Write what all migrations together run on a dialect, as SQL."""
    from alembic import command  # noqa: PLC0415 - heavy

    configuration = _configuration(output)
    configuration.set_main_option("dialect", dialect)
    command.upgrade(configuration, "head", sql=True)


def _configuration(output: TextIO | None = None) -> "Config":
    from alembic.config import Config  # noqa: PLC0415 - heavy

    configuration = Config(output_buffer=output) if output else Config()
    configuration.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return configuration
