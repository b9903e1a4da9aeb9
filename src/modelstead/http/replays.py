"""Calls that must not be done twice, such as creating a run.

Clients repeat a request whose answer they did not get, and a second run would be a ghost. So the answer is stored with
what the call did, in one transaction, and forgotten once it was sent to a client that was still there. The same request
from the same token in between, after a broken connection or a crash, gets the first answer.
"""

import asyncio
import hashlib
from collections import deque
from collections.abc import Coroutine
from typing import Any

from modelstead import clock, limits
from modelstead.domain.actor import Access
from modelstead.http.answer import Answer
from modelstead.store import replays
from modelstead.store.database import Work
from modelstead.store.transaction import Transaction


class Replays:
    """Does a call, or finds what it did."""

    def __init__(self) -> None:
        self._heard: deque[bytes] = deque()

    def run(self, tx: Transaction, digest: bytes, work: Work[Answer]) -> Answer:
        """Return the unheard answer of an earlier request, or do the work and keep its answer."""
        now = clock.now_ms()
        since = now - limits.REPLAY_SECONDS * 1000
        replays.forget(tx, [self._heard.popleft() for _ in range(len(self._heard))], since)
        earlier = replays.find(tx, digest, since)
        if earlier is not None:
            return Answer(200, earlier)
        answer = work(tx)
        replays.keep(tx, digest, answer.body, now)
        return answer

    def heard(self, digest: bytes) -> None:
        """Note that an answer was sent; the next call forgets it."""
        self._heard.append(digest)


def request_digest(access: Access | None, method: str, path: bytes, body: bytes, key: bytes) -> bytes:
    """Return what makes a request the same: who, where, what, and the Idempotency-Key if one was sent."""
    token_id = None if access is None else access.actor.token_id
    head = f"{token_id} {method} {len(path)} {len(key)} ".encode()
    return hashlib.blake2b(head + path + key + body, digest_size=16).digest()


async def has_left(message: Coroutine[Any, Any, object]) -> bool:
    """Tell, from what the connection would say next, whether the client closed it while it waited."""
    task = asyncio.create_task(message)
    await asyncio.sleep(0)
    left = task.done()
    task.cancel()
    return left
