"""The database's two verbs, whatever the engine: read and write.

A function given to either receives an open transaction and the arguments, runs in a thread of the database, and is
wholly done or not at all. When a write returns, its transaction is on disk.
"""

from collections.abc import Callable
from typing import Any, Concatenate, NamedTuple, ParamSpec, Protocol, TypeVar

from modelstead.store.transaction import Transaction

P = ParamSpec("P")
T = TypeVar("T")


Work = Callable[[Transaction], T]


class Condition(NamedTuple):
    """How an engine is: its name and version, the bytes it takes, and what waits in this process by name."""

    engine: str
    size: int
    counts: dict[str, int]


def bound(work: Callable[Concatenate[Transaction, P], T], /, *args: P.args, **kwargs: P.kwargs) -> Work[T]:
    """Return a function of the transaction alone."""

    def run(tx: Transaction) -> T:
        return work(tx, *args, **kwargs)

    return run


class Database(Protocol):
    """A store of rows with its own threads; safe to use from any thread and from an event loop."""

    async def read(self, work: Callable[Concatenate[Transaction, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a function on one consistent snapshot; raise Unavailable when none is to be had in time."""

    async def write(self, work: Callable[Concatenate[Transaction, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a function in a transaction and make it durable.

        Raise what the function raises, having undone all of it; Unavailable when nothing was done.
        """

    def read_now(self, work: Callable[Concatenate[Transaction, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Read, blocking the calling thread: for commands, start-up and tests."""

    def write_now(self, work: Callable[Concatenate[Transaction, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Write, blocking the calling thread."""

    def subscribe(self, topic: str, hear: Callable[[], Any]) -> None:
        """Call `hear`, from any thread, after each commit of this process that announced a topic."""

    def schema_version(self) -> str | None:
        """Return the revision of the schema, None when there is none yet."""

    async def condition(self) -> Condition:
        """Say how the engine is; raise Unavailable when it does not answer."""

    def migrate(self) -> tuple[str, ...]:
        """Bring the schema to this version's; return the revisions that were run."""

    def close(self) -> None:
        """Finish the writes that were accepted, then let go of every connection."""
