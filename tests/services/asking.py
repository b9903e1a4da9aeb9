"""Jobs that are asked about, and processes that ask, for tests of services."""

import asyncio
from collections.abc import Callable
from typing import NamedTuple

from modelstead.domain import ci_job
from modelstead.domain.actor import Access
from modelstead.domain.ci_job import CiJob, CiSystem
from modelstead.domain.network_address import Allowed
from modelstead.services import ci_links, ci_sources
from modelstead.services.ci_asking import Asking
from modelstead.services.ci_resolving import Resolving
from modelstead.services.ci_sources import Wanted
from modelstead.services.sealing import Sealing
from modelstead.store import ci_jobs
from modelstead.store.database import Database
from modelstead.store.outgoing import Outgoing
from modelstead.store.transaction import Transaction
from tests import factories
from tests.receiving import LOOPBACK
from tests.stub_gitlab import PROJECT, TOKEN

SEALING = Sealing(factories.MADE_WITH.key, ci_sources.SECRETS)
SECONDS = 20


class Queued(NamedTuple):
    """How a job stands in the queue."""

    attempts: int
    ask_at: int | None
    error: str


def set_source(database: Database, access: Access, url: str, token: str | None = TOKEN) -> None:
    wanted = Wanted(url=url, project_path=PROJECT, token=token)
    database.write_now(ci_sources.put, access, SEALING, wanted)


def know(database: Database, access: Access, number: int, *, is_verified: bool = False, **known: str) -> None:
    """Let a job be known by its number, and what else is told."""
    found = ci_job.facts(CiSystem.GITLAB, str(number), known)
    database.write_now(ci_links.note, access.project.id, found, is_verified=is_verified)


def job(database: Database, access: Access, number: int) -> CiJob:
    found = database.read_now(ci_jobs.get, access.project.id, CiSystem.GITLAB, str(number))
    assert found is not None
    return found


def queued(database: Database, access: Access, number: int) -> Queued:
    def read(tx: Transaction) -> Queued:
        sql = "SELECT attempts, ask_at, last_error FROM ci_jobs WHERE project_id = ? AND job_id = ?"
        row = tx.one(sql, (access.project.id, str(number)))
        assert row is not None
        return Queued(*row)

    return database.read_now(read)


def due_now(database: Database) -> None:
    """Let what waits be due, and nobody rest."""

    def write(tx: Transaction) -> None:
        tx.execute("UPDATE ci_jobs SET ask_at = 1 WHERE ask_at IS NOT NULL")
        tx.execute("UPDATE ci_sources SET rests_until = 0")

    database.write_now(write)


def resolve(
    database: Database, until: Callable[[], object], *, processes: int = 1, allowed: tuple[str, ...] = LOOPBACK
) -> None:
    """Run processes that ask, until something is so."""

    async def run() -> None:
        outgoing = Outgoing(Allowed(allowed), setting="ci_allowed_addresses")
        tasks = [asyncio.create_task(Resolving(database, Asking(SEALING, outgoing)).run()) for _ in range(processes)]
        try:
            async with asyncio.timeout(SECONDS):
                while not await asyncio.to_thread(until):
                    assert not any(task.done() for task in tasks)
                    await asyncio.sleep(0.01)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)
            outgoing.close()

    asyncio.run(run())


def settled(database: Database, access: Access, number: int) -> Callable[[], bool]:
    """Return whether a job is asked about no more."""
    return lambda: queued(database, access, number).ask_at is None


def failed(database: Database, access: Access, number: int, why: str) -> Callable[[], bool]:
    """Return whether it is noted that a job was asked about in vain, for that reason."""
    return lambda: why in queued(database, access, number).error
