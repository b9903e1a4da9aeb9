import select
import socket
import time
from contextlib import ExitStack

import pytest
from uvicorn._types import ASGIReceiveCallable, ASGISendCallable, Scope

from modelstead.http.deadlines import ConnectionLimits
from tests.unit.http.protocol_server import GET, LAST, PATIENCE, answer, connect, serve

LIMITS = ConnectionLimits(body_idle_seconds=0.15)
SIZE = 16 * 1024 * 1024  # more than the kernel holds


class Stream:
    """Answer with 16 MiB in pieces of `piece` bytes."""

    def __init__(self, piece: int) -> None:
        self.piece = piece

    async def __call__(self, _scope: Scope, _receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        await answer(send, b"begun", more=True)
        for _ in range(SIZE // self.piece):
            await send({"type": "http.response.body", "body": bytes(self.piece), "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})


@pytest.mark.parametrize("piece", [65536, SIZE], ids=["while it is made", "after it was made"])
def test_a_client_that_does_not_read_its_answer_is_cut(piece: int) -> None:
    with serve(Stream(piece), LIMITS) as address, ExitStack() as stack:
        clients = [stack.enter_context(connect(address)) for _ in range(2)]
        for client, request in zip(clients, (GET, LAST), strict=True):
            client.sendall(request)
        for client in clients:
            reset = select.poll()
            reset.register(client, 0)
            assert reset.poll(PATIENCE * 1_000)


def test_a_client_that_reads_slowly_gets_all_of_its_answer() -> None:
    with serve(Stream(65536), LIMITS) as address, socket.socket() as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
        client.settimeout(PATIENCE)
        client.connect(address)
        client.sendall(GET)
        size = 0
        for _ in range(16):  # a little at a time, long before the kernel asks for more
            size += len(client.recv(50_000, socket.MSG_WAITALL))
            time.sleep(0.03)
        while size < SIZE:
            piece = client.recv(1024 * 1024)
            assert piece
            size += len(piece)
