"""A visit: a request for a page, as the page's function sees it."""

from collections.abc import Mapping

import msgspec

from modelstead import ids
from modelstead.domain.actor import Access, Actor, GroupAccess, ServerAccess, Standing
from modelstead.domain.permission import Permission
from modelstead.http import cookies
from modelstead.http.answer import Header
from modelstead.http.errors import FormOutOfDate
from modelstead.services.sessions import Browser

THEME = "theme"
THEMES = ("system", "light", "dark")


def wants_json(headers: Mapping[bytes, bytes]) -> bool:
    return headers.get(b"accept", b"").lstrip().startswith(b"application/json")


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """What every form has that changes something for a person who has signed in."""

    form_token: str = ""


class Visit(msgspec.Struct, frozen=True):
    """Who comes, from where, and by which address of the server; `session` is the cookie of a good session, or ""."""

    access: Standing
    address: str
    headers: Mapping[bytes, bytes]
    url: str  # of the server, as the visitor knows it
    path: str  # of the page, with its query
    session: str
    key: bytes  # of digests
    method: str = "GET"

    @property
    def is_head(self) -> bool:
        """Whether the head of an answer is wanted alone."""
        return self.method == "HEAD"

    def header(self, name: bytes) -> bytes:
        """Return a header of the request, b"" where there is none."""
        return self.headers.get(name, b"")

    @property
    def in_project(self) -> Access:
        """The visitor's standing in the project that the page is of."""
        assert isinstance(self.access, Access)
        return self.access

    @property
    def in_group(self) -> GroupAccess:
        """The visitor's standing in the group that the page is of."""
        assert isinstance(self.access, GroupAccess)
        return self.access

    @property
    def on_server(self) -> ServerAccess:
        """The visitor's standing where the page is of no project or group."""
        assert isinstance(self.access, ServerAccess)
        return self.access

    @property
    def actor(self) -> Actor:
        return self.access.actor

    @property
    def user_agent(self) -> str:
        return self.headers.get(b"user-agent", b"").decode("latin-1")

    @property
    def wants_json(self) -> bool:
        """Whether a page's data is asked for, not the page."""
        return wants_json(self.headers)

    @property
    def theme(self) -> str:
        """How the visitor wants pages to look: light, dark, or as their system does."""
        chosen = self.cookie(THEME)
        return chosen if chosen in THEMES else THEMES[0]

    @property
    def is_secure(self) -> bool:
        return self.url.startswith("https://")

    @property
    def form_token(self) -> str:
        """What forms of this session hold; "" where nobody has signed in."""
        return ids.form_token(self.key, self.session) if self.session else ""

    @property
    def browser(self) -> Browser:
        old = ids.session_digest(self.key, self.session) if self.session else None
        return Browser(self.address, self.user_agent, old)

    def may(self, permission: Permission) -> bool:
        """Whether the visitor may do something where this page is, so that it offers it."""
        archived = isinstance(self.access, Access) and self.access.project.archived_at is not None
        if archived and permission.writes and not permission.is_for_archived:
            return False
        return self.access.allows(permission)

    def check(self, form: Form) -> None:
        """Raise FormOutOfDate for a form that was not made for this session."""
        if self.session and not ids.is_form_token(form.form_token, self.key, self.session):
            raise FormOutOfDate("This page is from another session. Go back, load it again and send the form again.")

    def cookie(self, name: str) -> str | None:
        return cookies.value(self.headers.get(b"cookie", b""), name, is_secure=self.is_secure)

    def kept(self, name: str, content: str, seconds: int) -> Header:
        """Return the header that sets a short-lived cookie."""
        return cookies.cookie(name, content, is_secure=self.is_secure, seconds=seconds)

    def forgotten(self, name: str) -> Header:
        return cookies.forgotten(name, is_secure=self.is_secure)

    def signed_in(self, secret: str) -> Header:
        """Return the header that gives the visitor a session."""
        return cookies.cookie(cookies.SESSION, secret, is_secure=self.is_secure)
