"""Resolving: CI jobs of which little is known are asked about, by one of all processes, while no request waits."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from modelstead import clock, limits
from modelstead.domain import ci_job
from modelstead.domain.ci_job import JobFacts
from modelstead.domain.ci_source import CiSource, Fault, Outcome, next_wait
from modelstead.services.ci_asking import Asking
from modelstead.services.ci_links import TOPIC
from modelstead.services.claiming import Claiming
from modelstead.store import ci_asking, ci_jobs, ci_sources
from modelstead.store.ci_asking import Claim, Settled
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction

OTHER_PROJECT = "The job is of another project than the one that the source names."


class Claimed(NamedTuple):
    """A job that this process asks about now, and whom."""

    claim: Claim
    source: CiSource


class Resolving(Claiming[Claimed]):
    """Asks about what is due, several jobs at once but few of one project."""

    poll_seconds = limits.CI_ASK_POLL_SECONDS

    def __init__(self, database: Database, asking: Asking) -> None:
        super().__init__(database, TOPIC, "CI jobs to be asked about")
        self._asking = asking

    async def choose(self) -> list[int]:
        room = limits.CI_ASKING - len(self.under_way)
        if room <= 0:
            return []
        projects = Counter(each.claim.project_id for each in self.under_way)
        full = [each for each, count in projects.items() if count >= limits.CI_ASKING_PROJECT]
        rows = await self._database.read(ci_asking.due, clock.now_ms(), but_projects=full, limit=room)
        chosen = []
        for row_id, project_id in rows:
            if projects[project_id] < limits.CI_ASKING_PROJECT:
                projects[project_id] += 1
                chosen.append(row_id)
        return chosen

    async def claim(self, row_ids: list[int]) -> list[Claimed]:
        return await self._database.write(claim, row_ids, clock.now_ms())

    async def perform(self, claimed: Claimed) -> None:
        began = time.monotonic()
        outcome = await self._asking.ask(claimed.source, claimed.claim.job_id)
        chance = random.SystemRandom().random()  # spreads what was asked together
        await self._database.write(settle, claimed, outcome, chance)
        await asyncio.sleep(limits.CI_ASK_SECONDS - (time.monotonic() - began))

    async def give_back(self, claims: Sequence[Claimed]) -> None:
        await self._database.write(ci_asking.give_back, [each.claim for each in claims], clock.now_ms())


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
