"""uvicorn's HTTP/1.1 protocol with what it lacks: deadlines, limits on request heads, and refusals in JSON."""

import asyncio
import contextlib
import fcntl
import math
import struct
import termios
from collections import deque
from socket import SO_LINGER, SOL_SOCKET
from typing import Any, ClassVar, Final
from weakref import WeakKeyDictionary

import httptools
import msgspec
from uvicorn.protocols.http.flow_control import HIGH_WATER_LIMIT
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol
from uvicorn.server import ServerState

from modelstead.http.cork import Cork
from modelstead.http.deadlines import ConnectionLimits, Sweep

# What a body must bring, or a client take of its answer, in body_idle_seconds: a byte now and then is no progress.
PROGRESS_BYTES: Final = 1024

# What a connection waits for, as an index into its deadlines. The first, an answer of ours, has none.
_ANSWER, _REQUEST, _HEAD, _BODY, _READER, _FAREWELL = range(6)

_MALFORMED = (400, "The request is not well-formed HTTP/1.1.")
_HOST = (400, "The request must have exactly one Host header.")
_CODING = (400, "The only transfer coding this server takes is chunked.")
_TARGET = (414, "The request target is too long.")
_HEADERS = (431, "The request headers are too large or too many.")
_WAITING = (429, "Too many requests wait on this connection.")
_SLOW_HEAD = (408, "The request headers did not arrive in time.")
_SLOW_BODY = (408, "The request body stopped arriving; nothing of it was used.")

_ERROR_CODES = {408: "DEADLINE_EXCEEDED", 429: "REQUEST_LIMIT_EXCEEDED"}

_WATCHED = frozenset({b"host", b"expect", b"transfer-encoding"})

# Stands in for self.headers while no head is incomplete. It drops what is appended, so that trailers do not turn into
# headers of a request that is being answered already.
_NO_HEAD: Final[Any] = deque(maxlen=0)


class _RefusedError(Exception):
    """Stop the parser from inside one of its callbacks; carry a status and a message."""


class DeadlineProtocol(HttpToolsProtocol):
    """Serve one connection within limits; `deadline_protocol` makes the class for given limits.

    Requests set no timers and read no clock: each sweep compares what it sees with what the last one saw, and only a
    connection without progress ages. WebSockets are not supported.
    """

    limits: ClassVar[ConnectionLimits]
    patience: ClassVar[tuple[int, ...]]  # ticks, by what the connection waits for
    piece_bytes: ClassVar[int]
    sweeps: ClassVar[WeakKeyDictionary[ServerState, Sweep]]

    # The base has nearly 30 attributes; with more, each instance would carry its own table of names.
    __slots__ = ("_body", "_body_seen", "_deaf", "_head", "_hosts", "_in_body", "_mark", "_refusal", "_since", "_steps")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.headers = _NO_HEAD
        self._in_body = False  # between the end of a head and the end of its message
        self._hosts = 0
        self._head = 0  # bytes read of an incomplete head, or of what follows a body
        self._body = self._body_seen = 0  # bytes of all bodies
        self._steps = 0  # progress other than body bytes
        self._mark: tuple[int, int, int] | None = None  # what the last sweep saw, and since which tick
        self._since = 0
        self._deaf = False  # after a refusal nothing more is parsed
        self._refusal: tuple[int, str] | None = None  # waits for the answers to earlier requests

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as in the base
        super().connection_made(transport)
        if self.server_state not in self.sweeps:
            self.sweeps[self.server_state] = Sweep(self.connections, self.limits.sweep_seconds)
        self.sweeps[self.server_state].start(self.loop)

    def data_received(self, data: bytes) -> None:
        size = len(data)
        if size > self.piece_bytes and not self._in_body:
            # A read may bring 256 KiB; in pieces, a head outgrows its limits by one of them at most.
            for start in range(0, size, self.piece_bytes):
                self.data_received(data[start : start + self.piece_bytes])
        elif not self._deaf:
            try:
                self.parser.feed_data(data)
                if self._in_body or self.headers is not _NO_HEAD:
                    self._bound_head(size)
            except httptools.HttpParserUpgrade as upgrade:
                self._parse_without_upgrade(data[upgrade.args[0] :])
            except (httptools.HttpParserError, _RefusedError) as error:
                cause = error if isinstance(error, _RefusedError) else error.__context__
                self._refuse(*cause.args if isinstance(cause, _RefusedError) else _MALFORMED)

    def on_header(self, name: bytes, value: bytes) -> None:
        name = name.lower()
        self.headers.append((name, value))
        if name in _WATCHED:
            if name == b"host":
                self._hosts += 1
            elif name == b"expect":
                self.expect_100_continue = value.lower() == b"100-continue"
            elif value.lower() != b"chunked":
                raise _RefusedError(*_CODING)

    def on_headers_complete(self) -> None:
        if self._hosts != 1 and (self._hosts or self.parser.get_http_version() != "1.0"):
            raise _RefusedError(*_HOST)
        if self._head or len(self.headers) > self.limits.header_count:  # the bytes of one piece are not too many
            self._check_head()
            self._head = 0
        if len(self.pipeline) >= self.limits.waiting_requests:
            raise _RefusedError(*_WAITING)
        if not self.parser.should_upgrade():
            super().on_headers_complete()
            if self.scope["method"] != "HEAD":
                self.cycle.transport = Cork(self.transport)  # type: ignore[assignment]  # all that a cycle needs of one
            self.headers = _NO_HEAD
            self._in_body = True
        elif self.parser.get_method() == b"CONNECT":
            raise _RefusedError(*_MALFORMED)

    def on_body(self, body: bytes) -> None:
        self._body += len(body)
        cycle = self.cycle
        if not cycle.response_complete:
            cycle.body += body
            cycle.message_event.set()
            if len(cycle.body) > HIGH_WATER_LIMIT:
                self.flow.pause_reading()

    def on_message_complete(self) -> None:
        self._hosts = self._head = 0
        if self._in_body:  # else the request is parsed again, without its upgrade
            self._in_body = False
            cycle = self.cycle
            cycle.more_body = False
            cycle.message_event.set()
            if cycle.response_complete:
                self._forget_request()

    def on_response_complete(self) -> None:
        # As in the base, but for its timer of each answer.
        self.server_state.total_requests += 1
        self._steps += 1
        if self.transport.is_closing():
            return
        self.flow.resume_reading()
        if self.pipeline:
            self._start_asgi_task(*self.pipeline.pop())
        elif self._refusal is not None:
            self._send_refusal(*self._refusal)
        elif not self.cycle.more_body:
            self._forget_request()

    def resume_writing(self) -> None:
        self._steps += 1
        super().resume_writing()

    def check(self, tick: int) -> None:
        """End the connection if what it waits for made no progress in the time it has for it."""
        waits_for = self._waits_for()
        progress = 0
        if waits_for == _READER:
            progress = self._unsent_bytes()
        elif waits_for == _BODY and not self.cycle.response_complete:
            progress = self._body
        mark = (waits_for, self._steps, progress // PROGRESS_BYTES)
        if waits_for == _ANSWER or mark != self._mark:
            self._mark = mark
            self._since = tick
        elif tick - self._since >= self.patience[waits_for]:
            if waits_for == _REQUEST:
                self.transport.close()
            elif waits_for == _HEAD:
                self._refuse(*_SLOW_HEAD)
            elif waits_for == _BODY:
                self._refuse(*_SLOW_BODY)
            else:
                # With a reset; else the kernel would hold megabytes for minutes, for a client that does not read.
                with contextlib.suppress(OSError):
                    self.transport.get_extra_info("socket").setsockopt(SOL_SOCKET, SO_LINGER, struct.pack("ii", 1, 0))
                self.transport.abort()

    def _waits_for(self) -> int:
        if self.flow.write_paused or self.transport.is_closing():
            return _READER
        if self.cycle is None:
            if self._deaf:
                return _FAREWELL
            return _REQUEST if self.headers is _NO_HEAD else _HEAD
        held_by_us = self.flow.read_paused or self.pipeline or self.cycle.waiting_for_100_continue
        return _BODY if self._in_body and not held_by_us else _ANSWER

    def _unsent_bytes(self) -> int:
        # With what the kernel holds: it asks for more only after megabytes, which a slow link takes minutes to carry.
        unsent = self.transport.get_write_buffer_size()
        with contextlib.suppress(OSError, ValueError):
            descriptor = self.transport.get_extra_info("socket").fileno()
            unsent += struct.unpack("i", fcntl.ioctl(descriptor, termios.TIOCOUTQ, bytes(4)))[0]
        return unsent

    def _bound_head(self, size: int) -> None:
        """Refuse a head, or the trailers of a body, that outgrow the limits before they are complete."""
        # A read that brought the end of a body too does not tell how much of it is head; 1 has the head checked later.
        self._head = self._head + size if self._body == self._body_seen else 1
        self._body_seen = self._body
        if self.headers is not _NO_HEAD:
            self._check_head()
        if self._head > self.limits.header_bytes + self.limits.target_bytes + self.piece_bytes:
            raise _RefusedError(*_HEADERS)

    def _check_head(self) -> None:
        if len(self.url) > self.limits.target_bytes:
            raise _RefusedError(*_TARGET)
        if len(self.headers) > self.limits.header_count:
            raise _RefusedError(*_HEADERS)
        if sum(len(name) + len(value) + 4 for name, value in self.headers) > self.limits.header_bytes:
            raise _RefusedError(*_HEADERS)

    def _parse_without_upgrade(self, rest: bytes) -> None:
        """Parse a request again as one that asks for no upgrade; else its body would be read as the next request."""
        version = self.parser.get_http_version().encode()
        lines = [b"%s %s HTTP/%s" % (self.parser.get_method(), self.url, version)]
        lines += [b"%s: %s" % header for header in self.headers if header[0] != b"upgrade"]
        self.parser = httptools.HttpRequestParser(self)
        self.data_received(b"\r\n".join([*lines, b"", rest]))

    def _forget_request(self) -> None:
        self.cycle = None  # type: ignore[assignment]  # 4 KiB that an idle connection need not keep
        if self.headers is _NO_HEAD:
            self.scope = None  # type: ignore[assignment]

    def _refuse(self, status: int, message: str) -> None:
        """Answer and parse nothing more. Requests before the refused one are answered first."""
        self._deaf = True
        self.logger.info("Refused a request from %s: %s", self.client, message)
        cycle = self.cycle
        earlier = bool(cycle)
        if self._in_body:
            self._in_body = False
            # The application hears http.disconnect, so that nothing is made of half a body.
            cycle.disconnected = True
            cycle.more_body = cycle.waiting_for_100_continue = False
            cycle.message_event.set()
            if cycle.response_started:
                self.transport.close()
                return
            earlier = bool(self.pipeline)
            if earlier:
                self.pipeline.popleft()
        if earlier:
            self._refusal = (status, message)
        else:
            self._send_refusal(status, message)

    def _send_refusal(self, status: int, message: str) -> None:
        self.cycle = None  # type: ignore[assignment]
        self._refusal = None
        body = msgspec.json.encode({"error_code": _ERROR_CODES.get(status, "BAD_REQUEST"), "message": message})
        lines = [STATUS_LINE[status], *(b"%s: %s\r\n" % header for header in self.server_state.default_headers)]
        lines.append(b"content-type: application/json\r\ncontent-length: %d\r\n" % len(body))
        self.transport.write(b"".join([*lines, b"connection: close\r\n\r\n", body]))
        if self.transport.can_write_eof():
            # Closing with bytes unread would reset the connection, and the client might lose the answer.
            self.transport.write_eof()
            self.flow.resume_reading()
        else:
            self.transport.close()


def deadline_protocol(limits: ConnectionLimits) -> type[HttpToolsProtocol]:
    """Return the protocol class, for `uvicorn.Config(http=...)`, that keeps connections within `limits`."""

    def ticks(seconds: float) -> int:
        return math.ceil(seconds / limits.sweep_seconds)

    idle, head, body = ticks(limits.idle_seconds), ticks(limits.header_seconds), ticks(limits.body_idle_seconds)

    class LimitedProtocol(DeadlineProtocol):
        __slots__ = ()
        patience = (0, idle, head, body, body, ticks(limits.linger_seconds))
        piece_bytes = min(limits.header_bytes, limits.target_bytes)

    LimitedProtocol.limits = limits
    LimitedProtocol.sweeps = WeakKeyDictionary()
    return LimitedProtocol
