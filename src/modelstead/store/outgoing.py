"""Requests to other servers, to addresses that were checked, within fixed times and sizes.

A name is resolved once, every address of it is checked, and the connection goes to a checked address: what the name
leads to a moment later changes nothing. Redirects are answers like others, and proxies of the environment are not
used, since they would connect to addresses that nobody checked.
"""

import asyncio
import socket
import ssl
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor

import h11
import msgspec

from modelstead import __version__, limits
from modelstead.domain.network_address import Address, Allowed, Target, literal, plain, refusal

RESOLVERS = limits.WEBHOOK_SENDING  # a look-up cannot be broken off, and one that hangs must not hold up others
ADDRESSES_MAX = 4  # of one name that are tried
CHUNK_BYTES = 16 * 1024


class Reply(msgspec.Struct, frozen=True):
    """An answer: its status, its headers by their names in lower case, and as many bytes as were asked for."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class RequestError(Exception):
    """There was no answer; the message says why, without the URL, which may hold a secret."""


class Outgoing:
    """Calls other servers; those whose addresses are not public when `allowed` has them, which is that setting."""

    def __init__(
        self,
        allowed: Allowed,
        look_up: Callable[[str], list[str]] | None = None,
        *,
        setting: str = "webhook_allowed_addresses",
    ) -> None:
        self.allowed = allowed
        self._setting = setting
        self._look_up = look_up or of_system
        self._resolvers = ThreadPoolExecutor(RESOLVERS, thread_name_prefix="resolver")
        self._looking: dict[str, asyncio.Future[list[str]]] = {}
        self._tls: ssl.SSLContext | None = None

    async def check(self, target: Target) -> None:
        """Raise RequestError for a host that cannot be found or must not be called."""
        try:
            async with asyncio.timeout(limits.OUTGOING_CONNECT_SECONDS):
                await self._addresses(target)
        except TimeoutError:
            raise RequestError(refusal(target.host, self._setting)) from None

    async def request(
        self, method: str, target: Target, *, headers: Mapping[str, str], body: bytes = b"", most: int
    ) -> Reply:
        """Send a request and return the answer with at most so many bytes of its body."""
        try:
            async with asyncio.timeout(limits.OUTGOING_SECONDS):
                reader, writer = await self._connect(target)
                try:
                    return await _exchange(reader, writer, _request(method, target, headers, body), body, most)
                finally:
                    writer.transport.abort()
        except TimeoutError:
            raise RequestError(f"There was no whole answer within {limits.OUTGOING_SECONDS} seconds.") from None
        except (OSError, EOFError) as error:
            raise RequestError(f"The connection broke: {_reason(error)}.") from error
        except h11.ProtocolError as error:
            raise RequestError("The answer was not HTTP/1.1.") from error

    def close(self) -> None:
        self._resolvers.shutdown(wait=False, cancel_futures=True)

    async def _connect(self, target: Target) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        reason = ""
        try:
            async with asyncio.timeout(limits.OUTGOING_CONNECT_SECONDS):
                for address in await self._addresses(target):
                    try:
                        return await asyncio.open_connection(
                            str(address),
                            target.port,
                            ssl=self._context() if target.is_encrypted else None,
                            server_hostname=target.host.rstrip(".") if target.is_encrypted else None,
                        )
                    except OSError as error:
                        reason = _reason(error)
        except TimeoutError:
            reason = f"it did not answer within {limits.OUTGOING_CONNECT_SECONDS} seconds"
        raise RequestError(f"The server could not be connected to: {reason}.")

    async def _addresses(self, target: Target) -> list[Address]:
        """Return the addresses of a host; raise RequestError when there is none, or one that must not be called."""
        host = target.host
        found = literal(host)
        addresses = [found] if found is not None else await self._resolve(host)
        if not addresses or not all(self.allowed.may_call(host, address) for address in addresses):
            raise RequestError(refusal(host, self._setting))
        return [plain(address) for address in addresses[:ADDRESSES_MAX]]

    async def _resolve(self, host: str) -> list[Address]:
        """Look a name up, once for all who wait for the same."""
        looking = self._looking.get(host)
        if looking is None:
            looking = asyncio.get_running_loop().run_in_executor(self._resolvers, self._find, host)
            self._looking[host] = looking
            looking.add_done_callback(lambda _: self._looking.pop(host, None))
        found = [literal(row) for row in await asyncio.shield(looking)]
        return [] if None in found else [address for address in found if address is not None]

    def _find(self, host: str) -> list[str]:
        try:
            return self._look_up(host)
        except (OSError, UnicodeError):
            return []

    def _context(self) -> ssl.SSLContext:
        if self._tls is None:
            self._tls = ssl.create_default_context()
        return self._tls


def of_system(host: str) -> list[str]:
    """Return the addresses of a name, as the system finds them."""
    rows = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(row[4][0]) for row in rows))


def _request(method: str, target: Target, headers: Mapping[str, str], body: bytes) -> h11.Request:
    fields = {
        "Host": target.authority,
        "User-Agent": f"Modelstead/{__version__}",
        "Accept-Encoding": "identity",
        "Connection": "close",
        "Content-Length": str(len(body)),
        **headers,
    }
    return h11.Request(method=method, target=target.path, headers=list(fields.items()))


async def _exchange(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: h11.Request, body: bytes, most: int
) -> Reply:
    connection = h11.Connection(our_role=h11.CLIENT)
    events = (request, h11.Data(data=body), h11.EndOfMessage()) if body else (request, h11.EndOfMessage())
    writer.write(b"".join(connection.send(event) or b"" for event in events))
    await writer.drain()
    response: h11.Response | None = None
    content = b""
    while len(content) < most:
        event = connection.next_event()
        if event is h11.NEED_DATA:
            connection.receive_data(await reader.read(CHUNK_BYTES))
        elif isinstance(event, h11.Response):
            response = event
        elif isinstance(event, h11.Data):
            content += event.data
        elif not isinstance(event, h11.InformationalResponse):
            break
    if response is None:
        raise EOFError("it was closed without an answer")
    fields = {name.decode("latin-1"): value.decode("latin-1") for name, value in response.headers}
    return Reply(response.status_code, fields, content[:most])


def _reason(error: Exception) -> str:
    """Return what the system says of an error, without addresses."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not good ({error.verify_message.rstrip('.')})"
    if isinstance(error, ssl.SSLError):
        return "it does not speak TLS as it should"
    text = error.strerror if isinstance(error, OSError) else str(error)
    return (text or type(error).__name__).rstrip(".").lower()
