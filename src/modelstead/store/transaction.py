"""What stores are handed: one open transaction, and one way to write SQL for both engines.

SQL is text in the subset that SQLite 3.38 and PostgreSQL 15 share, with `?` for bound values and `= ANY(?)` for a list
of them, given as `tx.array(values)`. Why text: docs/develop/adr/0001.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

Row = tuple[Any, ...]


class Transaction(Protocol):
    """An open transaction. Stores run statements in it and never commit."""

    def execute(self, sql: str, values: Sequence[object] = ()) -> int:
        """Run a statement; return how many rows it changed."""

    def execute_many(self, sql: str, rows: Iterable[Sequence[object]]) -> int:
        """Run a statement once for each row of values; return how many rows all of them changed."""

    def one(self, sql: str, values: Sequence[object] = ()) -> Row | None:
        """Return the first row of a query, or None."""

    def all(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        """Return the rows of a query."""

    def portions(self, sql: str, values: Sequence[object] = (), *, size: int) -> Iterator[list[Row]]:
        """Give the rows of a query, at most `size` at a time, so that a million of them are never in memory."""

    def array(self, values: Iterable[int] | Iterable[str]) -> object:
        """Return a list as one bound value, for `= ANY(?)`."""

    def time_limit(self, seconds: float, message: str) -> AbstractContextManager[None]:
        """Stop a query of this block that goes on for longer, and raise Unavailable with a message."""

    def announce(self, topic: str) -> None:
        """Once this transaction is committed, call those who subscribed to a topic on its database."""
