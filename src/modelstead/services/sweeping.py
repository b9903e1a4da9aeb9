"""Sweeping: what nobody needs any more goes, rows before bytes, so that no row ever points to bytes that are gone.

Rows of blobs that no artifact points to, parts of uploads that were never completed, blobs without a row, and what
killed processes left half written.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing, suppress

import msgspec

from modelstead import clock, limits
from modelstead.domain.blob import Blob
from modelstead.errors import InvalidState, ModelsteadError
from modelstead.services import jobs, uploads
from modelstead.services.jobs import JobRun
from modelstead.services.retention import purge_old
from modelstead.store import blob_rows, instance
from modelstead.store import uploads as upload_rows
from modelstead.store.blobs.blobs import Blobs, Listed
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction

JOB = "sweep"
SWEPT_AT = "swept_at"  # the fact that one of all processes renews when it sweeps

log = logging.getLogger(__name__)


class Swept(msgspec.Struct):
    """What a sweep has removed: rows of blobs, uploads, blobs and their bytes, unfinished files."""

    rows: int = 0
    uploads: int = 0
    blobs: int = 0
    bytes: int = 0
    leftovers: int = 0


class Sweep:
    """One sweep of what is older than `seconds`; a dry one only counts. `looked_at` hears of each blob passed by."""

    def __init__(
        self,
        database: Database,
        blobs: Blobs,
        *,
        seconds: int = limits.BLOB_AGE_SECONDS,
        dry: bool = False,
        looked_at: Callable[[int], object] = lambda _: None,
    ) -> None:
        self._database = database
        self._blobs = blobs
        self._seconds = seconds
        self._dry = dry
        self._looked_at = looked_at
        self._swept = Swept()

    async def run(self) -> Swept:
        await self._uploads()
        await self._rows()
        await self._strays()
        if not self._dry:
            self._swept.leftovers = await self._blobs.sweep()
        return self._swept

    async def _uploads(self) -> None:
        """Remove the parts of uploads that are too old to be completed."""
        while found := await self._database.read(_expired, limits.SWEEP_BATCH):
            self._swept.uploads += len(found)
            self._count([size for sizes in found for size in sizes])
            if self._dry:
                return
            await self._blobs.delete(*await self._database.write(uploads.release_expired, limits.SWEEP_BATCH))

    async def _rows(self) -> None:
        """Remove rows that no artifact points to, then their blobs."""
        before, after = _ago(self._seconds), 0
        while found := await self._database.read(blob_rows.unneeded, before, after, limits.SWEEP_BATCH):
            after = found[-1].id
            gone = found if self._dry else await self._release(found, before)
            self._swept.rows += len(gone)
            self._count([blob.size for blob in gone])

    async def _release(self, found: list[Blob], before: int) -> list[Blob]:
        names = set(await self._database.write(blob_rows.release, [blob.id for blob in found], before))
        await self._blobs.delete(*names)
        return [blob for blob in found if blob.name in names]

    async def _strays(self) -> None:
        """Remove blobs that have no row: of a process that ended between the two."""
        before = _ago(max(self._seconds, self._blobs.settled_seconds))
        async with aclosing(self._blobs.every()) as every:
            async for batch in _batches(every):
                self._looked_at(len(batch))
                old = {listed.name: listed.size for listed in batch if listed.modified_at < before}
                known = await self._database.read(blob_rows.known, list(old))
                strays = old.keys() - known
                self._count([old[name] for name in strays])
                if not self._dry:
                    await self._blobs.delete(*strays)

    def _count(self, sizes: list[int]) -> None:
        self._swept.blobs += len(sizes)
        self._swept.bytes += sum(sizes)


class Sweeping:
    """Purges old trash and sweeps, hourly and when somebody asks; of all processes on a database, one at a time."""

    def __init__(self, database: Database, blobs: Blobs, server: str) -> None:
        self._database = database
        self._blobs = blobs
        self._server = server
        self._asked = asyncio.Event()
        self._is_running = False

    async def run(self) -> None:
        """Do it for as long as the server runs."""
        wait: float = limits.SWEEP_DELAY_SECONDS
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await self._asked.wait()
            is_asked = self._asked.is_set()
            self._asked.clear()
            try:
                if await self._database.write(claim, clock.now_ms(), is_asked=is_asked):
                    await self._once()
                wait = await self._database.read(_wait, clock.now_ms())
            except ModelsteadError as error:
                log.warning("Whether to sweep could not be found out, and is asked again in an hour. %s", error)
                wait = limits.SWEEP_SECONDS
            except Exception:
                log.exception("Whether to sweep could not be found out, and is asked again in an hour.")
                wait = limits.SWEEP_SECONDS

    async def ask(self) -> None:
        """Let it be done now, by this process; raise InvalidState while it is done."""
        last = await self._database.read(jobs.last, JOB)
        elsewhere = last is not None and last.server != self._server and last.goes_on(clock.now_ms())
        if self._is_running or self._asked.is_set() or elsewhere:
            raise InvalidState("A sweep goes on already. Wait until it has ended.")
        self._asked.set()

    async def _once(self) -> None:
        started = JobRun(self._server, clock.now_ms())
        self._is_running = True
        counts, error = dict[str, int](), ""
        try:
            await self._database.write(jobs.note, JOB, started)
            for project_id, purged in (await purge_old(self._database)).items():
                log.info("Purged old trash of project %d: %s", project_id, msgspec.to_builtins(purged))
                counts["purged"] = counts.get("purged", 0) + purged.things
            swept = msgspec.to_builtins(await Sweep(self._database, self._blobs).run())
            log.info("Swept what nobody needs: %s", swept)
            counts |= swept
        except ModelsteadError as refused:
            error = str(refused)
            log.warning("The sweep was not finished, and is tried again in an hour. %s", refused)
        except Exception:
            error = "It failed; the server's log says why."
            log.exception("The sweep failed, and is tried again in an hour.")
        finally:
            self._is_running = False
        ended = msgspec.structs.replace(started, ended_at=clock.now_ms(), counts=counts, error=error)
        await self._database.write(jobs.note, JOB, ended)


def claim(tx: Transaction, now: int, *, is_asked: bool = False) -> bool:
    """Tell whether the last sweep began so long ago that it is time, or one is asked for, and note that one begins."""
    last = instance.get(tx, SWEPT_AT)
    if not is_asked and last is not None and now - limits.SWEEP_SECONDS * 1000 < int(last) <= now:
        return False
    instance.put(tx, SWEPT_AT, str(now))
    return True


def next_at(tx: Transaction) -> int | None:
    """Return when the next sweep begins, None where that is as soon as a server runs."""
    last = instance.get(tx, SWEPT_AT)
    return None if last is None else int(last) + limits.SWEEP_SECONDS * 1000


def _wait(tx: Transaction, now: int) -> float:
    """Return in how many seconds to look again whether it is time."""
    due = next_at(tx)
    return min(max(1.0, ((due or now) - now) / 1000), limits.SWEEP_SECONDS)


def _expired(tx: Transaction, limit: int) -> list[list[int]]:
    """Return the sizes of the parts of each upload that is too old."""
    rows = upload_rows.expired(tx, clock.now_ms(), limit)
    return [[part.size for part in upload_rows.parts(tx, row)] for row in rows]


async def _batches(every: AsyncIterator[Listed]) -> AsyncIterator[list[Listed]]:
    batch: list[Listed] = []
    async for listed in every:
        batch.append(listed)
        if len(batch) == limits.SWEEP_BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _ago(seconds: int) -> int:
    return clock.now_ms() - seconds * 1000
