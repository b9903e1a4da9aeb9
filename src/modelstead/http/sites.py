"""Whom this server answers to by name, and which pages may write through their visitors' browsers.

The Host allowlist stops DNS rebinding; the Origin check stops pages of other sites.
"""

import re
from collections.abc import Iterable, Mapping

from modelstead.http.errors import ForeignOrigin, UnknownHost

LOOPBACK = ("localhost", "127.0.0.1", "::1")

_HOST = re.compile(r"(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9._-]+))(?::[0-9]*)?")


class Sites:
    """The names of this server: loopback names, those it was told, or any with '*'."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = frozenset(name.lower() for name in (*LOOPBACK, *names))
        self._any = "*" in self._names
        self._hosts: dict[bytes, bool] = {}

    def check(self, headers: Mapping[bytes, bytes], *, writes: bool) -> None:
        """Raise UnknownHost, or ForeignOrigin for a write from another site's page."""
        host = headers.get(b"host", b"")
        if not self._any and not self._knows(host):
            raise UnknownHost(
                f"This server is not called {host.decode('latin-1')!r}. Its operator can add the name to allowed_hosts."
            )
        origin = headers.get(b"origin")
        if writes and origin is not None and _authority(origin) != host.lower():
            raise ForeignOrigin("A page of another site may not write here.")

    def _knows(self, host: bytes) -> bool:
        known = self._hosts.get(host)
        if known is None:
            found = _HOST.fullmatch(host.decode("latin-1"))
            known = found is not None and (found[1] or found[2]).lower() in self._names
            if len(self._hosts) < 1000:  # noqa: PLR2004 - enough for honest clients, bounded for others
                self._hosts[host] = known
        return known


def _authority(origin: bytes) -> bytes:
    return origin.lower().partition(b"://")[2]
