"""Resolving: CI jobs of which little is known are asked about, by one of all processes, while no request waits.

A process claims a job for the time of a lease. If it is killed before it has noted what it heard, another asks again.
"""

import asyncio
import logging
import random
import time
from collections import Counter
from contextlib import suppress
from typing import NamedTuple

from modelstead import clock, limits
from modelstead.domain import ci_job
from modelstead.domain.ci_job import JobFacts
from modelstead.domain.ci_source import CiSource, Fault, Outcome, next_wait
from modelstead.errors import ModelsteadError
from modelstead.services.ci_asking import Asking
from modelstead.services.ci_links import TOPIC
from modelstead.store import ci_asking, ci_jobs, ci_sources
from modelstead.store.ci_asking import Claim, Settled
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction

OTHER_PROJECT = "The job is of another project than the one that the source names."

log = logging.getLogger(__name__)


class Claimed(NamedTuple):
    """A job that this process asks about now, and whom."""

    claim: Claim
    source: CiSource


class Resolving:
    """Asks about what is due for as long as it runs, several at once but few of one project."""

    def __init__(self, database: Database, asking: Asking) -> None:
        self._database = database
        self._asking = asking
        self._under_way: dict[asyncio.Task[None], Claimed] = {}
        self._wake = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        database.subscribe(TOPIC, self._hear)

    async def run(self) -> None:
        self._loop = asyncio.get_running_loop()
        try:
            while True:
                self._wake.clear()
                await self._begin_due()
                with suppress(TimeoutError):
                    async with asyncio.timeout(limits.CI_ASK_POLL_SECONDS):
                        await self._wake.wait()
        finally:
            self._loop = None
            await self._stop()

    def _hear(self) -> None:
        """Look again, soon; whichever thread says so."""
        loop = self._loop
        if loop is not None:
            with suppress(RuntimeError):  # the loop has just ended
                loop.call_soon_threadsafe(self._wake.set)

    async def _begin_due(self) -> None:
        """Begin what is due and finds room."""
        try:
            while await self._begin_some():
                pass
        except ModelsteadError as error:
            log.warning("CI jobs wait, and are asked about soon. %s", error)
        except Exception:
            log.exception("CI jobs wait, and are asked about soon.")

    async def _begin_some(self) -> bool:
        """Claim some jobs and begin to ask; tell whether to look for more at once."""
        chosen = await self._choose()
        if not chosen:
            return False
        for claimed in await self._database.write(claim, chosen, clock.now_ms()):
            task = asyncio.create_task(self._resolve(claimed))
            self._under_way[task] = claimed
            task.add_done_callback(self._done)
        return True

    async def _choose(self) -> list[int]:
        room = limits.CI_ASKING - len(self._under_way)
        if room <= 0:
            return []
        projects = Counter(each.claim.project_id for each in self._under_way.values())
        full = [each for each, count in projects.items() if count >= limits.CI_ASKING_PROJECT]
        rows = await self._database.read(ci_asking.due, clock.now_ms(), but_projects=full, limit=room)
        chosen = []
        for row_id, project_id in rows:
            if projects[project_id] < limits.CI_ASKING_PROJECT:
                projects[project_id] += 1
                chosen.append(row_id)
        return chosen

    async def _resolve(self, claimed: Claimed) -> None:
        began = time.monotonic()
        try:
            outcome = await self._asking.ask(claimed.source, claimed.claim.job_id)
            chance = random.SystemRandom().random()  # spreads what was asked together
            await self._database.write(settle, claimed, outcome, chance)
        except ModelsteadError as error:
            log.warning("What was heard of a CI job was not noted; it is asked about again. %s", error)
        except Exception:
            log.exception("Asking about a CI job failed; it is asked about again.")
        await asyncio.sleep(limits.CI_ASK_SECONDS - (time.monotonic() - began))

    def _done(self, task: asyncio.Task[None]) -> None:
        self._under_way.pop(task, None)
        self._wake.set()

    async def _stop(self) -> None:
        """Break off what is under way, and let others ask at once."""
        broken = dict(self._under_way)
        for task in broken:
            task.cancel()
        if broken:
            await asyncio.wait(broken)
            claims = [claimed.claim for task, claimed in broken.items() if task.cancelled()]
            with suppress(ModelsteadError):
                await self._database.write(ci_asking.give_back, claims, clock.now_ms())


def claim(tx: Transaction, row_ids: list[int], now: int) -> list[Claimed]:
    """Take jobs that are due, each by one of all processes; end those about which there is nobody to ask."""
    taken = ci_asking.claim(tx, row_ids, now, now + limits.CI_ASK_LEASE_SECONDS * 1000)
    sources = ci_sources.of_projects(tx, {each.project_id for each in taken})
    ready = []
    for each in taken:
        source = sources.get(each.project_id)
        if source is None:
            ci_asking.settle(tx, each, Settled(0, None, "", None))
        elif each.project_path and each.project_path.lower() != source.path.lower():
            ci_asking.settle(tx, each, Settled(0, None, OTHER_PROJECT, now))
        elif each.attempts > limits.CI_ASK_ATTEMPTS:
            ci_asking.settle(tx, each, Settled(0, None, "The server was stopped in the middle of the last try.", now))
        else:
            ready.append(Claimed(each, source))
    return ready


def settle(tx: Transaction, claimed: Claimed, outcome: Outcome, chance: float) -> None:
    """Note what was heard of a job, and when to ask again if that is of use."""
    now, (each, source) = clock.now_ms(), claimed
    wait = next_wait(outcome, each.attempts, (now - each.created_at) / 1000, chance)
    attempts = each.attempts
    if outcome.fault is Fault.NONE:
        attempts = 0
    elif outcome.fault is Fault.BUSY:
        attempts -= 1
    resolved_at = now if wait is None or outcome.facts is not None else None
    ask_at = None if wait is None else now + int(wait * 1000)
    if not ci_asking.settle(tx, each, Settled(attempts, ask_at, outcome.error, resolved_at)):
        return
    if outcome.facts is not None:
        _complete(tx, each.row_id, outcome.facts, now)
    if outcome.rest_seconds:
        ci_sources.rest(tx, source, now + outcome.rest_seconds * 1000, outcome.error)
    elif source.last_error and outcome.fault is Fault.NONE:
        ci_sources.rest(tx, source, source.rests_until, "")


def _complete(tx: Transaction, row_id: int, heard: JobFacts, now: int) -> None:
    """Store what a CI system says: over what tags say, and beside what an ID token says."""
    held = ci_jobs.by_rows(tx, [row_id])[row_id]
    changes = ci_job.merged(held, heard, is_verified=not held.is_verified)
    if heard.status and heard.status != held.status:
        changes["status"] = heard.status
    if changes or not held.is_verified:
        ci_jobs.update(tx, row_id, changes, is_verified=True, now=now)
