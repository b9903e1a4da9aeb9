"""Whom this server answers to by name, and which pages may write through their visitors' browsers.

The Host allowlist stops DNS rebinding; the Origin check stops pages of other sites.
"""

import re
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from modelstead.http.errors import ForeignOrigin, UnknownHost

LOOPBACK = ("localhost", "127.0.0.1", "::1")

_OWN = frozenset({b"same-origin", b"none"})  # what browsers say of requests by our pages, and by their users
_HOST = re.compile(r"(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9._-]+))(?::[0-9]*)?")


class Sites:
    """The names of this server: loopback names, those it was told, or any with '*'.

    `address` is where it listens, `base_url` where its operator says that users reach it, if that is said.
    """

    def __init__(self, names: Iterable[str], *, address: str = "", base_url: str = "") -> None:
        self._address = address
        self._base_url = base_url
        base = urlsplit(base_url).hostname
        self._behind_base_url = frozenset((*LOOPBACK, base)) if base else frozenset()
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
        if writes and headers.get(b"sec-fetch-site", b"none") not in _OWN:
            raise ForeignOrigin("A page of another site may not write here.")

    def url(self, host: bytes, scheme: str) -> str:
        """Return the server's address, without a slash at its end, as the caller who sent this Host header knows it.

        Who comes by the name in base_url, or by a loopback name as a proxy may send it, gets base_url where it is set;
        anyone else the name that they used.
        """
        found = _HOST.fullmatch(host.decode("latin-1"))
        if found is None:
            return self._base_url or self._address
        if (found[1] or found[2]).lower() in self._behind_base_url:
            return self._base_url
        return f"{scheme}://{found[0]}"

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
