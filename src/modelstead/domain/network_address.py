"""Addresses of other servers: which URLs may be called, and which network addresses are public."""

import ipaddress
import re
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from urllib.parse import urlsplit

import msgspec

from modelstead.domain.key import check_length, quoted
from modelstead.errors import InvalidParameter

Address = IPv4Address | IPv6Address

_PORTS = {"http": 80, "https": 443}
_PORT_MAX = 65_535
_LEGAL = re.compile(r"https?://[!-\[\]-~]+", re.IGNORECASE)  # no white space, no backslash, nothing beyond ASCII
_HOST = re.compile(r"(?=.{1,253}$)[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*\.?", re.IGNORECASE)
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*", re.IGNORECASE)

# IANA's special-purpose registry, and what clouds keep for themselves. Written down here since Python's own lists,
# which are asked too, differ from release to release.
_NOT_PUBLIC_4 = tuple(
    map(
        IPv4Network,
        (
            "0.0.0.0/8",  # this network
            "10.0.0.0/8",
            "100.64.0.0/10",  # shared by carriers, and Alibaba's metadata
            "127.0.0.0/8",
            "168.63.129.16/32",  # Azure's own services
            "169.254.0.0/16",  # link-local, with the metadata of most clouds
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",  # relays of 6to4
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/3",  # multicast, reserved, broadcast
        ),
    )
)
_PUBLIC_6 = IPv6Network("2000::/3")
_NOT_PUBLIC_6 = tuple(
    map(
        IPv6Network,
        (
            "2001::/23",  # protocol assignments, Teredo among them, which holds an IPv4 address
            "2001:db8::/32",
            "2002::/16",  # 6to4, which holds an IPv4 address
            "3fff::/20",
        ),
    )
)
_NAT64 = IPv6Network("64:ff9b::/96")


class Target(msgspec.Struct, frozen=True):
    """An http or https URL in parts. `host` is a name or a literal address without brackets; `path` has the query."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def is_encrypted(self) -> bool:
        return self.scheme == "https"

    @property
    def authority(self) -> str:
        """What the Host header has."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"


def target(url: str, field: str, limit: int) -> Target:
    """Return an http or https URL in parts; raise InvalidParameter for one that parsers might read differently."""
    check_length(url, field, limit)
    if not _LEGAL.fullmatch(url):
        raise _bad(field, "it must begin with http:// or https:// and have ASCII characters only, without white space")
    if "#" in url:
        raise _bad(field, "it must not have a fragment (#…)")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise _bad(field, "its host or port is malformed") from None
    if "@" in parts.netloc:
        raise _bad(field, "it must not have a user or password")
    if port is not None and not 1 <= port <= _PORT_MAX:
        raise _bad(field, f"its port must be from 1 to {_PORT_MAX}")
    if literal(host) is None and ("[" in parts.netloc or not _is_name(host)):
        raise _bad(field, "its host must be a name or an address in its usual form, such as 192.0.2.1 or [2001:db8::1]")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme.lower(), host, port or _PORTS[parts.scheme.lower()], path)


def _is_name(host: str) -> bool:
    """Tell whether a host is a name, and not an address in some form that only some programs read."""
    last = host.rstrip(".").rpartition(".")[2]
    return bool(_HOST.fullmatch(host)) and not _NUMBER.fullmatch(last)


def literal(host: str) -> Address | None:
    """Return the address that a host is, None for a name; a scope (fe80::1%eth0) is no part of an address here."""
    try:
        return None if "%" in host else ipaddress.ip_address(host)
    except ValueError:
        return None


def plain(address: Address) -> Address:
    """Return the IPv4 address that an IPv4-mapped one stands for; any other as it is."""
    return (isinstance(address, IPv6Address) and address.ipv4_mapped) or address


def network(text: str) -> str:
    """Return what requests of one sender share: an IPv4 address, or the /64 that one has of IPv6; else the text."""
    address = literal(text.partition("%")[0])
    if address is None:
        return text
    address = plain(address)
    return str(address) if isinstance(address, IPv4Address) else str(IPv6Network((address, 64), strict=False))


def is_public(address: Address) -> bool:
    """Tell whether an address belongs to the public internet, and not to this machine or its surroundings."""
    address = plain(address)
    if isinstance(address, IPv6Address) and address in _NAT64:
        return is_public(IPv4Address(int(address) & 0xFFFFFFFF))
    if not address.is_global or address.is_multicast or address.is_reserved:
        return False
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _NOT_PUBLIC_4)
    return address in _PUBLIC_6 and not any(address in network for network in _NOT_PUBLIC_6)


class Allowed:
    """What may be called although it is not public: networks, single addresses, and names of hosts."""

    def __init__(self, entries: Iterable[str]) -> None:
        self._networks: list[IPv4Network | IPv6Network] = []
        self._names: set[str] = set()
        for entry in entries:
            try:
                self._networks.append(ipaddress.ip_network(entry))
            except ValueError:
                self._names.add(entry.lower().rstrip("."))

    def may_call(self, host: str, address: Address) -> bool:
        """Tell whether a host may be called at one of its addresses."""
        if host.lower().rstrip(".") in self._names or is_public(address):
            return True
        return any(plain(address) in network for network in self._networks)

    def has(self, host: str) -> bool:
        """Tell whether a host itself is listed, by its name or by the address that it is."""
        address = literal(host)
        if address is None:
            return host.lower().rstrip(".") in self._names
        return any(plain(address) in network for network in self._networks)


def _bad(field: str, rule: str) -> InvalidParameter:
    return InvalidParameter(f"Invalid value for parameter '{field}' supplied: {rule}.")


def refusal(host: str, setting: str) -> str:
    """Return why a host is not called, in words that do not tell whether it exists; `setting` lists what may be."""
    return (
        f"The host {quoted(host)} is not found, or its address is not public. "
        f"The operator can allow it by the setting {setting}."
    )
