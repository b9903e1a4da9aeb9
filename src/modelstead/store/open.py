"""Open the database that a URL names."""

from pathlib import Path

from modelstead.store.database import Database


def open_database(url: str, *, pool: int, readers: int) -> Database:
    """Return the database at sqlite:///path or postgresql://…; nothing is connected yet."""
    if url.startswith("sqlite:"):
        from modelstead.store.engines.sqlite import SqliteDatabase  # noqa: PLC0415 - only the engine in use is loaded

        return SqliteDatabase(Path(url.removeprefix("sqlite:///")), readers=readers)
    from modelstead.store.engines.postgresql import PostgresqlDatabase  # noqa: PLC0415 - as above

    return PostgresqlDatabase(url.replace("postgres://", "postgresql://", 1), pool=pool)
