"""Zip archives as streams: files stored as they are, one after the other, however large; no file is held as a whole.

The size of an archive is known before its first byte, since nothing is compressed. The layout is that of PKWARE's
APPNOTE 6.3.10: names in UTF-8, sums behind each file, and the 64-bit records where 32 bits are too few.
"""

import datetime
import struct
import zlib
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing

from modelstead.domain.artifact import Artifact

Read = Callable[[Artifact, int, int], Awaitable[AsyncGenerator[bytes, None]]]

_MOST_32, _MOST_16 = 0xFFFF_FFFF, 0xFFFF
_FLAGS = 0x0808  # the sums come behind the file; the name is UTF-8
_PLAIN, _LARGE = 20, 45  # the version of the format that a reader has to know
_UNIX, _MODE = 3 << 8, 0o100644 << 16  # a file that its owner may write
_EPOCH_YEAR, _LAST_YEAR = 1980, 2107

_LOCAL = struct.Struct("<4s5H3L2H")
_SUMS, _SUMS_64 = struct.Struct("<4s3L"), struct.Struct("<4sLQQ")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_EXTRA_LOCAL = struct.Struct("<2HQQ")
_END_64, _WHERE_64, _END = struct.Struct("<4sQ2H2L4Q"), struct.Struct("<4sLQL"), struct.Struct("<4s4H2LH")


def size(files: Sequence[Artifact]) -> int:
    """Return how many bytes the archive of these files has."""
    at = directory = 0
    for file in files:
        name = len(file.path.encode())
        directory += _CENTRAL.size + name + len(_extra(file.size, at))
        at += _LOCAL.size + name + file.size
        at += _SUMS_64.size + _EXTRA_LOCAL.size if file.size >= _MOST_32 else _SUMS.size
    return at + directory + len(_end(len(files), directory, at))


async def archive(files: Sequence[Artifact], read: Read) -> AsyncGenerator[bytes, None]:
    """Yield the archive of these files, under their paths."""
    at, written = 0, []
    for file in files:
        head = _local(file)
        yield head
        crc = 0
        if file.size:
            async with aclosing(await read(file, 0, file.size)) as chunks:
                async for chunk in chunks:
                    crc = zlib.crc32(chunk, crc)
                    yield chunk
        sums = _SUMS_64 if file.size >= _MOST_32 else _SUMS
        yield sums.pack(b"PK\x07\x08", crc, file.size, file.size)
        written.append((at, crc))
        at += len(head) + file.size + sums.size
    directory = 0
    for file, (start, crc) in zip(files, written, strict=True):
        entry = _central(file, start, crc)
        directory += len(entry)
        yield entry
    yield _end(len(files), directory, at)


def _local(file: Artifact) -> bytes:
    name = file.path.encode()
    is_large = file.size >= _MOST_32
    extra = _EXTRA_LOCAL.pack(1, 16, 0, 0) if is_large else b""
    needed, length = (_LARGE, _MOST_32) if is_large else (_PLAIN, 0)
    head = _LOCAL.pack(
        b"PK\x03\x04", needed, _FLAGS, 0, *_moment(file.updated_at), 0, length, length, len(name), len(extra)
    )
    return head + name + extra


def _central(file: Artifact, start: int, crc: int) -> bytes:
    name, extra = file.path.encode(), _extra(file.size, start)
    length, needed = min(file.size, _MOST_32), _LARGE if extra else _PLAIN
    times = _moment(file.updated_at)
    return (
        _CENTRAL.pack(
            b"PK\x01\x02",
            _UNIX | needed,
            needed,
            _FLAGS,
            0,
            *times,
            crc,
            length,
            length,
            len(name),
            len(extra),
            0,
            0,
            0,
            _MODE,
            min(start, _MOST_32),
        )
        + name
        + extra
    )


def _extra(length: int, start: int) -> bytes:
    """Return the record of those numbers of a file that 32 bits do not hold, b"" where they do."""
    large = ([length, length] if length >= _MOST_32 else []) + ([start] if start >= _MOST_32 else [])
    return struct.pack(f"<2H{len(large)}Q", 1, 8 * len(large), *large) if large else b""


def _end(count: int, directory: int, at: int) -> bytes:
    held = min(count, _MOST_16)
    end = _END.pack(b"PK\x05\x06", 0, 0, held, held, min(directory, _MOST_32), min(at, _MOST_32), 0)
    if count < _MOST_16 and directory < _MOST_32 and at < _MOST_32:
        return end
    record = _END_64.pack(b"PK\x06\x06", _END_64.size - 12, _UNIX | _LARGE, _LARGE, 0, 0, count, count, directory, at)
    return record + _WHERE_64.pack(b"PK\x06\x07", 0, at + directory, 1) + end


def _moment(at: int) -> tuple[int, int]:
    """Return a time as DOS had it, in UTC."""
    moment = datetime.datetime.fromtimestamp(max(at, 0) // 1000, datetime.UTC)
    if not _EPOCH_YEAR <= moment.year <= _LAST_YEAR:
        return 0, 1 << 5 | 1
    day = (moment.year - _EPOCH_YEAR) << 9 | moment.month << 5 | moment.day
    return moment.hour << 11 | moment.minute << 5 | moment.second // 2, day
