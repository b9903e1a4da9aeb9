"""What goes back to a client."""

from collections.abc import AsyncGenerator

import msgspec

JSON = b"application/json"
TEXT = b"text/plain; charset=utf-8"
HTML = b"text/html; charset=utf-8"

Header = tuple[bytes, bytes]


class Answer(msgspec.Struct, frozen=True):
    """A whole answer: status, body, type, and headers beside those that every answer has."""

    status: int
    body: bytes = b""
    content_type: bytes = JSON
    headers: tuple[Header, ...] = ()
    gzipped: bytes | None = None  # the body, compressed already

    @property
    def size(self) -> int:
        return len(self.body)


class Streamed(msgspec.Struct, frozen=True):
    """An answer whose body comes in chunks: `size` bytes of them.

    Where `chunks` is None there is no body, and `size` is only said; a None says nothing.
    """

    status: int
    size: int | None
    chunks: AsyncGenerator[bytes, None] | None
    content_type: bytes
    headers: tuple[Header, ...] = ()


def text(body: str, status: int = 200) -> Answer:
    return Answer(status, body.encode(), TEXT)


def json(value: object, status: int = 200) -> Answer:
    return Answer(status, msgspec.json.encode(value))
