"""How pages speak: query strings and forms in, HTML out, errors as pages that say what to do."""

from collections.abc import Mapping
from typing import Any, TypeVar
from urllib.parse import quote, unquote

import msgspec

from modelstead import errors
from modelstead.errors import InvalidParameter
from modelstead.http import errors as http_errors
from modelstead.http import query as queries
from modelstead.http.answer import HTML, JSON, Answer, Header, Streamed
from modelstead.http.visit import Visit, wants_json
from modelstead.web.addresses import sign_in_address
from modelstead.web.templates import render

T = TypeVar("T")

FLASH = "flash"  # the cookie that carries one sentence over a redirect
FLASH_LENGTH = 300
FAILED = "!"  # before what was not done
FLASH_SECONDS = 60
VARIES: Header = (b"vary", b"accept, cookie")
NOT_STORED: Header = (b"cache-control", b"no-store")  # of pages that show a secret, once

CONTENT_POLICY = (
    b"default-src 'self'; script-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; "
    b"form-action 'self'"
)
POLICY: tuple[Header, ...] = (
    (b"content-security-policy", CONTENT_POLICY),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"referrer-policy", b"same-origin"),
)

# The first row that fits an error gives its status and the page's heading.
ERRORS: tuple[tuple[type[Exception], int, str], ...] = (
    (http_errors.MethodNotAllowed, 405, "This page cannot do that"),
    (http_errors.UnsupportedMediaType, 415, "That did not work"),
    (http_errors.UnknownHost, 403, "Unknown server name"),
    (http_errors.RangeNotSatisfiable, 416, "Beyond the end of the file"),
    (errors.NotFound, 404, "Page not found"),
    (errors.LimitExceeded, 413, "Too large"),
    (errors.AlreadyExists, 409, "The name is taken"),
    (errors.Conflict, 409, "Somebody else was faster"),
    (errors.InvalidParameter, 400, "That did not work"),
    (errors.Unauthenticated, 401, "Sign in first"),
    (errors.PermissionDenied, 403, "Not allowed"),
    (errors.TooManyRequests, 429, "Too many attempts"),
    (errors.QuotaExceeded, 507, "The project is full"),
    (errors.Unavailable, 503, "Try again in a moment"),
)


HIDDEN = "It may be hidden from you, or be gone. Check the address, or ask for access to the project that it is in."
NEXT = {
    404: "Check the address. Some pages show only to people who have signed in.",
    405: "Go back, and use the links and buttons of the page.",
    409: "Go back, load the page again, and decide anew.",
    413: "Go back and send less at once.",
    429: "Wait a little, then load the page again.",
    500: "Try again. If it happens again, tell whoever runs this server the request's id.",
    503: "Load the page again in a moment.",
}
"""What to do next, by status, where the error's own sentence may not say it."""


class WebDialect:
    """See http.endpoint.Dialect."""

    content_types = frozenset({b"application/x-www-form-urlencoded"})

    def decode(self, kind: type[T], body: bytes, query: bytes, parts: Mapping[str, str]) -> T:
        try:
            return msgspec.convert(queries.parse(kind, body or query) | dict(parts), kind, strict=False)
        except msgspec.ValidationError as error:
            raise InvalidParameter(f"The form is not complete: {error}.") from error

    def encode(self, result: Answer | Streamed) -> Answer | Streamed:
        return result

    def refuse(
        self, error: Exception, request_id: str, headers: Mapping[bytes, bytes], visit: Visit | None = None
    ) -> Answer:
        as_json = wants_json(headers)
        if isinstance(error, http_errors.SignInFirst) and not as_json:
            return see_other(sign_in_address(error.to))
        if isinstance(error, errors.ModelsteadError):
            return refusal(error, request_id, as_json=as_json, visit=visit)
        message = f"The server made a mistake; its log has the details under {request_id}."
        broken = Refusal(500, "Something broke", message, request_id, next=NEXT[500])
        return _refusal(broken, as_json=as_json, visit=visit)


class Refusal(msgspec.Struct, frozen=True, omit_defaults=True):
    """Why a page is not shown, and what to do. `at` is the character of a search where it is wrong, from 0."""

    status: int
    heading: str
    message: str
    request_id: str = ""
    at: int | None = None
    next: str = ""


def refusal(
    error: errors.ModelsteadError, request_id: str = "", *, as_json: bool = False, visit: Visit | None = None
) -> Answer:
    """Return an error as a page, or as data, that says what to do."""
    status, heading = next(
        ((status, heading) for kind, status, heading in ERRORS if isinstance(error, kind)), (500, "That did not work")
    )
    at = error.at if isinstance(error, errors.InvalidSearch) else None
    refused = Refusal(status, heading, str(error), request_id, at, _next(error, status, visit))
    return _refusal(refused, *_headers(error), as_json=as_json, visit=visit)


def _next(error: errors.ModelsteadError, status: int, visit: Visit | None) -> str:
    """Return what to do where the error itself does not say it; nobody learns whether something hidden is there."""
    if isinstance(error, http_errors.FormOutOfDate | http_errors.UnknownHost):
        return ""
    if status == 404 and visit is not None and not visit.actor.is_anonymous:  # noqa: PLR2004 - as in NEXT
        return HIDDEN
    return NEXT.get(status, "")


def _refusal(refused: Refusal, *headers: Header, as_json: bool, visit: Visit | None = None) -> Answer:
    if as_json:
        return Answer(refused.status, msgspec.json.encode(refused), JSON, POLICY + headers)
    known = {} if visit is None else {"visit": visit}
    return page(render("error.html", refused=refused, **known), refused.status, *headers)


def show(visit: Visit, template: str, view: Any, status: int = 200, *headers: Header, **of_page: object) -> Answer:
    """Return a page of a view, a struct of what it shows; or the view itself as JSON, if the visitor asks for that.

    `of_page` is for the page alone: secrets of links, which its form sends on.
    """
    if visit.wants_json:
        return Answer(status, msgspec.json.encode(view), JSON, (*POLICY, VARIES, *headers))
    told = visit.cookie(FLASH)
    if told:
        headers = (*headers, visit.forgotten(FLASH))
    html = render(template, visit=visit, view=view, flash=unquote(told) if told else "", **of_page)
    return page(html, status, VARIES, *headers)


def done(visit: Visit, to: str, said: str = "") -> Answer:
    """Send on to a page after a form was carried out; the page says once what was done."""
    return see_other(to, *([visit.kept(FLASH, quote(said[:FLASH_LENGTH]), FLASH_SECONDS)] if said else []))


def failed(visit: Visit, to: str, why: str) -> Answer:
    """Send back to a page whose form was not carried out; the page says once why."""
    return done(visit, to, FAILED + why)


def see_other(to: str, *headers: Header) -> Answer:
    """Send on to an address that is known to be good."""
    return Answer(303, b"", HTML, (*POLICY, (b"location", to.encode("ascii")), *headers))


def page(html: str, status: int = 200, *headers: Header) -> Answer:
    return Answer(status, html.encode(), HTML, POLICY + headers)


def _headers(error: Exception) -> tuple[Header, ...]:
    if isinstance(error, errors.Unavailable | errors.TooManyRequests):
        return ((b"retry-after", str(error.retry_after).encode()),)
    if isinstance(error, http_errors.MethodNotAllowed):
        return ((b"allow", ", ".join(error.allowed).encode()),)
    if isinstance(error, http_errors.RangeNotSatisfiable):
        return ((b"content-range", b"bytes */%d" % error.size),)
    return ()
