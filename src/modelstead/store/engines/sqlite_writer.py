"""The one thread that writes to SQLite, committing in groups.

Waiting writes share one `BEGIN IMMEDIATE … COMMIT`, hence one fsync; each has a savepoint, so that one that fails
undoes itself alone. Nobody is answered before the commit.
"""

import asyncio
import logging
import os
import queue
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from typing import Any

from modelstead import limits
from modelstead.errors import Unavailable
from modelstead.store.engines.sqlite_connection import SqliteTransaction, connect, translated, translation

Work = Callable[[SqliteTransaction], Any]
Waiting = asyncio.Future[Any] | Future[Any]

FAILED_SYNC = (sqlite3.SQLITE_IOERR_FSYNC, sqlite3.SQLITE_IOERR_DIR_FSYNC)
EXIT_IO_ERROR = 74  # EX_IOERR of sysexits.h

log = logging.getLogger(__name__)


class SqliteWriter:
    """Runs writes in order of arrival; `on_commit` hears the topics that each group announced."""

    def __init__(self, file: Path, on_commit: Callable[[set[str]], None]) -> None:
        self._file = file
        self._on_commit = on_commit
        self._queue: queue.SimpleQueue[tuple[Work, Waiting] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="sqlite-writer", daemon=True)
        self._open = False
        self._gate = threading.Lock()  # so that nothing is queued behind the end
        self._connection: sqlite3.Connection

    def start(self) -> None:
        """Open the file and begin; raise Unavailable when it cannot be opened."""
        with translated():
            self._connection = connect(self._file)
        self._open = True
        self._thread.start()

    def submit(self, work: Work, waiting: Waiting) -> None:
        """Queue a write; `waiting` is settled once it is durable or undone."""
        with self._gate:
            if not self._open:
                raise Unavailable("The server is stopping; nothing was stored.", retry_after=5)
            if self._queue.qsize() >= limits.WRITE_QUEUE:
                raise Unavailable("Too many writes are waiting; nothing was stored. Try again.")
            self._queue.put((work, waiting))

    @property
    def waiting(self) -> int:
        """How many writes wait for their turn."""
        return self._queue.qsize()

    def close(self) -> None:
        """Finish what was accepted and stop."""
        with self._gate:
            if not self._open:
                return
            self._open = False
            self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        connection = self._connection
        while (first := self._queue.get()) is not None:
            group = [first]
            stop = False
            while len(group) < limits.WRITE_GROUP:
                try:
                    entry = self._queue.get_nowait()
                except queue.Empty:
                    break
                if entry is None:
                    stop = True
                    break
                group.append(entry)
            self._commit(connection, group)
            if stop:
                break
        with suppress(sqlite3.OperationalError):  # a full disk, or another process at work: the WAL stays, complete
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()

    def _commit(self, connection: sqlite3.Connection, group: list[tuple[Work, Waiting]]) -> None:
        topics: set[str] = set()
        settled: list[tuple[Waiting, Any, BaseException | None]] = []
        try:
            connection.execute("BEGIN IMMEDIATE")
            if len(group) == 1:
                settled.append((group[0][1], _run(connection, group[0][0], topics), None))
            else:
                for work, waiting in group:
                    settled.append((waiting, *_attempt(connection, work, topics)))
            connection.execute("COMMIT")
        except BaseException as error:  # noqa: BLE001 - whatever it was, every waiting caller must hear of it
            _end_if_sync_failed(error)
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            settled = [(waiting, None, translation(error)) for _, waiting in group]
        else:
            if topics:
                self._on_commit(topics)
        _settle(settled)


def _attempt(connection: sqlite3.Connection, work: Work, topics: set[str]) -> tuple[Any, BaseException | None]:
    """Run one write of several; undo it alone when it fails."""
    connection.execute("SAVEPOINT work")
    try:
        result = _run(connection, work, topics)
    except BaseException as error:
        if not connection.in_transaction:  # a full disk or a failed sync has rolled back the whole group
            raise
        connection.execute("ROLLBACK TO work")
        connection.execute("RELEASE work")
        return None, translation(error)
    connection.execute("RELEASE work")
    return result, None


def _run(connection: sqlite3.Connection, work: Work, topics: set[str]) -> Any:
    """Run one write, and add what it announced to the topics."""
    transaction = SqliteTransaction(connection)
    result = work(transaction)
    topics |= transaction.topics
    return result


def _end_if_sync_failed(error: BaseException) -> None:
    """End the process: after a failed fsync the kernel may have dropped pages, and a second fsync would lie."""
    if isinstance(error, sqlite3.OperationalError) and error.sqlite_errorcode in FAILED_SYNC:
        log.critical("The disk refused to sync the database; stopping, so that nothing is lost silently.")
        os._exit(EXIT_IO_ERROR)


def _settle(settled: list[tuple[Waiting, Any, BaseException | None]]) -> None:
    """Answer everyone, waking each event loop once."""
    by_loop: dict[asyncio.AbstractEventLoop, list[tuple[Waiting, Any, BaseException | None]]] = {}
    for entry in settled:
        waiting = entry[0]
        if isinstance(waiting, Future):
            _answer(*entry)
        else:
            by_loop.setdefault(waiting.get_loop(), []).append(entry)
    for loop, entries in by_loop.items():
        try:
            loop.call_soon_threadsafe(_answer_all, entries)
        except RuntimeError:  # the loop was closed while its write was under way: nobody waits any more
            log.debug("A write was finished after its event loop had ended.")


def _answer_all(entries: list[tuple[Waiting, Any, BaseException | None]]) -> None:
    for entry in entries:
        _answer(*entry)


def _answer(waiting: Waiting, result: Any, error: BaseException | None) -> None:
    if waiting.cancelled():
        return
    if error is None:
        waiting.set_result(result)
    else:
        waiting.set_exception(error)
