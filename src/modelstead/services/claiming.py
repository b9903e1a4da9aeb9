"""Claiming: what waits in a table is worked off by all processes together, each row by one of them.

Who claims a row has it for the time of a lease. If that process is killed before it has noted what came of it, another
claims the row again: what is done twice has to do no harm.
"""

import asyncio
import logging
from abc import ABC, abstractmethod
from collections.abc import Collection, Sequence
from contextlib import suppress
from typing import Generic, TypeVar

from modelstead.errors import ModelsteadError
from modelstead.store.database import Database

T = TypeVar("T")

log = logging.getLogger(__name__)


class Claiming(ABC, Generic[T]):
    """Works off what is due for as long as it runs, several rows at once; `what` they are is for the log.

    A topic that is announced makes it look at once.
    """

    def __init__(self, database: Database, topic: str, what: str) -> None:
        self._database = database
        self._what = what
        self._under_way: dict[asyncio.Task[None], T] = {}
        self._wake = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        database.subscribe(topic, self._hear)

    @property
    def under_way(self) -> Collection[T]:
        """What this process works on at this moment."""
        return self._under_way.values()

    async def run(self) -> None:
        self._loop = asyncio.get_running_loop()
        try:
            while True:
                self._wake.clear()
                wait = await self._begin_due()
                with suppress(TimeoutError):
                    async with asyncio.timeout(wait):
                        await self._wake.wait()
        finally:
            self._loop = None
            await self._stop()

    @property
    @abstractmethod
    def poll_seconds(self) -> float:
        """How long it waits at most before it looks again, whether or not it hears of something."""

    @abstractmethod
    async def choose(self) -> list[int]:
        """Return rows that are due and find room beside what is under way."""

    @abstractmethod
    async def claim(self, row_ids: list[int]) -> Sequence[T]:
        """Take those of the rows that nobody else has taken meanwhile."""

    @abstractmethod
    async def perform(self, claimed: T) -> None:
        """Do what is to be done, and note what came of it."""

    @abstractmethod
    async def give_back(self, claims: Sequence[T]) -> None:
        """Let others take what was broken off."""

    async def tidy(self) -> None:
        """Do what is to be done now and then, before it looks for what is due."""

    async def pause(self) -> float:
        """Return after how many seconds to look again when nothing is heard."""
        return self.poll_seconds

    def _hear(self) -> None:
        """Look again, soon; whichever thread says so."""
        loop = self._loop
        if loop is not None:
            with suppress(RuntimeError):  # the loop has just ended
                loop.call_soon_threadsafe(self._wake.set)

    async def _begin_due(self) -> float:
        """Begin what is due and finds room; return how many seconds later to look again."""
        try:
            await self.tidy()
            while await self._begin_some():
                pass
            return await self.pause()
        except ModelsteadError as error:
            log.warning("%s wait, and are tried again soon. %s", self._what, error)
        except Exception:
            log.exception("%s wait, and are tried again soon.", self._what)
        return self.poll_seconds

    async def _begin_some(self) -> bool:
        """Claim some rows and begin with them; tell whether to look for more at once."""
        chosen = await self.choose()
        if not chosen:
            return False
        for claimed in await self.claim(chosen):
            task = asyncio.create_task(self._perform(claimed))
            self._under_way[task] = claimed
            task.add_done_callback(self._done)
        return True

    async def _perform(self, claimed: T) -> None:
        try:
            await self.perform(claimed)
        except ModelsteadError as error:
            log.warning("%s: what came of one was not noted; it is tried again. %s", self._what, error)
        except Exception:
            log.exception("%s: one failed, and is tried again.", self._what)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._under_way.pop(task, None)
        self._wake.set()

    async def _stop(self) -> None:
        """Break off what is under way, and let others do it at once."""
        broken = dict(self._under_way)
        for task in broken:
            task.cancel()
        if broken:
            await asyncio.wait(broken)
            with suppress(ModelsteadError):
                await self.give_back([claimed for task, claimed in broken.items() if task.cancelled()])
