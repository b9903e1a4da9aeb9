"""Send the head of an answer with the beginning of its body: one system call and one packet instead of two each."""

import asyncio


class Cork:
    """Stands between one request's cycle in uvicorn and its transport."""

    __slots__ = ("_begun", "_head", "_transport")

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._head = b""
        self._begun = False

    def write(self, data: bytes) -> None:
        """Keep the head for the next write, which every answer but one to HEAD has; send all else."""
        if self._begun:
            if self._head:
                data = self._head + data
                self._head = b""
            self._transport.write(data)
        elif data.startswith(b"HTTP/1.1 1"):  # 100 Continue is no head
            self._transport.write(data)
        else:
            self._begun = True
            self._head = data

    def is_closing(self) -> bool:
        return self._transport.is_closing()

    def close(self) -> None:
        if self._head:  # an answer that broke off before its body
            self._transport.write(self._head)
        self._transport.close()
