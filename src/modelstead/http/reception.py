"""Who comes in: from a request's headers to a standing or a visit, within the rate limits."""

from collections.abc import Mapping, MutableMapping
from typing import Any

from modelstead import ids
from modelstead.domain.actor import Standing
from modelstead.domain.permission import VISIT, Permission
from modelstead.errors import ModelsteadError, Unauthenticated
from modelstead.http import cookies
from modelstead.http.authentication import Guard
from modelstead.http.endpoint import Endpoint, Match, Open, Place
from modelstead.http.errors import FormOutOfDate, SignInFirst
from modelstead.http.rate_limits import RateLimits
from modelstead.http.sites import Sites
from modelstead.http.visit import Form, Visit

Headers = Mapping[bytes, bytes]
Scope = MutableMapping[str, Any]

SAFE_METHODS = frozenset({"GET", "HEAD"})
NO_TOKEN: Headers = {}


class Reception:
    """Asks the guard, knows sessions by their cookies, and counts who comes too often."""

    def __init__(self, guard: Guard, sites: Sites, rate_limits: RateLimits, key: bytes) -> None:
        self._guard = guard
        self._sites = sites
        self._rate_limits = rate_limits
        self._key = key

    async def admit(self, scope: Scope, headers: Headers, match: Match, permission: Permission) -> Standing:
        """Return who calls an endpoint; see Guard.admit.

        A session opens what its person may read. It writes only along with its form token in the header X-CSRF-Token,
        since a browser sends the cookie whichever page made the request.
        """
        cookie = self._session(scope, headers)
        access = await self._ask(scope, headers, match.project, permission, match.place, cookie)
        if access.actor.session_id is not None and scope["method"] not in SAFE_METHODS:
            token = headers.get(b"x-csrf-token", b"").decode("latin-1")
            if cookie is None or not ids.is_form_token(token, self._key, cookie):
                raise FormOutOfDate(
                    "A session may only read here. Send an access token, or the session's form token as X-CSRF-Token."
                )
        return access

    async def visit(self, scope: Scope, headers: Headers, match: Match, endpoint: Endpoint) -> Visit:
        """Return who visits a page; raise SignInFirst when it is for people, and nobody has signed in.

        Tokens open no pages.
        """
        cookie = self._session(scope, headers)
        open_to_all = isinstance(endpoint.permission, Open)
        permission = VISIT if isinstance(endpoint.permission, Open) else endpoint.permission
        try:
            access = await self._ask(
                scope,
                NO_TOKEN,
                "" if open_to_all else match.project,
                permission,
                Place.SERVER if open_to_all else match.place,
                cookie,
            )
        except Unauthenticated as error:
            to = _target(scope) if scope["method"] in SAFE_METHODS else "/"
            raise SignInFirst("Sign in to see this page.", to) from error
        return self._visit(scope, headers, access, cookie)

    async def onlooker(self, scope: Scope, headers: Headers) -> Visit | None:
        """Return who sees a page that says what went wrong; None where that cannot be found out."""
        cookie = self._session(scope, headers)
        try:
            access = await self._guard.admit(NO_TOKEN, "", VISIT, Place.SERVER, session=cookie)
        except ModelsteadError:
            return None
        return self._visit(scope, headers, access, cookie)

    def _visit(self, scope: Scope, headers: Headers, access: Standing, cookie: str | None) -> Visit:
        return Visit(
            access=access,
            address=address(scope),
            headers=headers,
            url=self._url(scope, headers),
            path=_target(scope),
            session=cookie or "" if access.actor.session_id is not None else "",
            key=self._key,
            method=scope["method"],
        )

    def check_form(self, visit: Visit, endpoint: Endpoint, request: Any) -> None:
        """Raise FormOutOfDate when a form that changes something for a person is not of their session."""
        if endpoint.method not in SAFE_METHODS and not isinstance(endpoint.permission, Open):
            assert isinstance(request, Form)
            visit.check(request)

    async def _ask(
        self, scope: Scope, headers: Headers, name: str, permission: Permission, place: Place, cookie: str | None
    ) -> Standing:
        try:
            access = await self._guard.admit(headers, name, permission, place, session=cookie)
        except Unauthenticated:
            self._rate_limits.fail(address(scope))
            raise
        self._rate_limits.check(access.actor, address(scope))
        return access

    def _session(self, scope: Scope, headers: Headers) -> str | None:
        header = headers.get(b"cookie")
        if header is None:
            return None
        is_secure = self._url(scope, headers).startswith("https://")
        return cookies.value(header, cookies.SESSION, is_secure=is_secure)

    def _url(self, scope: Scope, headers: Headers) -> str:
        return self._sites.url(headers.get(b"host", b""), scope["scheme"])


def address(scope: Scope) -> str:
    """Return where a request comes from: the connection, or what a proxy that is believed says."""
    client = scope["client"]
    return client[0] if client else ""


def _target(scope: Scope) -> str:
    """Return the path and query of a request."""
    path = scope["raw_path"] + (b"?" + scope["query_string"] if scope["query_string"] else b"")
    return bytes(path).decode("ascii", "replace")
