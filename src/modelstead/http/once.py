"""Calls that must not be done twice, such as creating a run.

Clients repeat a request whose answer they did not get, and a second run would be a ghost. So a request whose client
has left before its turn is not done at all. One whose client leaves while it is being done has its answer kept, for the
same request from the same token a moment later.
"""

import asyncio
import hashlib
from collections.abc import Coroutine
from typing import Any

from modelstead import clock, limits
from modelstead.domain.actor import Standing
from modelstead.http.answer import Answer
from modelstead.http.errors import ClientLeft
from modelstead.store import replays
from modelstead.store.database import Database, Work
from modelstead.store.transaction import Transaction


async def once(
    database: Database, digest: bytes, work: Work[Answer], next_message: Coroutine[Any, Any, object]
) -> Answer:
    """Do a call, or return the unheard answer of an equal one; raise ClientLeft when nobody waits any more.

    `next_message` is what the connection says after the request: that it was closed.
    """
    leaving = asyncio.create_task(next_message)
    try:
        answer = await database.write(_done, digest, work, leaving)
        await asyncio.sleep(0)
        if leaving.done():
            await database.write(replays.keep, digest, answer.body, clock.now_ms(), _since())
        return answer
    finally:
        leaving.cancel()


def request_digest(access: Standing | None, method: str, path: bytes, body: bytes, key: bytes) -> bytes:
    """Return what makes a request the same: who, where, what, and the Idempotency-Key if one was sent."""
    who: tuple[object, ...] | None = None
    if access is not None:
        job = access.actor.ci
        who = (access.actor.token_id, access.actor.session_id)
        if job is not None:  # the jobs of a project are one bot, and none hears the answers of another
            who = (job.issuer, job.project_path, job.facts.job_id)
    head = f"{who} {method} {len(path)} {len(key)} ".encode()
    return hashlib.blake2b(head + path + key + body, digest_size=16).digest()


def _done(tx: Transaction, digest: bytes, work: Work[Answer], leaving: asyncio.Task[object]) -> Answer:
    if leaving.done():
        raise ClientLeft
    unheard = replays.take(tx, digest, _since())
    return work(tx) if unheard is None else Answer(200, unheard)


def _since() -> int:
    return clock.now_ms() - limits.REPLAY_SECONDS * 1000
