"""Purging what people choose in a project's trash: what would go is said first, then it goes step by step.

One server process does one purge of a project at a time. What a stopped one has left is in the trash still.
"""

import asyncio
import logging
from collections.abc import Sequence

import msgspec

from modelstead import clock, limits
from modelstead.domain.actor import Access
from modelstead.domain.audit_event import Action
from modelstead.domain.trashed import Kind, Reference, counted
from modelstead.errors import Conflict, ModelsteadError, NotFound
from modelstead.services import audit, purging, trash
from modelstead.services.purging import Purge, Purged
from modelstead.services.trash import TrashLine
from modelstead.store import purging as purging_rows
from modelstead.store import trash_chosen, trash_listing
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from modelstead.store.trash_bytes import Freed
from modelstead.store.trash_chosen import Chosen

TOO_LONG = "Looking through the trash takes too long. Choose less at once, or try again later."

log = logging.getLogger(__name__)


class KeptLine(msgspec.Struct, frozen=True):
    """A chosen thing that does not go, and why."""

    line: TrashLine
    reason: str


class Plan(msgspec.Struct, frozen=True):
    """What a purge would do: the first things that are chosen, all that goes, bytes that are free then, what stays."""

    lines: list[TrashLine]
    total: int
    goes: Purged
    freed: Freed
    kept: list[KeptLine]


class Running:
    """A purge that goes on, or is done: what it is about to remove, how much of that is gone, and the result."""

    def __init__(self) -> None:
        self.planned = Purged()
        self.freed = Freed(0, is_least=False)
        self.gone = 0
        self.purged: Purged | None = None  # once it is done
        self.is_well = True

    def add(self, things: int) -> None:
        self.gone += things


def plan(tx: Transaction, access: Access, things: Sequence[Reference] | None, before: int) -> Plan:
    """Return what would go of things in the trash, or for None of all that went there at a time or earlier."""
    project_id = access.project.id
    with tx.time_limit(limits.SEARCH_SECONDS, TOO_LONG):
        chosen = None if things is None else trash_chosen.choose(tx, project_id, things)
        if things is None:
            listed = trash_listing.page(tx, project_id, tuple(Kind), "", limits.TRASH_SHOWN, 0, oldest=False)
            total = sum(trash_listing.counts(tx, project_id, "").values())
        else:
            listed = trash_listing.still_there(tx, project_id, things)
            total = len(listed)
        if not listed:
            raise NotFound("There is nothing of that in the trash any more. Load the page again.")
        lines = {
            Reference(each.kind, each.id): line
            for each, line in zip(listed, trash.lines(tx, access, listed), strict=True)
        }
        kept = () if things is None or chosen is None else trash_chosen.kept(tx, project_id, lines, chosen, before)
        return Plan(
            list(lines.values())[: limits.TRASH_SHOWN],
            total,
            purging.due(tx, before, project_id, chosen),
            purging_rows.freed(tx, before, project_id, chosen, limits.TRASH_MEASURED),
            [KeptLine(lines[each.thing], each.reason) for each in kept],
        )


class Purges:
    """The purges that people have begun in this process."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._running: dict[int, Running] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def of(self, project_id: int) -> Running | None:
        """Return the purge of a project that goes on now."""
        return self._running.get(project_id)

    async def begin(self, access: Access, things: Sequence[Reference] | None, before: int) -> Running:
        """Begin a purge, note who did, and wait a little for its end; raise Conflict while another one goes on."""
        project_id = access.project.id
        if project_id in self._running:
            raise Conflict("The trash of this project is being purged already. Wait until that is done.")
        running = self._running[project_id] = Running()
        try:
            chosen, running.planned, running.freed = await self._database.read(_planned, access, things, before)
            await self._database.write(_note, access, things, running.planned)
        except BaseException:
            del self._running[project_id]
            raise
        purge = Purge(self._database, before, project_id=project_id, chosen=chosen, gone=running.add)
        task = asyncio.create_task(self._run(purge, project_id, running))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        await asyncio.wait([task], timeout=limits.PURGE_WAIT_SECONDS)
        return running

    async def close(self) -> None:
        """Stop what goes on."""
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(set(self._tasks))

    async def _run(self, purge: Purge, project_id: int, running: Running) -> None:
        try:
            running.purged = await purge.run()
        except ModelsteadError as error:
            running.is_well = False
            log.warning("A purge of project %d was not finished, and can be begun again. %s", project_id, error)
        except Exception:
            running.is_well = False
            log.exception("A purge of project %d failed, and can be begun again.", project_id)
        finally:
            del self._running[project_id]


def text(purged: Purged) -> str:
    """Return what is gone as people say it."""
    return counted(
        (
            (Kind.RUN, purged.runs),
            (Kind.EXPERIMENT, purged.experiments),
            (Kind.MODEL, purged.registered_models),
            (Kind.VERSION, purged.model_versions),
            (Kind.LOGGED_MODEL, purged.logged_models),
        )
    )


def latest(before: int) -> int:
    """Return a time that a form names, none later than now."""
    return min(before, clock.now_ms())


def _planned(
    tx: Transaction, access: Access, things: Sequence[Reference] | None, before: int
) -> tuple[Chosen | None, Purged, Freed]:
    project_id = access.project.id
    chosen = None if things is None else trash_chosen.choose(tx, project_id, things)
    with tx.time_limit(limits.SEARCH_SECONDS, TOO_LONG):
        freed = purging_rows.freed(tx, before, project_id, chosen, limits.TRASH_MEASURED)
        return chosen, purging.due(tx, before, project_id, chosen), freed


def _note(tx: Transaction, access: Access, things: Sequence[Reference] | None, goes: Purged) -> None:
    if goes.things:
        names = _names(tx, access, things)
        audit.record(tx, access, Action.PURGE_TRASH, text(goes), files=str(goes.files), names=names)


def _names(tx: Transaction, access: Access, things: Sequence[Reference] | None) -> str:
    """Return what was chosen, "" for all."""
    if things is None:
        return ""
    found = trash_listing.still_there(tx, access.project.id, things[: limits.TRASH_SHOWN])
    return ", ".join(sorted(each.name for each in trash_listing.details(tx, found).values()))
