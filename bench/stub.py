"""An HTTP server that does nothing: it shows what the clients can do at most. Run as `python -m bench.stub PORT`."""

import asyncio
import sys
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
ANSWERS = {b"runs/create": _whole(RUN), b"runs/get": _whole(RUN), b"runs/update": _whole(RUN_INFO)}


class _Stub(asyncio.Protocol):
    def __init__(self) -> None:
        self._data = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports do not derive from asyncio's.
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        if self._data:
            data = self._data + data
        if not _is_whole(data):
            self._data = data
            return
        self._data = b""
        path = data.split(b" ", 2)[1].partition(b"?")[0]
        self._transport.write(ANSWERS.get(path[path.find(b"/mlflow/") + 8 :], EMPTY_ANSWER))


def _is_whole(data: bytes) -> bool:
    end = data.find(b"\r\n\r\n")
    if end < 0:
        return False
    head = data[: end + 2].lower()
    start = head.find(b"content-length:")
    return start < 0 or len(data) >= end + 4 + int(head[start + 15 : head.index(b"\r", start)])


async def _serve(port: int) -> None:
    server = await asyncio.get_running_loop().create_server(_Stub, HOST, port)
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(_serve(int(sys.argv[1])))
