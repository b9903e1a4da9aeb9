"""From an ASGI request to an answer, in one place for every transport.

Find the row → check host and origin → authenticate and authorise → read and decode the body → run the row's function in
a transaction → encode. This is the hot path: no middleware, no router, a few dict look-ups.
"""

import logging
import time
from collections.abc import Awaitable, Callable, Coroutine, MutableMapping, Sequence
from functools import lru_cache
from typing import Any

from modelstead import ids, limits
from modelstead.domain.actor import Access
from modelstead.domain.batch import Batch
from modelstead.errors import LimitExceeded, ModelsteadError
from modelstead.http.access_log import AccessLog
from modelstead.http.answer import Answer, Header
from modelstead.http.authentication import Guard
from modelstead.http.endpoint import Application, Dialect, Endpoint, Match, Open, Verb
from modelstead.http.errors import ClientLeft, MethodNotAllowed, UnknownPath, UnsupportedMediaType
from modelstead.http.once import once, request_digest
from modelstead.http.sites import Sites
from modelstead.store.database import Database, bound
from modelstead.store.merging import MergedWrites
from modelstead.store.transaction import Transaction

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Coroutine[Any, Any, Message]]
Send = Callable[[Message], Awaitable[None]]

EVERY_ANSWER: tuple[Header, ...] = (
    (b"x-content-type-options", b"nosniff"),
    (b"cache-control", b"no-store"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
SAFE_METHODS = frozenset({"GET", "HEAD"})

log = logging.getLogger(__name__)


class Dispatcher:
    """Answers requests by the tables of the applications, the first that knows the path."""

    def __init__(
        self,
        applications: Sequence[Application],
        *,
        fallback: Dialect,
        guard: Guard,
        sites: Sites,
        database: Database,
        batches: MergedWrites[Batch],
        access_log: AccessLog,
    ) -> None:
        self._applications = tuple(applications)
        self._fallback = fallback
        self._guard = guard
        self._sites = sites
        self._database = database
        self._batches = batches
        self._access_log = access_log
        self._find = lru_cache(maxsize=4096)(self._match)
        self._request_ids = ids.RequestIds()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = time.perf_counter()
        request_id = self._request_ids.next()
        method, raw_path = scope["method"], scope["raw_path"]
        match = self._find(method, raw_path)
        access: Access | None = None
        headers = dict(scope["headers"])
        try:
            endpoint = match.endpoint
            if endpoint is None:
                raise _no_endpoint(match, method)
            writes = method not in SAFE_METHODS
            if writes or endpoint.permission is not Open.OPEN:  # probes come by whatever name and address
                self._sites.check(headers, writes=writes)
            if endpoint.permission is not Open.OPEN:
                access = await self._guard.admit(headers, match.project, endpoint.permission)
            body = await self._body(headers, receive, match.dialect)
            request = match.dialect.decode(endpoint.request, body, scope["query_string"])
            if endpoint.once:
                digest = request_digest(access, method, raw_path, body, headers.get(b"idempotency-key", b""))
                work = bound(_handled, endpoint, match.dialect, access, request)
                answer = await once(self._database, digest, work, receive())
            else:
                answer = await self._run(endpoint, match.dialect, access, request)
        except ModelsteadError as error:
            answer = match.dialect.refuse(error, request_id, headers.get(b"user-agent", b""))
        except ClientLeft:
            return
        except Exception as error:
            log.exception("Request %s failed: %s %s", request_id, method, raw_path.decode("ascii", "backslashreplace"))
            answer = match.dialect.refuse(error, request_id, b"")
        await _send(send, answer, request_id, with_body=method != "HEAD")
        self._access_log.note(scope, answer, request_id, "" if access is None else access.actor.username, started)

    async def _run(self, endpoint: Endpoint, dialect: Dialect, access: Access | None, request: Any) -> Answer:
        verb = endpoint.verb
        if verb is Verb.LOG:
            await self._batches.write(endpoint.handle(access, request))
            return dialect.encode(None)
        if verb is Verb.READ:
            return await self._database.read(_handled, endpoint, dialect, access, request)
        if verb is Verb.WRITE:
            return await self._database.write(_handled, endpoint, dialect, access, request)
        result = endpoint.handle(request)
        return dialect.encode(await result if isinstance(result, Awaitable) else result)

    async def _body(self, headers: dict[bytes, bytes], receive: Receive, dialect: Dialect) -> bytes:
        """Return the whole body, of a type the dialect takes; empty bodies need no type."""
        declared = headers.get(b"content-length")
        if declared is not None and int(declared) > limits.JSON_BODY_BYTES:
            raise _too_large()
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientLeft
        body: bytes = message["body"]
        if message.get("more_body"):
            body = await _rest(body, receive)
        if body:
            if b"content-encoding" in headers:
                raise UnsupportedMediaType("Compressed bodies are not taken; send the body as it is.")
            kind = headers.get(b"content-type", b"").partition(b";")[0].strip().lower()
            if kind not in dialect.content_types:
                wanted = b" or ".join(sorted(dialect.content_types)).decode()
                raise UnsupportedMediaType(f"The header Content-Type must be {wanted}.")
        return body

    def _match(self, method: str, raw_path: bytes) -> Match:
        path = raw_path.decode("ascii", "replace")
        for application in self._applications:
            found = application.match(method, path)
            if found is not None:
                return found
        return Match(self._fallback, None)


def _handled(tx: Transaction, endpoint: Endpoint, dialect: Dialect, access: Access | None, request: Any) -> Answer:
    result = endpoint.handle(tx, request) if access is None else endpoint.handle(tx, access, request)
    return dialect.encode(result)


async def _rest(first: bytes, receive: Receive) -> bytes:
    chunks, size, more = [first], len(first), True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientLeft
        chunks.append(message["body"])
        size += len(chunks[-1])
        more = message.get("more_body", False)
        if size > limits.JSON_BODY_BYTES:
            raise _too_large()
    return b"".join(chunks)


async def _send(send: Send, answer: Answer, request_id: str, *, with_body: bool) -> None:
    body = answer.body
    headers = [
        (b"content-type", answer.content_type),
        (b"content-length", str(len(body)).encode()),
        (b"x-request-id", request_id.encode()),
        *EVERY_ANSWER,
        *answer.headers,
    ]
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": body if with_body else b""})


def _no_endpoint(match: Match, method: str) -> ModelsteadError:
    if match.allowed:
        return MethodNotAllowed(f"{method} is not allowed here; use {' or '.join(match.allowed)}.", match.allowed)
    return UnknownPath("Nothing answers at this path.")


def _too_large() -> LimitExceeded:
    return LimitExceeded(f"The request body is larger than {limits.JSON_BODY_BYTES} bytes. Send less in one request.")
