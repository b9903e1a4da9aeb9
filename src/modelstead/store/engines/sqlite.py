"""SQLite as the database: a few reading threads, one writing thread, one file."""

import asyncio
import fcntl
import logging
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from modelstead import limits
from modelstead.errors import SettingError, Unavailable
from modelstead.store import migration
from modelstead.store.database import Condition, bound
from modelstead.store.engines.file_system import check_is_local
from modelstead.store.engines.sqlite_connection import OLDEST, SqliteTransaction, connect, translated
from modelstead.store.engines.sqlite_writer import SqliteWriter
from modelstead.store.transaction import Transaction

P = ParamSpec("P")
T = TypeVar("T")

log = logging.getLogger(__name__)


class SqliteDatabase:
    """See store.database.Database."""

    def __init__(self, file: Path, *, readers: int) -> None:
        if sqlite3.sqlite_version_info < OLDEST:
            raise SettingError(
                f"This Python has SQLite {sqlite3.sqlite_version}; {'.'.join(map(str, OLDEST))} or newer is needed."
            )
        check_is_local(file.parent)
        self._file = file
        self._hearers: dict[str, list[Callable[[], Any]]] = {}
        self._local = threading.local()
        self._connections: list[sqlite3.Connection] = []
        self._readers = ThreadPoolExecutor(readers, thread_name_prefix="sqlite-reader")
        self._writer = SqliteWriter(file, self._tell)
        self._start = threading.Lock()
        self._started = False

    async def read(self, work: Callable[Concatenate[Transaction, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._readers, self._read, bound(work, *args, **kwargs), time.monotonic())

    def read_now(self, work: Callable[Concatenate[Transaction, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        return self._readers.submit(self._read, bound(work, *args, **kwargs), time.monotonic()).result()

    async def write(self, work: Callable[Concatenate[Transaction, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        waiting: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._submit(bound(work, *args, **kwargs), waiting)
        return await waiting

    def write_now(self, work: Callable[Concatenate[Transaction, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        waiting: Future[T] = Future()
        self._submit(bound(work, *args, **kwargs), waiting)
        return waiting.result()

    def subscribe(self, topic: str, hear: Callable[[], Any]) -> None:
        self._hearers.setdefault(topic, []).append(hear)

    def schema_version(self) -> str | None:
        if not self._file.exists():
            return None
        return self.read_now(_version)

    async def condition(self) -> Condition:
        pages = await self.read(_bytes)
        log = self._file.with_name(self._file.name + "-wal")
        waiting = {"writes that wait": self._writer.waiting}
        return Condition(f"SQLite {sqlite3.sqlite_version}", pages + _size(log), waiting)

    def migrate(self) -> tuple[str, ...]:
        with self._alone():
            connection = connect(self._file)
            try:
                version = _version(SqliteTransaction(connection))
                pending = migration.pending(version)
                if version is None:
                    connection.executescript(f"BEGIN IMMEDIATE;\n{migration.schema_script()}\nCOMMIT;")
            finally:
                connection.close()
            if version is not None and pending:
                migration.upgrade(f"sqlite:///{self._file}")
            return pending

    def close(self) -> None:
        self._writer.close()
        self._readers.shutdown()
        for connection in self._connections:
            connection.close()

    def _submit(self, work: Callable[[SqliteTransaction], Any], waiting: asyncio.Future[Any] | Future[Any]) -> None:
        if not self._started:
            with self._start:
                if not self._started:
                    self._writer.start()
                    self._started = True
        self._writer.submit(work, waiting)

    def _read(self, work: Callable[[SqliteTransaction], T], asked_at: float) -> T:
        if time.monotonic() - asked_at > limits.WAIT_SECONDS:
            raise Unavailable("The server is too busy to read now. Try again.")
        connection = getattr(self._local, "connection", None)
        if connection is None:
            with translated():
                connection = self._local.connection = connect(self._file, read_only=True)
            self._connections.append(connection)
        with translated():
            connection.execute("BEGIN")
            try:
                return work(SqliteTransaction(connection))
            finally:
                connection.execute("ROLLBACK")

    def _tell(self, topics: set[str]) -> None:
        for topic in topics:
            for hear in self._hearers.get(topic, ()):
                try:
                    hear()
                except Exception:
                    log.exception("A subscriber to %s failed.", topic)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Hold the lock under which one process of several that start at once migrates."""
        with self._file.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _version(tx: Transaction) -> str | None:
    if tx.one("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'") is None:
        return None
    row = tx.one("SELECT version_num FROM alembic_version")
    return None if row is None else str(row[0])


def _bytes(tx: Transaction) -> int:
    row = tx.one("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
    return 0 if row is None else int(row[0])


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except FileNotFoundError:
        return 0
