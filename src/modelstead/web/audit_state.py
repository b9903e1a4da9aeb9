"""What the log's pages are narrowed to: as it was typed, and as it is looked for."""

import datetime
from typing import Annotated, Literal

import msgspec

from modelstead.domain.audit_event import Action
from modelstead.errors import InvalidParameter, NotFound
from modelstead.services import users
from modelstead.store.audit_events import Wanted
from modelstead.store.transaction import Transaction
from modelstead.web.view_state import ViewState

ACTIONS = tuple(sorted(each.value for each in Action))
NOUNS = tuple(sorted({each.partition(".")[0] for each in ACTIONS}))
FileKind = Literal["ndjson", "csv"]
EPOCH = datetime.date(1970, 1, 1)
DAY_MS = 86_400_000


class UnknownUser(InvalidParameter):
    """The filter names nobody."""


class LogState(ViewState, frozen=True, kw_only=True):
    """The filter as it was typed; what is "" does not matter. Days are UTC, and `until` is among them."""

    user: str = ""
    noun: str = ""
    action: str = ""
    since: str = ""
    until: str = ""
    page: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)] = 1

    @property
    def is_filtered(self) -> bool:
        return bool(self.user or self.noun or self.action or self.since or self.until)

    @property
    def unfiltered(self) -> str:
        """Return the query of everything."""
        return self.query(user="", noun="", action="", since="", until="", page=1)

    def wanted(self, tx: Transaction) -> Wanted:
        """Return what is looked for; raise UnknownUser for who is nobody, InvalidParameter for other nonsense."""
        if self.action and self.action not in ACTIONS:
            raise InvalidParameter(f"'{self.action}' is not an action of the audit log. Choose one of the list.")
        if self.noun and self.noun not in NOUNS:
            raise InvalidParameter(f"'{self.noun}' is nothing that the audit log is about. Choose one of the list.")
        since, until = _day(self.since), _day(self.until)
        return Wanted(
            user_id=_user(tx, self.user.strip()),
            noun=self.noun or None,
            action=self.action or None,
            since=since,
            until=None if until is None else until + DAY_MS,
        )


class ExportState(LogState, frozen=True, kw_only=True):
    """The same, and how the file is written."""

    kind: FileKind = "ndjson"


class ShowAudit(LogState, frozen=True, kw_only=True):
    """The filter of the whole server's log, or of a place."""

    place: str = msgspec.field(name="in", default="")  # the path of a project or group

    @property
    def reference(self) -> str:
        return self.place.strip().strip("/")


class ExportAudit(ShowAudit, frozen=True, kw_only=True):
    """The same, and how the file is written."""

    kind: FileKind = "ndjson"


def _user(tx: Transaction, username: str) -> int | None:
    if not username:
        return None
    try:
        return users.get(tx, username).id
    except NotFound as error:
        raise UnknownUser(str(error)) from error


def _day(text: str) -> int | None:
    if not text:
        return None
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError as error:
        raise InvalidParameter(f"'{text}' is not a day such as 2027-03-01.") from error
    return (day - EPOCH).days * DAY_MS
