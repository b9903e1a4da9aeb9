"""The access log: a line for each request, gathered and written a few times a second off the event loop.

A line has the path, never the query, headers or body, so no credential; paths are as sent, percent-encoded, so no
control character either.
"""

import asyncio
import sys
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, TextIO

import msgspec

from modelstead import clock, ids
from modelstead.http.answer import Answer, Streamed
from modelstead.logs import masked

FLUSH_SECONDS = 0.25


class Line(msgspec.Struct, frozen=True, gc=False):
    """One request as logged. `time` is milliseconds since the epoch, `ms` the time it took."""

    time: int
    method: str
    path: str
    status: int
    ms: float
    bytes: int
    client: str
    user: str
    request_id: str


class AccessLog:
    """Writes lines for people or, with `as_json`, for machines; does nothing when not `enabled`."""

    def __init__(
        self, *, enabled: bool, as_json: bool, token_prefix: str = ids.TOKEN_PREFIX, stream: TextIO | None = None
    ) -> None:
        self._enabled = enabled
        self._token_prefix = token_prefix
        self._format = _json if as_json else _console
        self._stream = stream or sys.stderr
        self._lines: list[Line] = []
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="access-log")

    def note(
        self, scope: Mapping[str, Any], answer: Answer | Streamed, request_id: str, user: str, started: float
    ) -> None:
        """Log a request that began at `started` on the performance counter."""
        if not self._enabled:
            return
        client = scope["client"]
        path = scope["raw_path"].decode("ascii", "backslashreplace")
        if self._token_prefix in path:  # someone put a token where none belongs
            path = masked(path, self._token_prefix)
        if not self._lines:
            asyncio.get_running_loop().call_later(FLUSH_SECONDS, self._flush)
        self._lines.append(
            Line(
                clock.now_ms(),
                scope["method"],
                path,
                answer.status,
                round((time.perf_counter() - started) * 1000, 2),
                answer.size or 0,
                client[0] if client else "",
                user,
                request_id,
            )
        )

    def close(self) -> None:
        """Write what is left."""
        self._flush()
        self._thread.shutdown()

    def _flush(self) -> None:
        if self._lines:
            lines, self._lines = self._lines, []
            self._thread.submit(self._write, lines)

    def _write(self, lines: list[Line]) -> None:
        self._stream.write("".join(map(self._format, lines)))
        self._stream.flush()


def _json(line: Line) -> str:
    return msgspec.json.encode(line).decode() + "\n"


def _console(line: Line) -> str:
    return (
        f"{_moment(line.time // 1000)} {line.method} {line.path} {line.status} {line.ms} ms "
        f"{line.client} {line.user or '-'} {line.request_id}\n"
    )


@lru_cache(maxsize=4)
def _moment(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M:%S")
