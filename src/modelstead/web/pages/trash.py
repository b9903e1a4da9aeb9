"""A project's trash: what is in it, out of it again, or gone for good."""

from collections.abc import Sequence

import msgspec

from modelstead import clock
from modelstead.domain.trashed import Kind, Reference, counted, references
from modelstead.errors import ModelsteadError
from modelstead.http.answer import Answer
from modelstead.http.visit import Visit
from modelstead.services import trash, trash_purging
from modelstead.services.trash import TrashLine, TrashList
from modelstead.services.trash_purging import Plan, Purges, Running
from modelstead.store.database import Database
from modelstead.web import urls
from modelstead.web.dialect import done, failed, show
from modelstead.web.formats import size
from modelstead.web.trash_state import ChosenTrash, PurgeTrash, TrashState

DAY_MS = 86_400_000
SWEEP_HOURS = 2  # the sweep comes each hour, and leaves for one what somebody may still be reading


class Row(msgspec.Struct, frozen=True):
    """A thing as the page shows it; `left` says when it goes by itself, "" for never."""

    line: TrashLine
    left: str


class TrashView(msgspec.Struct, frozen=True):
    """The page. `gone` and `planned` are of a purge that goes on, or both 0."""

    state: TrashState
    rows: list[Row]
    counts: dict[str, int]
    total: int
    matching: int
    free: int
    is_least: bool
    retention_days: int | None
    newer: str
    older: str
    gone: int
    planned: int

    @property
    def first(self) -> int:
        return self.state.wanted.offset + 1

    @property
    def last(self) -> int:
        return self.state.wanted.offset + len(self.rows)


class PurgeView(msgspec.Struct, frozen=True):
    """What is asked before a purge: what goes, in words and as a list, what stays; and what the form says then."""

    plan: Plan
    goes: str
    chosen: tuple[str, ...]
    everything: bool
    before: int
    back: str


class TrashPages:
    """Shows the trash and carries its forms out."""

    def __init__(self, database: Database, purges: Purges) -> None:
        self._database = database
        self._purges = purges

    async def show(self, visit: Visit, request: TrashState) -> Answer:
        found = await self._database.read(trash.page, visit.in_project, request.wanted)
        return show(visit, "trash.html", _view(visit, request, found, self._purges.of(visit.in_project.project.id)))

    async def restore(self, visit: Visit, request: ChosenTrash) -> Answer:
        to = _back(visit, request)
        try:
            restored = await self._database.write(trash.restore, visit.in_project, references(request.chosen))
        except ModelsteadError as error:
            return failed(visit, to, str(error))
        return done(visit, to, f"Restored {counted(restored)}.")

    async def purge(self, visit: Visit, request: PurgeTrash) -> Answer:
        """Ask first, then purge."""
        to = _back(visit, request)
        try:
            things = None if request.everything else references(request.chosen)
            if not request.before:
                return await self._ask(visit, request, things)
            running = await self._purges.begin(visit.in_project, things, trash_purging.latest(request.before))
        except ModelsteadError as error:
            return failed(visit, to, str(error))
        return done(visit, to, _told(running)) if running.is_well else failed(visit, to, _told(running))

    async def _ask(self, visit: Visit, request: PurgeTrash, things: Sequence[Reference] | None) -> Answer:
        before = clock.now_ms()
        plan = await self._database.read(trash_purging.plan, visit.in_project, things, before)
        goes = trash_purging.text(plan.goes)
        view = PurgeView(plan, goes, request.chosen, request.everything, before, request.back)
        return show(visit, "trash_purge.html", view)


def _view(visit: Visit, state: TrashState, found: TrashList, running: Running | None) -> TrashView:
    here, now = urls.trash(visit.in_project.project), clock.now_ms()
    total = sum(found.counts.values())
    matching = found.counts[Kind(state.kind)] if state.kind else total
    has_more = state.wanted.offset + len(found.lines) < matching
    return TrashView(
        state,
        [Row(line, _left(line.purged_at, now)) for line in found.lines],
        {kind.value: found.counts[kind] for kind in Kind},
        total,
        matching,
        found.freed.bytes,
        found.freed.is_least,
        found.retention_days,
        here + state.query(page=state.page - 1) if state.page > 1 else "",
        here + state.query(page=state.page + 1) if found.lines and has_more else "",
        running.gone if running else 0,
        running.planned.things if running else 0,
    )


def _left(at: int | None, now: int) -> str:
    """Return when a thing goes by itself."""
    if at is None:
        return ""
    days = -((now - at) // DAY_MS)
    if days <= 0:
        return "within the hour"
    return "within a day" if days == 1 else f"in {days:,} days"


def _told(running: Running) -> str:
    """Return what a purge has done, as it truly is."""
    if running.purged is None and running.is_well:
        return f"The purge goes on: {running.gone:,} of {running.planned.things:,} things are gone so far."
    if running.purged is None:
        return f"The purge stopped: {running.gone:,} things are gone. Purge the rest again; the server's log says why."
    if not running.purged.things:
        return "Nothing was purged: what was chosen is in use, or was restored meanwhile."
    free = f" {size(running.freed.bytes)} are free within {SWEEP_HOURS} hours." if running.freed.bytes else ""
    return f"Purged {trash_purging.text(running.purged)}.{free}"


def _back(visit: Visit, request: ChosenTrash) -> str:
    """Return the page of the trash that a form came from."""
    here = urls.trash(visit.in_project.project)
    return here + request.back if request.back.startswith("?") and request.back.isascii() else here
