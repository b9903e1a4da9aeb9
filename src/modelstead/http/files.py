"""Files as answers: ranges, conditions, and headers that keep a browser from running what someone uploaded."""

import re
from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import NamedTuple, Protocol
from urllib.parse import quote

from modelstead.domain.artifact import Artifact
from modelstead.http.answer import JSON, TEXT, Answer, Header, Streamed
from modelstead.http.errors import RangeNotSatisfiable

Read = Callable[[Artifact, int, int], Awaitable[AsyncGenerator[bytes, None]]]

BYTES = b"application/octet-stream"
# What browsers show and do not run. Everything else is bytes.
CONTENT_TYPES = {
    **dict.fromkeys(
        ("txt", "log", "md", "csv", "tsv", "yaml", "yml", "py", "cfg", "toml", "MLmodel", "MLproject"), TEXT
    ),
    "json": JSON,
    "png": b"image/png",
    "jpg": b"image/jpeg",
    "jpeg": b"image/jpeg",
    "gif": b"image/gif",
    "webp": b"image/webp",
}
LOCKED = b"sandbox; default-src 'none'"  # the policy of a file that may do nothing, wherever it is opened
_RANGE = re.compile(rb"bytes=(\d{0,19})-(\d{0,19})")


class Asked(Protocol):
    """What of a request says which part of a file is wanted."""

    @property
    def is_head(self) -> bool:
        """Whether the head of an answer is wanted alone."""

    def header(self, name: bytes) -> bytes:
        """Return a header of the request, b"" where there is none."""


class Shown(NamedTuple):
    """How a browser shows a file in a page: its type, and the policy of what it may do there."""

    content_type: bytes
    policy: bytes = LOCKED


async def file_answer(artifact: Artifact, request: Asked, read: Read, shown: Shown | None = None) -> Answer | Streamed:
    """Return a file, or the range of it that was asked for; 304 when the client has it already.

    Browsers save it, unless it is `shown` in a page.
    """
    name = artifact.path.rpartition("/")[2]
    kind, policy = shown or (content_type(name), LOCKED)
    disposition = f"{'inline' if shown else 'attachment'}; filename*=UTF-8''{quote(name, safe='')}"
    etag = f'"{artifact.sha256.hex()}"'.encode()
    headers: tuple[Header, ...] = (
        (b"etag", etag),
        (b"accept-ranges", b"bytes"),
        (b"content-disposition", disposition.encode()),
        (b"content-security-policy", policy),
    )
    if _names(request.header(b"if-none-match"), etag):
        return Streamed(304, None, None, kind, headers)
    start, size, status = 0, artifact.size, 200
    wanted = None if request.is_head else _wanted(request.header(b"range"))
    if wanted and request.header(b"if-range") in (b"", etag):
        start, size = _range(*wanted, artifact.size)
        status = 206
        headers += ((b"content-range", b"bytes %d-%d/%d" % (start, start + size - 1, artifact.size)),)
    chunks = None if request.is_head else await read(artifact, start, size)
    return Streamed(status, size, chunks, kind, headers)


def content_type(name: str) -> bytes:
    """Return the type under which a file is safe to show, by its ending or its whole name."""
    ending = name.rpartition(".")[2]
    return CONTENT_TYPES.get(ending) or CONTENT_TYPES.get(ending.lower(), BYTES)


def _names(condition: bytes, etag: bytes) -> bool:
    given = [each.strip().removeprefix(b"W/") for each in condition.split(b",")]
    return etag in given or condition.strip() == b"*"


def _wanted(header: bytes) -> tuple[int | None, int | None] | None:
    """Return the first and last byte of the one range that a header names; None, which means all, for any other."""
    found = _RANGE.fullmatch(header)
    if found is None:
        return None
    first, last = (int(each) if each else None for each in found.groups())
    if (first is None and last is None) or (first is not None and last is not None and last < first):
        return None
    return first, last


def _range(first: int | None, last: int | None, size: int) -> tuple[int, int]:
    """Return where a range begins and how long it is; raise RangeNotSatisfiable when nothing of it is there."""
    if first is None:  # the last so many bytes
        length = min(last or 0, size)
        first = size - length
    else:
        length = min(size if last is None else last + 1, size) - first
    if length <= 0:
        raise RangeNotSatisfiable(f"The file has {size} bytes; nothing of the range is in it.", size)
    return first, length
