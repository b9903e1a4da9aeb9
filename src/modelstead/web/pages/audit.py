"""The audit log: who did what, to what, when and from where."""

import datetime
from typing import Annotated
from urllib.parse import urlencode

import msgspec

from modelstead import limits
from modelstead.domain.actor import Actor
from modelstead.domain.audit_event import Action, AuditEvent
from modelstead.errors import InvalidParameter, NotFound
from modelstead.http.answer import Answer
from modelstead.http.visit import Visit
from modelstead.services import audit, users
from modelstead.store.audit_events import Wanted
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from modelstead.web.dialect import POLICY, show

ACTIONS = tuple(sorted(each.value for each in Action))
EPOCH = datetime.date(1970, 1, 1)
DAY_MS = 86_400_000
JSON_LINES = b"application/x-ndjson"
AS_FILE = (b"content-disposition", b'attachment; filename="audit-events.ndjson"')


class ShowAudit(msgspec.Struct, frozen=True, kw_only=True):
    """The filter as it was typed; what is "" does not matter. Days are UTC, and `until` is among them."""

    place: str = msgspec.field(name="in", default="")  # the path of a project or group
    user: str = ""
    action: str = ""
    since: str = ""
    until: str = ""
    page: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)] = 1

    @property
    def reference(self) -> str:
        return self.place.strip().strip("/")

    @property
    def is_filtered(self) -> bool:
        return bool(self.user or self.action or self.since or self.until)


class AuditView(msgspec.Struct, frozen=True):
    """What the page shows; `events` is None where a place has to be named first. Addresses are "" where none is."""

    filter: ShowAudit
    actions: tuple[str, ...]
    events: list[AuditEvent] | None
    total: int
    first: int
    last: int
    newer: str
    older: str
    unfiltered: str
    export: str
    exported: int
    user_error: str


class UnknownUser(InvalidParameter):
    """The filter names nobody."""


class AuditPages:
    """Shows the log, and exports it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def show(self, visit: Visit, request: ShowAudit) -> Answer:
        """Show a page of the log. Who is no administrator is asked for a place first."""
        if not request.reference and not visit.actor.is_admin:
            return _shown(visit, request)
        offset = (request.page - 1) * limits.AUDIT_PAGE
        try:
            found, total = await self._database.read(_find, visit.actor, request, limits.AUDIT_PAGE, offset)
        except UnknownUser as error:
            return _shown(visit, request, user_error=str(error))
        return _shown(visit, request, found, total)

    async def export(self, visit: Visit, request: ShowAudit) -> Answer:
        """Give the newest events as JSON lines."""
        found, _ = await self._database.read(_find, visit.actor, request, limits.AUDIT_EXPORT, 0)
        lines = b"".join(msgspec.json.encode(each.record | {"details": each.details}) + b"\n" for each in found)
        return Answer(200, lines, JSON_LINES, (*POLICY, AS_FILE))


def _find(tx: Transaction, actor: Actor, request: ShowAudit, limit: int, offset: int) -> tuple[list[AuditEvent], int]:
    access = audit.open_log(tx, actor, request.reference)
    return audit.page(tx, access, _wanted(tx, request), limit=limit, offset=offset)


def _wanted(tx: Transaction, request: ShowAudit) -> Wanted:
    if request.action and request.action not in ACTIONS:
        raise InvalidParameter(f"'{request.action}' is not an action of the audit log. Choose one of the list.")
    since, until = _day(request.since), _day(request.until)
    user_id = None
    if request.user:
        try:
            user_id = users.get(tx, request.user.strip()).id
        except NotFound as error:
            raise UnknownUser(str(error)) from error
    return Wanted(
        user_id=user_id,
        action=request.action or None,
        since=since,
        until=None if until is None else until + DAY_MS,
    )


def _day(text: str) -> int | None:
    if not text:
        return None
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError as error:
        raise InvalidParameter(f"'{text}' is not a day such as 2027-03-01.") from error
    return (day - EPOCH).days * DAY_MS


def _shown(
    visit: Visit, request: ShowAudit, events: list[AuditEvent] | None = None, total: int = 0, user_error: str = ""
) -> Answer:
    first = (request.page - 1) * limits.AUDIT_PAGE + 1
    last = first + len(events or ()) - 1
    view = AuditView(
        filter=request,
        actions=ACTIONS,
        events=events,
        total=total,
        first=first,
        last=last,
        newer=_address(request, page=request.page - 1) if request.page > 1 else "",
        older=_address(request, page=request.page + 1) if events and last < total else "",
        unfiltered="/-/audit" + (f"?{urlencode({'in': request.reference})}" if request.reference else ""),
        export=_address(request, "/-/audit/export"),
        exported=limits.AUDIT_EXPORT,
        user_error=user_error,
    )
    return show(visit, "audit.html", view, 400 if user_error else 200)


def _address(request: ShowAudit, path: str = "/-/audit", page: int = 1) -> str:
    given = {
        "in": request.reference,
        "user": request.user,
        "action": request.action,
        "since": request.since,
        "until": request.until,
        "page": "" if page == 1 else str(page),
    }
    query = urlencode({name: value for name, value in given.items() if value})
    return f"{path}?{query}" if query else path
