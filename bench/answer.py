"""Read HTTP/1.1 answers as cheaply as Python can."""

from typing import NamedTuple


class Answer(NamedTuple):
    """Hold one complete answer."""

    status: int
    body: bytes


def read_answer(data: bytes) -> Answer | None:
    """Return the answer that `data` holds, or None while bytes are missing; there is never more than one in flight."""
    end = data.find(b"\r\n\r\n")
    if end < 0:
        return None
    head = data[: end + 2].lower()
    start = head.find(b"content-length:")
    if start < 0:
        body = _chunks(data, end + 4) if b"transfer-encoding: chunked" in head else b""
        return None if body is None else Answer(int(data[9:12]), body)
    length = int(head[start + 15 : head.index(b"\r", start)])
    if len(data) < end + 4 + length:
        return None
    return Answer(int(data[9:12]), data[end + 4 :])


def _chunks(data: bytes, at: int) -> bytes | None:
    parts: list[bytes] = []
    while (line_end := data.find(b"\r\n", at)) >= 0:
        size = int(data[at:line_end].partition(b";")[0], 16)
        at = line_end + 2 + size + 2
        if len(data) < at:
            return None
        if size == 0:
            return b"".join(parts)
        parts.append(data[line_end + 2 : at - 2])
    return None
