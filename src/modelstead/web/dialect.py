"""How pages speak: query strings and forms in, HTML out, errors as pages that say what to do."""

from collections.abc import Mapping
from html import escape
from typing import Any, TypeVar

import msgspec

from modelstead import errors
from modelstead.errors import InvalidParameter
from modelstead.http import errors as http_errors
from modelstead.http import query as queries
from modelstead.http.answer import HTML, Answer, Header
from modelstead.web.addresses import sign_in_address
from modelstead.web.templates import render

T = TypeVar("T")

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
    (errors.NotFound, 404, "Page not found"),
    (errors.LimitExceeded, 413, "Too large"),
    (errors.InvalidParameter, 400, "That did not work"),
    (errors.Unauthenticated, 401, "Sign in first"),
    (errors.PermissionDenied, 403, "Not allowed"),
    (errors.TooManyRequests, 429, "Too many attempts"),
    (errors.QuotaExceeded, 507, "The project is full"),
    (errors.Unavailable, 503, "Try again in a moment"),
)


class WebDialect:
    """See http.endpoint.Dialect."""

    content_types = frozenset({b"application/x-www-form-urlencoded"})

    def decode(self, kind: type[T], body: bytes, query: bytes, parts: Mapping[str, str]) -> T:
        try:
            return msgspec.convert(queries.parse(kind, body or query) | dict(parts), kind, strict=False)
        except msgspec.ValidationError as error:
            raise InvalidParameter(f"The form is not complete: {error}.") from error

    def encode(self, result: Any) -> Answer:
        return result if isinstance(result, Answer) else page(result)

    def refuse(self, error: Exception, request_id: str, user_agent: bytes) -> Answer:  # noqa: ARG002 - see Dialect
        if isinstance(error, http_errors.SignInFirst):
            return see_other(sign_in_address(error.to))
        if isinstance(error, errors.ModelsteadError):
            return refusal(error)
        message = f"The server made a mistake; its log has the details under {escape(request_id)}."
        return page(render("error.html", heading="Something broke", message=message), 500)


def refusal(error: errors.ModelsteadError) -> Answer:
    """Return an error as a page that says what to do."""
    for kind, status, heading in ERRORS:
        if isinstance(error, kind):
            return page(render("error.html", heading=heading, message=str(error)), status, *_headers(error))
    return page(render("error.html", heading="That did not work", message=str(error)), 500)


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
    return ()
