"""From an answer to ASGI messages: the head that every answer has, whole bodies and streams."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import aclosing

from modelstead.http.answer import Answer, Header, Streamed
from modelstead.http.body import Message, Receive

Send = Callable[[Message], Awaitable[None]]

EVERY_ANSWER: tuple[Header, ...] = (
    (b"x-content-type-options", b"nosniff"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
KEPT_BY_NOBODY: Header = (b"cache-control", b"no-store")
ASKED_AGAIN: Header = (b"cache-control", b"private, no-cache")  # files, which have an ETag
NO_CONTENT = 204


async def send_whole(send: Send, answer: Answer, request_id: str, *, with_body: bool) -> None:
    """Send an answer that is there as a whole."""
    size = None if answer.status == NO_CONTENT else len(answer.body)  # RFC 9110: it may not say a length
    await send(_start(answer, size, request_id))
    await send({"type": "http.response.body", "body": answer.body if with_body else b""})


async def send_stream(send: Send, receive: Receive, answer: Streamed, request_id: str, *, with_body: bool) -> None:
    """Send a stream, until it ends or the client has left."""
    if answer.chunks is None or not with_body:
        await send(_start(answer, answer.size, request_id))
        await send({"type": "http.response.body", "body": b""})
        return
    async with aclosing(answer.chunks) as chunks:
        leaving = asyncio.create_task(_departure(receive))
        try:
            await send(_start(answer, answer.size, request_id))
            async for chunk in chunks:
                if leaving.done():
                    return
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
            await send({"type": "http.response.body", "body": b""})
        finally:
            leaving.cancel()


async def _departure(receive: Receive) -> None:
    """Return when the client has left; what it still sends is of no use."""
    while (await receive())["type"] != "http.disconnect":
        pass


def _start(answer: Answer | Streamed, size: int | None, request_id: str) -> Message:
    kept = any(name == b"cache-control" for name, _ in answer.headers)
    headers = [
        (b"content-type", answer.content_type),
        *(() if size is None else ((b"content-length", str(size).encode()),)),
        (b"x-request-id", request_id.encode()),
        *EVERY_ANSWER,
        *(() if kept else (ASKED_AGAIN if isinstance(answer, Streamed) else KEPT_BY_NOBODY,)),
        *answer.headers,
    ]
    return {"type": "http.response.start", "status": answer.status, "headers": headers}
