"""How MLflow's REST protocol speaks: protobuf's JSON in, `{"error_code", "message"}` when something is wrong.

What a stock client sends is decoded by msgspec in one pass. Whatever that refuses is looked at again with the leniency
of MLflow's own server: bare NaN, numbers as strings, nulls for absent fields, a document sent as a JSON string.
"""

import json
import re
from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec

from modelstead import errors
from modelstead.errors import InvalidParameter
from modelstead.http import errors as http_errors
from modelstead.http import query as queries
from modelstead.http.answer import Answer, Streamed

T = TypeVar("T")

EMPTY = Answer(200, b"{}")
MESSAGE_LENGTH = 4_000  # what a client sent is quoted in refusals, and may be megabytes

# The first row that fits an error gives its status and MLflow's code.
ERRORS: tuple[tuple[type[Exception], int, str], ...] = (
    (http_errors.UnknownPath, 404, "ENDPOINT_NOT_FOUND"),
    (http_errors.MethodNotAllowed, 405, "ENDPOINT_NOT_FOUND"),
    (http_errors.UnsupportedMediaType, 415, "BAD_REQUEST"),
    (http_errors.RangeNotSatisfiable, 416, "BAD_REQUEST"),
    (http_errors.UnknownHost, 403, "PERMISSION_DENIED"),
    (errors.LimitExceeded, 413, "BAD_REQUEST"),
    (errors.NotFound, 404, "RESOURCE_DOES_NOT_EXIST"),
    (errors.AlreadyExists, 400, "RESOURCE_ALREADY_EXISTS"),
    (errors.InvalidParameter, 400, "INVALID_PARAMETER_VALUE"),
    (errors.Unauthenticated, 401, "UNAUTHENTICATED"),
    (errors.PermissionDenied, 403, "PERMISSION_DENIED"),
    (errors.Conflict, 409, "RESOURCE_CONFLICT"),
    (errors.TooManyRequests, 429, "REQUEST_LIMIT_EXCEEDED"),
    (errors.StorageFull, 507, "RESOURCE_EXHAUSTED"),
    (errors.QuotaExceeded, 507, "RESOURCE_EXHAUSTED"),
    (errors.Unavailable, 503, "TEMPORARILY_UNAVAILABLE"),
)

# 1.x clients fail on codes that MLflow got later.
OLD_CODES = {
    "UNAUTHENTICATED": "CUSTOMER_UNAUTHORIZED",
    "RESOURCE_CONFLICT": "INVALID_STATE",
    "RESOURCE_EXHAUSTED": "TEMPORARILY_UNAVAILABLE",
}

_AT = re.compile(r"(?P<what>.*?)(?: - at `(?P<path>[^`]*)`)?", re.DOTALL)
_MISSING = re.compile(r"Object missing required field `(.*)`")
_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+)\]")


class MlflowDialect:
    """See http.endpoint.Dialect."""

    content_types = frozenset({b"application/json"})

    def __init__(self) -> None:
        self._encode = msgspec.json.Encoder().encode

    def decode(self, kind: type[T], body: bytes, query: bytes, parts: Mapping[str, str]) -> T:
        if not body:
            return _lenient(kind, (queries.parse(kind, query) if query else {}) | dict(parts))
        if parts:
            return _lenient(kind, _document(body) | dict(parts))
        if b"\\u0000" in body:  # perhaps a NUL, perhaps the text of its escape
            return _lenient(kind, _document(body))
        try:
            return msgspec.json.decode(body, type=kind)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            return _lenient(kind, _document(body))

    def encode(self, result: object) -> Answer | Streamed:
        if result is None:
            return EMPTY
        return result if isinstance(result, (Answer, Streamed)) else Answer(200, self._encode(result))

    def refuse(self, error: Exception, request_id: str, headers: Mapping[bytes, bytes]) -> Answer:
        for kind, status, code in ERRORS:
            if isinstance(error, kind):
                if headers.get(b"user-agent", b"").startswith(b"mlflow-python-client/1."):
                    code = OLD_CODES.get(code, code)  # noqa: PLW2901 - the row's code, as this client knows it
                body = {"error_code": code, "message": str(error)[:MESSAGE_LENGTH]}
                return Answer(status, self._encode(body), headers=_headers(error))
        message = f"The server made a mistake; its log has the details under {request_id}."
        return Answer(500, self._encode({"error_code": "INTERNAL_ERROR", "message": message}))


def _headers(error: Exception) -> tuple[tuple[bytes, bytes], ...]:
    if isinstance(error, errors.Unavailable | errors.TooManyRequests):
        return ((b"retry-after", str(error.retry_after).encode()),)
    if isinstance(error, errors.Unauthenticated):
        return ((b"www-authenticate", b'Bearer realm="Modelstead"'),)
    if isinstance(error, http_errors.RangeNotSatisfiable):
        return ((b"content-range", b"bytes */%d" % error.size),)
    if isinstance(error, http_errors.MethodNotAllowed):
        return ((b"allow", ", ".join(error.allowed).encode()),)
    return ()


def _document(body: bytes) -> dict[str, object]:
    """Return the JSON document of a body, by the rules of Python's json (bare NaN and Infinity)."""
    try:
        document = json.loads(body.decode())  # bytes might be UTF-16, for which msgspec would not look
        if isinstance(document, str):  # very old clients encode the document twice
            document = json.loads(document)
        json.dumps(document, ensure_ascii=False).encode()  # refuses lone surrogates
    except UnicodeError as error:
        raise InvalidParameter("The request is not valid UTF-8 text.") from error
    except RecursionError:
        raise InvalidParameter("The request body is nested too deeply.") from None
    except ValueError as error:
        raise InvalidParameter(f"The request body is not valid JSON: {error}.") from error
    if not isinstance(document, dict):
        raise InvalidParameter(f"The request body must be a JSON object, not {_json_kind(document)}.")
    return _without_null_fields(document)


def _without_null_fields(document: dict[Any, Any]) -> dict[str, object]:
    return {str(_without_nulls(key)): _without_nulls(each) for key, each in document.items() if each is not None}


def _without_nulls(value: object) -> object:
    """Return a value without null fields; raise InvalidParameter for a NUL, which no text here may hold."""
    if isinstance(value, dict):
        return _without_null_fields(value)
    if isinstance(value, str) and "\0" in value:
        raise InvalidParameter("The request holds a NUL character (\\u0000), which no text here may.")
    return [_without_nulls(each) for each in value] if isinstance(value, list) else value


def _lenient(kind: type[T], document: object) -> T:
    try:
        return msgspec.convert(document, kind, strict=False)
    except msgspec.ValidationError as error:
        raise InvalidParameter(_explained(str(error), document)) from error


def _explained(error: str, document: object) -> str:
    """Return msgspec's complaint in MLflow's words: which parameter, what was given, what was expected."""
    match = _AT.fullmatch(error)
    assert match is not None
    what, path = match["what"], (match["path"] or "$").removeprefix("$")
    missing = _MISSING.fullmatch(what)
    if missing:
        name = f"{path}.{missing[1]}".lstrip(".")
        return f"Missing value for required parameter '{name}'."
    given = document
    for key, index in _STEP.findall(path):
        if isinstance(given, dict):
            given = given.get(key)
        elif isinstance(given, list) and index:
            given = given[int(index)]
    shown = json.dumps(given)
    if len(shown) > 100:  # noqa: PLR2004 - enough to recognise it
        shown = shown[:100] + "…"
    expected = what[:1].lower() + what[1:].replace("`", "")
    return f"Invalid value {shown} for parameter '{path.lstrip('.')}' supplied: {expected}."


def _json_kind(value: object) -> str:
    kinds = {list: "an array", str: "a string", bool: "true or false", type(None): "null"}
    return kinds.get(type(value), "a number")
