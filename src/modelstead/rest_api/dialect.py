"""How GitLab's REST API speaks: queries and JSON in, `{"message"}` when something is wrong."""

import re
from collections.abc import Mapping
from typing import TypeVar

import msgspec

from modelstead import errors
from modelstead.errors import InvalidParameter
from modelstead.http import errors as http_errors
from modelstead.http import query as queries
from modelstead.http.answer import Answer, Header, Streamed
from modelstead.rest_api.listing import KeysetListing, Listing, answer

T = TypeVar("T")

NO_CONTENT = Answer(204)
ACCEPTED = Answer(202, msgspec.json.encode({"message": "202 Accepted"}))
MESSAGE_LENGTH = 4_000  # what a client sent is quoted in refusals, and may be long

# The first row that fits an error gives its status and how the message begins.
ERRORS: tuple[tuple[type[Exception], int, str], ...] = (
    (http_errors.MethodNotAllowed, 405, "405 Method Not Allowed"),
    (http_errors.UnsupportedMediaType, 415, "415 Unsupported Media Type"),
    (http_errors.RangeNotSatisfiable, 416, "416 Range Not Satisfiable"),
    (http_errors.UnknownHost, 403, "403 Forbidden"),
    (errors.LimitExceeded, 413, "413 Request Entity Too Large"),
    (errors.NotFound, 404, "404 Not Found"),
    (errors.PathTaken, 400, "400 Bad request - path has already been taken"),
    (errors.AlreadyExists, 409, "409 Conflict"),
    (errors.InvalidParameter, 400, "400 Bad request"),
    (errors.Unauthenticated, 401, "401 Unauthorized"),
    (errors.PermissionDenied, 403, "403 Forbidden"),
    (errors.Conflict, 409, "409 Conflict"),
    (errors.TooManyRequests, 429, "429 Too Many Requests"),
    (errors.StorageFull, 507, "507 Insufficient Storage"),
    (errors.QuotaExceeded, 507, "507 Insufficient Storage"),
    (errors.Unavailable, 503, "503 Service Unavailable"),
)

_FAULT = re.compile(r"(?P<what>.*?)(?: - at `\$\.?(?P<field>[^`]*)`)?", re.DOTALL)
_MISSING = re.compile(r"Object missing required field `(.*)`")


class RestDialect:
    """See http.endpoint.Dialect. Links begin with the server's URL."""

    content_types = frozenset({b"application/json"})

    def __init__(self, url: str) -> None:
        self._url = url

    def decode(self, kind: type[T], body: bytes, query: bytes, parts: Mapping[str, str]) -> T:
        """Return a request: what the path says counts before the body, and the body before the query."""
        given = queries.parse(kind, query) if query else {}
        if b"\\u0000" in body:
            raise InvalidParameter("The request holds a NUL character (\\u0000), which no text here may.")
        try:
            sent = msgspec.json.decode(body, type=dict[str, object]) if body else {}
            return msgspec.convert(given | sent | dict(parts), kind, strict=False)
        except (msgspec.ValidationError, RecursionError, UnicodeDecodeError) as error:
            raise InvalidParameter(_explained(str(error))) from error
        except msgspec.DecodeError as error:
            raise InvalidParameter(f"The request body is not valid JSON: {error}.") from error

    def encode(self, result: object) -> Answer | Streamed:
        if isinstance(result, Listing | KeysetListing):
            return answer(result, self._url)
        return result if isinstance(result, (Answer, Streamed)) else Answer(200, msgspec.json.encode(result))

    def refuse(self, error: Exception, request_id: str, headers: Mapping[bytes, bytes]) -> Answer:  # noqa: ARG002
        for kind, status, beginning in ERRORS:
            if isinstance(error, kind):
                return _refusal(status, f"{beginning} - {str(error)[:MESSAGE_LENGTH]}", *_headers(error))
        return _refusal(
            500, f"500 Internal Server Error - The server made a mistake; its log has the details under {request_id}."
        )


def created(result: object) -> Answer:
    return Answer(201, msgspec.json.encode(result))


def _refusal(status: int, message: str, *headers: Header) -> Answer:
    return Answer(status, msgspec.json.encode({"message": message}), headers=headers)


def _headers(error: Exception) -> tuple[Header, ...]:
    if isinstance(error, errors.Unavailable | errors.TooManyRequests):
        return ((b"retry-after", str(error.retry_after).encode()),)
    if isinstance(error, errors.Unauthenticated):
        return ((b"www-authenticate", b'Bearer realm="Modelstead"'),)
    if isinstance(error, http_errors.RangeNotSatisfiable):
        return ((b"content-range", b"bytes */%d" % error.size),)
    if isinstance(error, http_errors.MethodNotAllowed):
        return ((b"allow", ", ".join(error.allowed).encode()),)
    return ()


def _explained(fault: str) -> str:
    """Return msgspec's complaint in GitLab's words: which parameter, and what it may be."""
    found = _FAULT.fullmatch(fault)
    assert found is not None
    missing = _MISSING.fullmatch(found["what"])
    if missing:
        return f"{missing[1]} is missing."
    what = found["what"].replace("`", "")
    return f"{found['field'] or 'The request'} is invalid: {what[:1].lower()}{what[1:]}."
