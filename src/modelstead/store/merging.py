"""Merge writes of one kind: those that come while one is under way go together in the next.

Logging calls are many and small. Run together they cost one statement of each kind instead of one each, and one thread
hop instead of one each.
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from modelstead import limits
from modelstead.errors import Unavailable
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction

Item = TypeVar("Item")
Outcome = Exception | None


class MergedWrites(Generic[Item]):
    """Runs `work` on as many items as are waiting.

    `work` returns an outcome for each item: None when it is stored, or the error for which none of it is. When `work`
    itself raises, nothing of the whole group is stored, and each item is tried by itself.
    """

    def __init__(self, database: Database, work: Callable[[Transaction, Sequence[Item]], list[Outcome]]) -> None:
        self._database = database
        self._work = work
        self._waiting: list[tuple[Item, asyncio.Future[None]]] = []
        self._busy = False
        self._flushing: asyncio.Task[None] | None = None

    async def write(self, item: Item) -> None:
        """Return when the item is durable; raise its error otherwise."""
        if self._busy:
            if len(self._waiting) >= limits.WRITE_QUEUE:
                raise Unavailable("Too many writes are waiting; nothing was stored. Try again.")
            future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiting.append((item, future))
            return await future
        self._busy = True
        try:
            outcome = (await self._database.write(self._work, (item,)))[0]
        finally:
            self._next()
        if outcome is not None:
            raise outcome
        return None

    def _next(self) -> None:
        if self._waiting:
            self._flushing = asyncio.create_task(self._flush())
        else:
            self._busy = False

    async def _flush(self) -> None:
        group, self._waiting = self._waiting[: limits.WRITE_GROUP], self._waiting[limits.WRITE_GROUP :]
        try:
            outcomes = await self._outcomes([item for item, _ in group])
        except BaseException as error:  # noqa: BLE001 - whatever it was, every waiting caller must hear of it
            outcomes = [error if isinstance(error, Exception) else asyncio.CancelledError()] * len(group)  # type: ignore[list-item]
        finally:
            self._next()
        for (_, future), outcome in zip(group, outcomes, strict=True):
            if future.cancelled():
                continue
            if outcome is None:
                future.set_result(None)
            else:
                future.set_exception(outcome)

    async def _outcomes(self, items: list[Item]) -> list[Outcome]:
        try:
            return await self._database.write(self._work, items)
        except Unavailable as error:
            return [error] * len(items)
        except Exception:  # noqa: BLE001 - one bad item must not take the others with it
            return [await self._alone(item) for item in items]

    async def _alone(self, item: Item) -> Outcome:
        try:
            return (await self._database.write(self._work, (item,)))[0]
        except Exception as error:  # noqa: BLE001 - it is this item's outcome
            return error
