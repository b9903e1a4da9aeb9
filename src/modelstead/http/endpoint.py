"""An endpoint is a row: where it answers, what it takes and gives, who may call it, how it touches the database."""

from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any, Protocol

import msgspec

from modelstead.domain.permission import Permission
from modelstead.http.answer import Answer


class Verb(Enum):
    """How an endpoint's function is run.

    READ: in a reading transaction, as handle(tx, access, request). WRITE: in a writing one. LOG: handle(access,
    request) gives a Batch, which is stored together with those of other callers. PLAIN: handle(request), without a
    transaction.
    """

    READ = "read"
    WRITE = "write"
    LOG = "log"
    PLAIN = "plain"


class Open(Enum):
    """The permission of endpoints that anyone may call, such as health; said aloud, never by omission."""

    OPEN = "open"


class Endpoint(msgspec.Struct, frozen=True):
    """A row of an application's table. Paths are below the application's own prefix."""

    method: str
    path: str
    handle: Callable[..., Any]
    request: type[Any]
    response: type[Any]
    permission: Permission | Open
    verb: Verb
    once: bool = False  # a repeated request must not be done again (http.once)


class Dialect(Protocol):
    """How one transport speaks: decodes requests, encodes results and errors."""

    content_types: frozenset[bytes]

    def decode(self, kind: type[Any], body: bytes, query: bytes) -> Any:
        """Return a request of a kind; raise InvalidParameter that names what is wrong."""

    def encode(self, result: Any) -> Answer:
        """Return a result as a successful answer."""

    def refuse(self, error: Exception, request_id: str, user_agent: bytes) -> Answer:
        """Return an error as an answer that this client understands."""


class Match(msgspec.Struct, frozen=True):
    """Where a path leads. `endpoint` is None when the path is known for other methods only, which `allowed` lists."""

    dialect: Dialect
    endpoint: Endpoint | None
    project: str = ""
    allowed: tuple[str, ...] = ()


class Application(Protocol):
    """A table of endpoints below some prefixes."""

    @property
    def endpoints(self) -> tuple[Endpoint, ...]:
        """The whole table, for docs and tests."""

    def match(self, method: str, path: str) -> Match | None:
        """Return where a path leads, None when it is not this application's. The path is as sent, still encoded."""


Table = Mapping[str, Mapping[str, Endpoint]]


def exact(table: Table, dialect: Dialect, method: str, path: str) -> Match | None:
    """Return where a path leads in a table whose paths are whole, None when it is not in it."""
    methods = table.get(path)
    return None if methods is None else Match(dialect, methods.get(method), allowed=tuple(sorted(methods)))


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
