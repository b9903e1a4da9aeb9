"""PostgreSQL as the database: a pool of connections, a thread for each, a transaction per write."""

import asyncio
import random
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, Concatenate, ParamSpec, TypeVar

import psycopg
from psycopg import IsolationLevel, errors
from psycopg_pool import ConnectionPool, PoolTimeout

from modelstead import limits
from modelstead.errors import SettingError, StorageFull, Unavailable
from modelstead.store import migration
from modelstead.store.database import Condition, bound
from modelstead.store.transaction import Row, Transaction

P = ParamSpec("P")
T = TypeVar("T")

OLDEST = 150_000  # PostgreSQL 15
CONNECT_SECONDS = 4.0
PROBE_SECONDS = 1.0  # while the database is away, one request in this time finds out whether it is back
ATTEMPTS = 8  # of a write that met another one
MIGRATION_LOCK = 0x4D6F64656C  # any number of our own


class PostgresqlDatabase:
    """See store.database.Database. At most `pool` connections, each used by one thread."""

    def __init__(self, url: str, *, pool: int) -> None:
        self._url = url
        self._hearers: dict[str, list[Callable[[], Any]]] = {}
        self._threads = ThreadPoolExecutor(pool, thread_name_prefix="postgresql")
        self._pool = ConnectionPool(
            url,
            min_size=1,
            max_size=pool,
            timeout=CONNECT_SECONDS,
            kwargs={"application_name": "modelstead", "connect_timeout": int(CONNECT_SECONDS)},
            open=False,
        )
        self._opening = threading.Lock()
        self._away_until = 0.0
        self._waiting = 0
        self._closed = False

    async def read(self, work: Callable[Concatenate[Transaction, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await self._run(self._read, bound(work, *args, **kwargs))

    async def write(self, work: Callable[Concatenate[Transaction, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await self._run(self._write, bound(work, *args, **kwargs))

    def read_now(self, work: Callable[Concatenate[Transaction, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        self._check_open()
        return self._read(bound(work, *args, **kwargs))

    def write_now(self, work: Callable[Concatenate[Transaction, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        self._check_open()
        return self._write(bound(work, *args, **kwargs))

    def subscribe(self, topic: str, hear: Callable[[], Any]) -> None:
        self._hearers.setdefault(topic, []).append(hear)

    def schema_version(self) -> str | None:
        return self.read_now(_version)

    async def condition(self) -> Condition:
        version, size = await self.read(_version_and_bytes)
        pool = self._pool.get_stats()
        counts = {
            "connections": pool.get("pool_size", 0),
            "connections that are free": pool.get("pool_available", 0),
            "requests that wait": max(0, self._waiting - self._pool.max_size),
        }
        return Condition(f"PostgreSQL {version}", size, counts)

    def migrate(self) -> tuple[str, ...]:
        try:
            connection = psycopg.connect(self._url, autocommit=True)
        except psycopg.OperationalError as error:
            raise _away() from error
        with _readable(), connection:
            if connection.info.server_version < OLDEST:
                raise SettingError(
                    f"The database is PostgreSQL {connection.info.server_version // 10_000}; 15 or newer is needed."
                )
            connection.execute("SELECT pg_advisory_lock(%s)", (MIGRATION_LOCK,))
            pending = migration.pending(_version(PostgresqlTransaction(connection)))
            if pending:
                _, _, rest = self._url.partition("://")
                migration.upgrade(f"postgresql+psycopg://{rest}")
            return pending

    def close(self) -> None:
        self._closed = True
        self._threads.shutdown()
        self._pool.close()

    async def _run(self, verb: Callable[[Callable[[Transaction], T]], T], work: Callable[[Transaction], T]) -> T:
        if self._waiting >= limits.WRITE_QUEUE:
            raise Unavailable("Too many requests are waiting; nothing was stored. Try again.")
        asked_at = time.monotonic()

        def start() -> T:
            if time.monotonic() - asked_at > limits.WAIT_SECONDS:
                raise Unavailable("The database is too busy; nothing was stored. Try again.")
            return verb(work)

        self._check_open()
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, start)
        finally:
            self._waiting -= 1

    def _read(self, work: Callable[[Transaction], T]) -> T:
        with self._connection() as connection:
            connection.isolation_level = IsolationLevel.REPEATABLE_READ
            connection.read_only = True
            with connection.transaction():
                return work(PostgresqlTransaction(connection))

    def _write(self, work: Callable[[Transaction], T]) -> T:
        for attempt in range(ATTEMPTS):
            with self._connection() as connection:
                connection.isolation_level = IsolationLevel.READ_COMMITTED
                connection.read_only = False
                transaction = PostgresqlTransaction(connection)
                try:
                    with connection.transaction():
                        result = work(transaction)
                except (errors.SerializationFailure, errors.DeadlockDetected):
                    pass
                else:
                    self._tell(transaction.topics)
                    return result
            time.sleep(random.uniform(0.001, 0.01) * 2**attempt)  # noqa: S311 - so that the two do not meet again
        raise Unavailable("Too many writers met at the same rows; nothing was stored. Try again.")

    @contextmanager
    def _connection(self) -> Iterator[psycopg.Connection[Row]]:
        if time.monotonic() < self._away_until:
            raise _away()
        self._open()
        held: psycopg.Connection[Row] | None = None
        try:
            with _readable(), self._pool.connection() as held:
                yield held
        except Unavailable as error:
            # A full disk, say, is not the end of the connection; reading goes on.
            if held is None or held.closed:
                self._away_until = time.monotonic() + PROBE_SECONDS
                raise _away() from error
            raise

    def _check_open(self) -> None:
        if self._closed:
            raise Unavailable("The server is stopping; nothing was stored.", retry_after=5)

    def _open(self) -> None:
        if self._pool.closed:
            with self._opening:
                if self._pool.closed:
                    self._pool.open()

    def _tell(self, topics: set[str]) -> None:
        for topic in topics:
            for hear in self._hearers.get(topic, ()):
                hear()


class PostgresqlTransaction:
    """See store.transaction.Transaction."""

    def __init__(self, connection: psycopg.Connection[Row]) -> None:
        self._connection = connection
        self.topics: set[str] = set()

    def execute(self, sql: str, values: Sequence[object] = ()) -> int:
        return self._connection.execute(dialect(sql), values).rowcount

    def execute_many(self, sql: str, rows: Iterable[Sequence[object]]) -> int:
        with self._connection.cursor() as cursor:
            cursor.executemany(dialect(sql), rows)
            return cursor.rowcount

    def one(self, sql: str, values: Sequence[object] = ()) -> Row | None:
        return self._connection.execute(dialect(sql), values).fetchone()

    def all(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        return self._connection.execute(dialect(sql), values).fetchall()

    def portions(self, sql: str, values: Sequence[object] = (), *, size: int) -> Iterator[list[Row]]:
        with self._connection.cursor("portions") as cursor:
            cursor.execute(dialect(sql), values)
            while rows := cursor.fetchmany(size):
                yield rows

    def array(self, values: Iterable[int] | Iterable[str]) -> object:
        return list(values)

    @contextmanager
    def time_limit(self, seconds: float, message: str) -> Iterator[None]:
        milliseconds = max(1, int(seconds * 1000))
        self._connection.execute("SELECT set_config('statement_timeout', %s, true)", (str(milliseconds),))
        try:
            yield
        except errors.QueryCanceled as error:
            raise Unavailable(message, retry_after=limits.SEARCH_RETRY_SECONDS) from error
        self._connection.execute("SELECT set_config('statement_timeout', '0', true)")

    def announce(self, topic: str) -> None:
        self.topics.add(topic)


@lru_cache(maxsize=1024)
def dialect(sql: str) -> bytes:
    """Return a statement as psycopg wants it."""
    return sql.replace("%", "%%").replace("?", "%s").encode()


@contextmanager
def _readable() -> Iterator[None]:
    """Turn PostgreSQL's complaints about its surroundings into ours."""
    try:
        yield
    except errors.DiskFull as error:
        raise StorageFull(
            "The database's disk is full; nothing was stored. Reading goes on.", retry_after=15
        ) from error
    except (errors.SerializationFailure, errors.DeadlockDetected, errors.QueryCanceled):
        raise
    except (psycopg.OperationalError, PoolTimeout) as error:
        raise Unavailable(f"The database cannot do that now ({_first_line(error)}); nothing was stored.") from error


def _away() -> Unavailable:
    return Unavailable("The database cannot be reached; nothing was stored. Try again.", retry_after=2)


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0].rstrip(".")


def _version(tx: Transaction) -> str | None:
    if tx.one("SELECT to_regclass('alembic_version')") == (None,):
        return None
    row = tx.one("SELECT version_num FROM alembic_version")
    return None if row is None else str(row[0])


def _version_and_bytes(tx: Transaction) -> tuple[str, int]:
    row = tx.one("SELECT current_setting('server_version'), pg_database_size(current_database())")
    assert row is not None
    return str(row[0]).partition(" ")[0], int(row[1])
