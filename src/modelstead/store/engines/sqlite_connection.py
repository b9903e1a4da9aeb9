"""How SQLite is opened, spoken to and understood when it fails."""

import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

import msgspec

from modelstead import limits
from modelstead.errors import StorageFull, Unavailable
from modelstead.store.transaction import Row

OLDEST = (3, 38, 0)  # RETURNING, row values and json_each as we use them

STEPS_BETWEEN_LOOKS = 100_000  # of SQLite's machine, about 2 ms: so often it asks whether its time is over

PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    f"PRAGMA busy_timeout = {limits.WAIT_SECONDS * 1000}",
    "PRAGMA cache_size = -16000",  # KiB
    "PRAGMA temp_store = MEMORY",
    "PRAGMA case_sensitive_like = ON",  # as on PostgreSQL
)


def connect(file: Path, *, read_only: bool = False) -> sqlite3.Connection:
    """Open the database with every acknowledged commit on disk (WAL, synchronous FULL)."""
    connection = sqlite3.connect(file, isolation_level=None, cached_statements=256, check_same_thread=False)
    for pragma in PRAGMAS:
        connection.execute(pragma)
    if read_only:
        connection.execute("PRAGMA query_only = ON")
    return connection


@lru_cache(maxsize=1024)
def dialect(sql: str) -> str:
    """Return a statement as SQLite wants it."""
    return sql.replace("= ANY(?)", "IN (SELECT value FROM json_each(?))")


@contextmanager
def translated() -> Iterator[None]:
    """Turn SQLite's complaints about its surroundings into ours; nothing was done when one is raised."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise translation(error) from error


def translation(error: BaseException) -> BaseException:
    """Return what an error means to a caller: ours for a full disk or a busy file, else the error itself."""
    if not isinstance(error, sqlite3.OperationalError):
        return error
    code = error.sqlite_errorcode & 0xFF
    if code == sqlite3.SQLITE_FULL:
        return StorageFull("The server's disk is full; nothing was stored. Reading goes on.", retry_after=15)
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return Unavailable("Another process is writing to the database; nothing was stored. Try again.")
    if code in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
        return Unavailable(f"The database cannot be used now ({error}); nothing was stored.", retry_after=15)
    return error


class SqliteTransaction:
    """See store.transaction.Transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.topics: set[str] = set()

    def execute(self, sql: str, values: Sequence[object] = ()) -> int:
        return self._connection.execute(dialect(sql), values).rowcount

    def execute_many(self, sql: str, rows: Iterable[Sequence[object]]) -> int:
        return self._connection.executemany(dialect(sql), rows).rowcount

    def one(self, sql: str, values: Sequence[object] = ()) -> Row | None:
        row: Row | None = self._connection.execute(dialect(sql), values).fetchone()
        return row

    def all(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        return self._connection.execute(dialect(sql), values).fetchall()

    def portions(self, sql: str, values: Sequence[object] = (), *, size: int) -> Iterator[list[Row]]:
        cursor = self._connection.execute(dialect(sql), values)
        while rows := cursor.fetchmany(size):
            yield rows

    def array(self, values: Iterable[int] | Iterable[str]) -> object:
        return msgspec.json.encode(list(values)).decode()

    @contextmanager
    def time_limit(self, seconds: float, message: str) -> Iterator[None]:
        ends_at = time.monotonic() + seconds
        self._connection.set_progress_handler(lambda: time.monotonic() > ends_at, STEPS_BETWEEN_LOOKS)
        try:
            yield
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT:
                raise Unavailable(message, retry_after=limits.SEARCH_RETRY_SECONDS) from error
            raise
        finally:
            self._connection.set_progress_handler(None, 0)

    def announce(self, topic: str) -> None:
        self.topics.add(topic)
