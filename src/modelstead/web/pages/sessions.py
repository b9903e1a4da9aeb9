"""The sessions of one's account: where one has signed in, and how to end it there."""

import datetime

import msgspec

from modelstead.domain.session import Session
from modelstead.http.answer import Answer
from modelstead.http.health import Nothing
from modelstead.http.visit import Form, Visit
from modelstead.services import sessions
from modelstead.store.database import Database
from modelstead.web import urls
from modelstead.web.dialect import done, show

# The first mark that stands in a User-Agent tells: later browsers name those before them.
_BROWSERS = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


class EndSession(Form, frozen=True, kw_only=True):
    """The form: one session, or all others for 0."""

    id: int = 0


class Shown(msgspec.Struct, frozen=True):
    """A session as the page shows it; times are as `datetime` of HTML, and as people read them."""

    id: int
    is_this: bool
    address: str
    browser: str
    user_agent: str
    since: str
    seen: str


class SessionsView(msgspec.Struct, frozen=True):
    """What the page shows."""

    sessions: list[Shown]


class SessionPages:
    """Shows the list and ends what is chosen."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def show(self, visit: Visit, _: Nothing) -> Answer:
        found = await self._database.read(sessions.of, visit.access)
        rows = [_shown(session, visit.actor.session_id) for session in found]
        return show(visit, "sessions.html", SessionsView(rows))

    async def end(self, visit: Visit, request: EndSession) -> Answer:
        if request.id:
            await self._database.write(sessions.end, visit.access, request.id, visit.address)
        else:
            await self._database.write(sessions.end_others, visit.access, visit.address)
        return done(visit, urls.SESSIONS, "The session has ended." if request.id else "All other sessions have ended.")


def _shown(session: Session, this: int | None) -> Shown:
    return Shown(
        session.id,
        session.id == this,
        session.address,
        browser_name(session.user_agent),
        session.user_agent,
        _moment(session.created_at),
        _moment(session.seen_at),
    )


def browser_name(user_agent: str) -> str:
    """Return what people call a browser, such as Firefox on Linux; what it says of itself where that is not known."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "")
    if not browser:
        return user_agent[:60] or "Unknown browser"
    return f"{browser} on {system}" if system else browser


def _moment(at: int) -> str:
    return datetime.datetime.fromtimestamp(at / 1000, datetime.UTC).strftime("%Y-%m-%d %H:%M")
