"""Work in the background, and how it went the last time: noted in the database, so that every server can tell."""

import msgspec

from modelstead import limits
from modelstead.store import instance
from modelstead.store.transaction import Transaction

_FACT = "job "  # before a job's name


class JobRun(msgspec.Struct, frozen=True):
    """How a job went: on which server, until when (None while it goes on), what it did, and what went wrong, if so."""

    server: str
    started_at: int
    ended_at: int | None = None
    counts: dict[str, int] = {}
    error: str = ""

    def goes_on(self, now: int) -> bool:
        """Whether it may be under way still: a server that was killed leaves it without an end."""
        return self.ended_at is None and now - self.started_at < limits.SWEEP_SECONDS * 1000


def note(tx: Transaction, job: str, run: JobRun) -> None:
    """Note how a job goes, or went."""
    instance.put(tx, _FACT + job, msgspec.json.encode(run).decode())


def last(tx: Transaction, job: str) -> JobRun | None:
    """Return how a job went the last time, None where it never ran."""
    found = instance.get(tx, _FACT + job)
    return None if found is None else msgspec.json.decode(found, type=JobRun)
