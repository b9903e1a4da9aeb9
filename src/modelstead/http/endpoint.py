"""An endpoint is a row: where it answers, what it takes and gives, who may call it, how it touches the database."""

import re
from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any, Protocol
from urllib.parse import unquote

import msgspec

from modelstead import limits
from modelstead.domain.permission import Permission
from modelstead.http.answer import Answer, Streamed
from modelstead.http.visit import Visit


class Verb(Enum):
    """How an endpoint's function is run.

    READ: in a reading transaction, as handle(tx, access, request). WRITE: in a writing one. LOG: handle(access,
    request) gives a Batch, which is stored together with those of other callers. FILE: handle(files, access, request,
    body) is awaited, takes the body as it comes and may answer with a stream. TRANSFER: handle(transfers, access,
    request, url) is awaited; `url` is the server's address as the caller knows it. SIGNED: handle(transfers, project,
    request, body) is awaited as FILE is; the address is signed, and its signature is the permission. WEBHOOK:
    handle(calls, access, request) is awaited, and may wait for other servers. TRUST: handle(ci_tokens, access,
    request) is awaited, and may wait for CI systems. SOURCE: handle(ci_sources, access, request) is awaited, and looks
    hosts up. ISSUE: handle(issuing, access, request, url) is awaited; it makes what is shown once. PAGE: handle(visit,
    request) is awaited; the visitor is known by a session, never by a token. PLAIN: handle(request), without a
    transaction.
    """

    READ = "read"
    WRITE = "write"
    LOG = "log"
    FILE = "file"
    TRANSFER = "transfer"
    SIGNED = "signed"
    WEBHOOK = "webhook"
    TRUST = "trust"
    SOURCE = "source"
    ISSUE = "issue"
    PAGE = "page"
    PLAIN = "plain"


class Place(Enum):
    """What an endpoint's path is below: a project, a group, or the server itself.

    It says whose standing handlers get: Access, GroupAccess or ServerAccess.
    """

    PROJECT = "project"
    GROUP = "group"
    SERVER = "server"

    __hash__ = object.__hash__  # Enum's own is a Python function, and who calls is looked up by place each time


class Open(Enum):
    """The permission of endpoints that anyone may call, such as health; said aloud, never by omission."""

    OPEN = "open"


class Endpoint(msgspec.Struct, frozen=True):
    """A row of an application's table. Paths are below the application's own prefix.

    `{name}` in a path stands for one segment, `{name...}` at its end for all that follows; both are fields of the
    request.
    """

    method: str
    path: str
    handle: Callable[..., Any]
    request: type[Any]
    response: type[Any]
    permission: Permission | Open
    verb: Verb
    once: bool = False  # a repeated request must not be done again (http.once)
    body_bytes: int = limits.JSON_BODY_BYTES  # that a body may have which is read whole


class Dialect(Protocol):
    """How one transport speaks: decodes requests, encodes results and errors."""

    content_types: frozenset[bytes]

    def decode(self, kind: type[Any], body: bytes, query: bytes, parts: Mapping[str, str]) -> Any:
        """Return a request of a kind, with the parts of its path; raise InvalidParameter that names what is wrong."""

    def encode(self, result: Any) -> Answer | Streamed:
        """Return a result as a successful answer."""

    def refuse(self, error: Exception, request_id: str, headers: Mapping[bytes, bytes]) -> Answer:
        """Return an error as an answer that the client who sent these headers understands."""


class PageDialect(Dialect, Protocol):
    """How pages speak: an error is a page too, in the frame of whoever sees it."""

    def refuse(
        self, error: Exception, request_id: str, headers: Mapping[bytes, bytes], visit: Visit | None = None
    ) -> Answer:
        """Return an error as a page for a visitor, None where nobody knows who that is."""


class Match(msgspec.Struct, frozen=True):
    """Where a path leads. `endpoint` is None when the path is known for other methods only, which `allowed` lists."""

    dialect: Dialect
    endpoint: Endpoint | None
    project: str = ""  # or the group: an id or a path
    place: Place = Place.PROJECT
    allowed: tuple[str, ...] = ()
    parts: Mapping[str, str] = msgspec.field(default_factory=dict)


class Application(Protocol):
    """A table of endpoints below some prefixes."""

    @property
    def endpoints(self) -> tuple[Endpoint, ...]:
        """The whole table, for docs and tests."""

    def match(self, method: str, path: str) -> Match | None:
        """Return where a path leads, None when it is not this application's. The path is as sent, still encoded."""


Methods = Mapping[str, Endpoint]
Table = Mapping[str, Methods]


class Routes:
    """A table whose paths may have parts to fill in; whole paths are found by a dict, the others tried in turn."""

    def __init__(self, endpoints: tuple[Endpoint, ...], place: Place = Place.PROJECT) -> None:
        table = index(endpoints)
        self._place = place
        self._whole = {path: methods for path, methods in table.items() if "{" not in path}
        self._with_parts = [(_pattern(path), methods) for path, methods in table.items() if "{" in path]

    def match(self, dialect: Dialect, method: str, path: str, project: str = "") -> Match | None:
        """Return where a path leads, None when it is not in the table.

        Parts are percent-decoded, once; bytes that are not UTF-8 become surrogates, which no name here may hold.
        """
        methods, parts = self._whole.get(path), {}
        if methods is None:
            for pattern, held in self._with_parts:
                found = pattern.fullmatch(path)
                if found is not None:
                    methods = held
                    parts = {name: unquote(part, errors="surrogateescape") for name, part in found.groupdict().items()}
                    break
            else:
                return None
        endpoint = methods.get(method)
        if endpoint is None:
            return Match(dialect, None, allowed=tuple(sorted(methods)))
        return Match(dialect, endpoint, project, self._place, parts=parts)


def _pattern(path: str) -> re.Pattern[str]:
    escaped = re.escape(path)
    escaped = re.sub(r"\\{(\w+)\\.\\.\\.\\}", r"(?P<\1>.+)", escaped)
    return re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", escaped), re.DOTALL)


def index(endpoints: tuple[Endpoint, ...]) -> Table:
    """Return {path: {method: endpoint}}; refuse rows without a permission and rows that hide each other."""
    table: dict[str, dict[str, Endpoint]] = {}
    for endpoint in endpoints:
        if not isinstance(endpoint.permission, (Permission, Open)):
            raise TypeError(f"{endpoint.method} {endpoint.path} declares no permission.")
        methods = table.setdefault(endpoint.path, {})
        if endpoint.method in methods:
            raise TypeError(f"{endpoint.method} {endpoint.path} stands in the table twice.")
        methods[endpoint.method] = endpoint
    for methods in table.values():
        if "GET" in methods:
            methods.setdefault("HEAD", methods["GET"])
    return table
