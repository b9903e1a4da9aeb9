"""The body of a request, as it comes, and the headers beside it."""

from collections.abc import AsyncGenerator, Callable, Coroutine, Mapping, MutableMapping
from typing import Any

from modelstead import limits
from modelstead.errors import LimitExceeded
from modelstead.http.errors import ClientLeft, UnsupportedMediaType

Message = MutableMapping[str, Any]
Receive = Callable[[], Coroutine[Any, Any, Message]]


class Body:
    """Read once, whole or in chunks. `size` is what the client declared, None for a chunked one."""

    def __init__(self, method: str, headers: Mapping[bytes, bytes], receive: Receive, *, scheme: str = "http") -> None:
        declared = headers.get(b"content-length")
        self.size = None if declared is None else int(declared)
        self.method = method
        self.scheme = scheme
        self._headers = headers
        self._receive = receive

    @property
    def is_head(self) -> bool:
        """Whether the client wants the head of an answer alone."""
        return self.method == "HEAD"

    def header(self, name: bytes) -> bytes:
        """Return a header of the request, b"" where there is none."""
        return self._headers.get(name, b"")

    def next_message(self) -> Coroutine[Any, Any, Message]:
        """Return what the connection says after the request: that it was closed."""
        return self._receive()

    async def whole(self, content_types: frozenset[bytes], most: int = limits.JSON_BODY_BYTES) -> bytes:
        """Return a small body of one of these types, of `most` bytes; an empty one needs no type."""
        if self.size is not None and self.size > most:
            raise _too_large(most)
        message = await self._receive()
        if message["type"] == "http.disconnect":
            raise ClientLeft
        body: bytes = message["body"]
        if message.get("more_body"):
            body = await self._rest(body, most)
        if body:
            self.check_is_plain()
            kind = self._headers.get(b"content-type", b"").partition(b";")[0].strip().lower()
            if kind not in content_types:
                wanted = b" or ".join(sorted(content_types)).decode()
                raise UnsupportedMediaType(f"The header Content-Type must be {wanted}.")
        return body

    async def chunks(self) -> AsyncGenerator[bytes, None]:
        """Yield the body as it comes; raise ClientLeft when it breaks off."""
        more = True
        while more:
            message = await self._receive()
            if message["type"] == "http.disconnect":
                raise ClientLeft
            if message["body"]:
                yield message["body"]
            more = message.get("more_body", False)

    def check_is_plain(self) -> None:
        """Raise UnsupportedMediaType for a compressed body."""
        if b"content-encoding" in self._headers:
            raise UnsupportedMediaType("Compressed bodies are not taken; send the body as it is.")

    async def _rest(self, first: bytes, most: int) -> bytes:
        parts, size = [first], len(first)
        async for chunk in self.chunks():
            parts.append(chunk)
            size += len(chunk)
            if size > most:
                raise _too_large(most)
        return b"".join(parts)


def _too_large(most: int) -> LimitExceeded:
    return LimitExceeded(f"The request body is larger than {most} bytes. Send less in one request.")
