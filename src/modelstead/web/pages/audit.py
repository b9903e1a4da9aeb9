"""The audit log: who did what, to what, when and from where; of the server as a table, of a place day by day."""

import datetime
from itertools import groupby
from typing import Any

import msgspec

from modelstead import limits
from modelstead.domain.actor import Access, GroupAccess, Standing
from modelstead.domain.audit_event import AuditEvent
from modelstead.http.answer import Answer
from modelstead.http.visit import Visit
from modelstead.services import audit, audit_subjects
from modelstead.services.audit_subjects import Subject
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from modelstead.web import urls
from modelstead.web.audit_files import exported
from modelstead.web.audit_sentences import Sentence, sentence
from modelstead.web.audit_state import ACTIONS, NOUNS, ExportAudit, ExportState, LogState, ShowAudit, UnknownUser
from modelstead.web.dialect import show

Found = tuple[list[AuditEvent] | None, int]


class AuditView(msgspec.Struct, frozen=True):
    """What the pages show; `events` is None where a place has to be named first. Addresses are "" where none is."""

    filter: LogState
    actions: tuple[str, ...]
    nouns: tuple[str, ...]
    events: list[AuditEvent] | None
    total: int
    first: int
    last: int
    newer: str
    older: str
    unfiltered: str
    export: str
    export_csv: str
    exported: int
    user_error: str


class Happening(msgspec.Struct, frozen=True):
    """An event in words; `link` leads to what it was about, "" where that is gone."""

    event: AuditEvent
    told: Sentence
    link: str


class Day(msgspec.Struct, frozen=True):
    """What happened on a day, UTC."""

    date: datetime.date
    happenings: list[Happening]


class ActivityView(AuditView, frozen=True):
    """The log of a place, by day."""

    days: list[Day]


class AuditPages:
    """Shows the log, and exports it: of the server or a named place, and of the project or group that one is in."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def show(self, visit: Visit, request: ShowAudit) -> Answer:
        """Show a page of the server's log. Who is no administrator is asked for a place first."""
        if not request.reference and not visit.actor.is_admin:
            return show(visit, "audit.html", AuditView(**_shown(urls.AUDIT, request)))
        error = ""
        found: Found = None, 0
        try:
            found = await self._database.read(_named, visit.access, request, limits.AUDIT_PAGE, _offset(request))
        except UnknownUser as unknown:
            error = str(unknown)
        view = AuditView(**_shown(urls.AUDIT, request, found, error))
        return show(visit, "audit.html", view, 400 if error else 200)

    async def export(self, visit: Visit, request: ExportAudit) -> Answer:
        """Give the newest events of the same as a file."""
        found, _ = await self._database.read(_named, visit.access, request, limits.AUDIT_EXPORT)
        return exported(found or (), request.kind)

    async def activity(self, visit: Visit, request: LogState) -> Answer:
        """Show a page of a project's log, or of a group's."""
        here, template = _here(visit)
        error, days = "", list[Day]()
        found: Found = None, 0
        try:
            found, days = await self._database.read(_told, visit.access, request)
        except UnknownUser as unknown:
            error = str(unknown)
        view = ActivityView(**_shown(here, request, found, error), days=days)
        return show(visit, template, view, 400 if error else 200)

    async def export_activity(self, visit: Visit, request: ExportState) -> Answer:
        """Give the newest events of the same as a file."""
        found, _ = await self._database.read(_find, visit.access, request, limits.AUDIT_EXPORT)
        return exported(found or (), request.kind)


def _named(tx: Transaction, access: Standing, request: ShowAudit, limit: int, offset: int = 0) -> Found:
    return _find(tx, audit.open_log(tx, access.actor, request.reference), request, limit, offset)


def _find(tx: Transaction, access: Standing, request: LogState, limit: int, offset: int = 0) -> Found:
    return audit.page(tx, access, request.wanted(tx), limit=limit, offset=offset)


def _told(tx: Transaction, access: Standing, request: LogState) -> tuple[Found, list[Day]]:
    events, total = _find(tx, access, request, limits.AUDIT_PAGE, _offset(request))
    subjects = audit_subjects.find(tx, access, events or ())
    happenings = [Happening(each, sentence(each), _link(access, subjects.get(each.id))) for each in events or ()]
    days = [Day(date, list(same)) for date, same in groupby(happenings, lambda each: each.event.at.date())]
    return (events, total), days


def _offset(request: LogState) -> int:
    return (request.page - 1) * limits.AUDIT_PAGE


def _here(visit: Visit) -> tuple[str, str]:
    if isinstance(visit.access, GroupAccess):
        return urls.group_activity(visit.access.group), "group_activity.html"
    return urls.activity(visit.in_project.project), "activity.html"


def _shown(here: str, request: LogState, found: Found = (None, 0), error: str = "") -> dict[str, Any]:
    """Return the fields of a view."""
    events, total = found
    last = _offset(request) + len(events or ())
    whole = request.query(page=1)
    return {
        "filter": request,
        "actions": ACTIONS,
        "nouns": NOUNS,
        "events": events,
        "total": total,
        "first": _offset(request) + 1,
        "last": last,
        "newer": here + request.query(page=request.page - 1) if request.page > 1 else "",
        "older": here + request.query(page=request.page + 1) if events and last < total else "",
        "unfiltered": here + request.unfiltered,
        "export": f"{here}/export{whole}",
        "export_csv": f"{here}/export{whole}{'&' if whole else '?'}kind=csv",
        "exported": limits.AUDIT_EXPORT,
        "user_error": error,
    }


def _link(access: Standing, subject: Subject | None) -> str:
    if subject is None or not isinstance(access, Access):
        return ""
    if subject.version is None:
        return urls.model(access.project, subject.model)
    return urls.version(access.project, subject.model, subject.version)
