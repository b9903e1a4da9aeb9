"""An HTTP server that does nothing: it shows what the clients can do at most. Run as `python -m bench.stub PORT`."""

import asyncio
import sys
from functools import cache
from typing import cast

import uvloop

from bench.endpoint import HOST

RUN = (
    b'{"run":{"info":{"run_id":"%b","run_uuid":"%b","experiment_id":"1","status":"RUNNING","start_time":1,'
    b'"lifecycle_stage":"active","artifact_uri":"mlflow-artifacts:/1"},"data":{}}}'
) % (b"0" * 32, b"0" * 32)
RUN_INFO = RUN.replace(b'{"run":{"info":', b'{"run_info":').replace(b',"data":{}}}', b"}")


def _whole(body: bytes) -> bytes:
    return b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)


EMPTY_ANSWER = _whole(b"{}")
FILES = b"/mlflow-artifacts/artifacts/"
ANSWERS = {b"runs/create": _whole(RUN), b"runs/get": _whole(RUN), b"runs/update": _whole(RUN_INFO)}


class _Stub(asyncio.Protocol):
    def __init__(self) -> None:
        self._head = b""
        self._missing = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports do not derive from asyncio's.
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        if self._missing:
            self._missing -= len(data)
        else:
            if self._head:
                data = self._head + data
            self._head = data
            end = data.find(b"\r\n\r\n")
            if end < 0:
                return
            self._missing = end + 4 + _body_length(data[: end + 2]) - len(data)
        if not self._missing:
            self._transport.write(_answer(self._head))
            self._head = b""


def _body_length(head: bytes) -> int:
    head = head.lower()
    start = head.find(b"content-length:")
    return int(head[start + 15 : head.index(b"\r", start)]) if start >= 0 else 0


def _answer(head: bytes) -> bytes:
    method, target, _ = head.split(b" ", 2)
    path = target.partition(b"?")[0]
    if method == b"GET" and FILES in path:
        return _file(int(path.rpartition(b"-")[2]))
    return ANSWERS.get(path[path.find(b"/mlflow/") + 8 :], EMPTY_ANSWER)


@cache
def _file(size: int) -> bytes:
    """Return the answer of any file whose name ends with its size."""
    return _whole(bytes(size))


async def _serve(port: int) -> None:
    server = await asyncio.get_running_loop().create_server(_Stub, HOST, port)
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(_serve(int(sys.argv[1])))
