"""From an ASGI request to an answer, in one place for every transport.

Find the row → check host and origin → authenticate and authorise → read and decode the body → run the row's function in
a transaction → encode. This is the hot path: no middleware, no router, a few dict look-ups.
"""

import logging
import time
from collections.abc import Awaitable, Mapping, MutableMapping, Sequence
from functools import lru_cache
from typing import Any

from modelstead import ids
from modelstead.domain.actor import Standing
from modelstead.domain.batch import Batch
from modelstead.errors import ModelsteadError, TooManyRequests
from modelstead.http.access_log import AccessLog
from modelstead.http.answer import Answer, Streamed
from modelstead.http.body import Body, Receive
from modelstead.http.compression import compressed
from modelstead.http.endpoint import Application, Dialect, Endpoint, Match, Open, PageDialect, Verb
from modelstead.http.errors import ClientLeft, ForeignOrigin, MethodNotAllowed, SignInFirst, UnknownHost, UnknownPath
from modelstead.http.once import once, request_digest
from modelstead.http.query import check_parts
from modelstead.http.reception import SAFE_METHODS, Reception
from modelstead.http.sending import Send, send_stream, send_whole
from modelstead.http.sites import Sites
from modelstead.http.visit import Visit
from modelstead.services.artifact_files import ArtifactFiles
from modelstead.services.ci_sources import CiSources
from modelstead.services.ci_tokens import CiTokens
from modelstead.services.issuing import Issuing
from modelstead.services.transfers import Transfers
from modelstead.services.webhook_calls import WebhookCalls
from modelstead.store.database import Database, bound
from modelstead.store.merging import MergedWrites
from modelstead.store.transaction import Transaction

Scope = MutableMapping[str, Any]

READ_BY_BROWSERS = (Verb.PAGE, Verb.PLAIN)
WITHOUT_FRAME = (SignInFirst, UnknownHost, ForeignOrigin, TooManyRequests)  # who sees these is not asked for

log = logging.getLogger(__name__)


class Dispatcher:
    """Answers requests by the tables of the applications, the first that knows the path."""

    def __init__(
        self,
        applications: Sequence[Application],
        *,
        fallback: PageDialect,
        reception: Reception,
        sites: Sites,
        database: Database,
        batches: MergedWrites[Batch],
        files: ArtifactFiles,
        transfers: Transfers,
        webhooks: WebhookCalls,
        ci_tokens: CiTokens,
        ci_sources: CiSources,
        issuing: Issuing,
        access_log: AccessLog,
    ) -> None:
        self._applications = tuple(applications)
        self._fallback = fallback
        self._reception = reception
        self._sites = sites
        self._database = database
        self._batches = batches
        self._files = files
        self._transfers = transfers
        self._waiting = {Verb.WEBHOOK: webhooks, Verb.TRUST: ci_tokens, Verb.SOURCE: ci_sources}
        self._issuing = issuing
        self._access_log = access_log
        self._find = lru_cache(maxsize=4096)(self._match)
        self._request_ids = ids.RequestIds()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = time.perf_counter()
        request_id = self._request_ids.next()
        method, raw_path = scope["method"], scope["raw_path"]
        match = self._find(method, raw_path)
        access: Standing | None = None
        visit: Visit | None = None
        answer: Answer | Streamed
        headers = dict(scope["headers"])
        try:
            endpoint = match.endpoint
            if endpoint is None:
                raise _no_endpoint(match, method)
            writes = method not in SAFE_METHODS
            is_page = endpoint.verb is Verb.PAGE
            if writes or is_page or endpoint.permission is not Open.OPEN:  # probes come by whatever name and address
                self._sites.check(headers, writes=writes)
            sent = Body(method, headers, receive, scheme=scope["scheme"])
            if is_page:
                visit = await self._reception.visit(scope, headers, match, endpoint)
                access = visit.access
                answer = await self._show(endpoint, match, visit, sent, scope["query_string"])
            else:
                if not isinstance(endpoint.permission, Open):
                    access = await self._reception.admit(scope, headers, match, endpoint.permission)
                answer = await self._perform(endpoint, match, access, sent, raw_path, scope["query_string"])
        except ModelsteadError as error:
            answer = await self._refuse(error, match, request_id, scope, headers, visit)
        except ClientLeft:
            return
        except Exception as error:
            log.exception("Request %s failed: %s %s", request_id, method, raw_path.decode("ascii", "backslashreplace"))
            answer = await self._refuse(error, match, request_id, scope, headers, visit)
        if isinstance(answer, Streamed):
            try:
                await send_stream(send, receive, answer, request_id, with_body=method != "HEAD")
            except Exception:
                log.exception("Request %s broke off while its file was sent.", request_id)
        else:
            await send_whole(send, _fitting(answer, match, headers), request_id, with_body=method != "HEAD")
        self._access_log.note(scope, answer, request_id, "" if access is None else access.actor.username, started)

    async def _show(
        self, endpoint: Endpoint, match: Match, visit: Visit, sent: Body, query: bytes
    ) -> Answer | Streamed:
        check_parts(match.parts)
        body = await sent.whole(match.dialect.content_types, endpoint.body_bytes)
        request = match.dialect.decode(endpoint.request, body, query, match.parts)
        self._reception.check_form(visit, endpoint, request)
        return match.dialect.encode(await endpoint.handle(visit, request))

    async def _perform(
        self, endpoint: Endpoint, match: Match, access: Standing | None, sent: Body, path: bytes, query: bytes
    ) -> Answer | Streamed:
        dialect = match.dialect
        check_parts(match.parts)
        if endpoint.verb is Verb.FILE:
            request = dialect.decode(endpoint.request, b"", query, match.parts)
            return dialect.encode(await endpoint.handle(self._files, access, request, sent))
        if endpoint.verb is Verb.SIGNED:
            request = dialect.decode(endpoint.request, b"", query, match.parts)
            return dialect.encode(await endpoint.handle(self._transfers, match.project, request, sent))
        body = await sent.whole(dialect.content_types, endpoint.body_bytes)
        request = dialect.decode(endpoint.request, body, query, match.parts)
        if endpoint.verb in (Verb.TRANSFER, Verb.ISSUE):
            url = self._sites.url(sent.header(b"host"), sent.scheme)
            means = self._transfers if endpoint.verb is Verb.TRANSFER else self._issuing
            return dialect.encode(await endpoint.handle(means, access, request, url))
        if endpoint.once:
            digest = request_digest(access, sent.method, path, body, sent.header(b"idempotency-key"))
            work = bound(_handled, endpoint, dialect, access, request)
            return await once(self._database, digest, work, sent.next_message())
        return await self._run(endpoint, dialect, access, request)

    async def _run(
        self, endpoint: Endpoint, dialect: Dialect, access: Standing | None, request: Any
    ) -> Answer | Streamed:
        verb = endpoint.verb
        if verb is Verb.LOG:
            await self._batches.write(endpoint.handle(access, request))
            return dialect.encode(None)
        if verb is Verb.READ:
            return await self._database.read(_handled, endpoint, dialect, access, request)
        if verb is Verb.WRITE:
            return await self._database.write(_handled, endpoint, dialect, access, request)
        if verb in self._waiting:
            return dialect.encode(await endpoint.handle(self._waiting[verb], access, request))
        result = endpoint.handle(request)
        return dialect.encode(await result if isinstance(result, Awaitable) else result)

    async def _refuse(
        self,
        error: Exception,
        match: Match,
        request_id: str,
        scope: Scope,
        headers: Mapping[bytes, bytes],
        visit: Visit | None,
    ) -> Answer:
        if match.dialect is not self._fallback:
            return match.dialect.refuse(error, request_id, headers)
        if visit is None and not isinstance(error, WITHOUT_FRAME) and b"text/html" in headers.get(b"accept", b""):
            visit = await self._reception.onlooker(scope, headers)
        return self._fallback.refuse(error, request_id, headers, visit)

    def _match(self, method: str, raw_path: bytes) -> Match:
        path = raw_path.decode("ascii", "surrogateescape")
        for application in self._applications:
            found = application.match(method, path)
            if found is not None:
                return found
        return Match(self._fallback, None)


def _handled(tx: Transaction, endpoint: Endpoint, dialect: Dialect, access: Standing | None, request: Any) -> Answer:
    result = endpoint.handle(tx, request) if access is None else endpoint.handle(tx, access, request)
    answer = dialect.encode(result)
    assert isinstance(answer, Answer)  # a transaction is over before a stream begins
    return answer


def _fitting(answer: Answer, match: Match, headers: Mapping[bytes, bytes]) -> Answer:
    """Return what browsers load in fewer bytes, if this one takes that."""
    if match.endpoint is None or match.endpoint.verb not in READ_BY_BROWSERS:
        return answer
    return compressed(answer, headers.get(b"accept-encoding", b""))


def _no_endpoint(match: Match, method: str) -> ModelsteadError:
    if match.allowed:
        return MethodNotAllowed(f"{method} is not allowed here; use {' or '.join(match.allowed)}.", match.allowed)
    return UnknownPath("Nothing answers at this path.")
