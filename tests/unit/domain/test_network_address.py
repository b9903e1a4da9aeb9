"""Addresses of other servers: URLs that are read in one way only, and what is public."""

import ipaddress

import pytest

from modelstead.domain.network_address import Allowed, Target, is_public, target
from modelstead.errors import InvalidParameter


def read(url: str) -> Target:
    return target(url, "url", 2_000)


@pytest.mark.parametrize(
    ("url", "expected", "authority"),
    [
        ("https://a.example", Target("https", "a.example", 443, "/"), "a.example"),
        ("HTTP://A.Example:8080/x?y=1", Target("http", "a.example", 8080, "/x?y=1"), "a.example:8080"),
        ("http://a.example:80?y", Target("http", "a.example", 80, "/?y"), "a.example"),
        ("https://[2001:db8::1]:8443/", Target("https", "2001:db8::1", 8443, "/"), "[2001:db8::1]:8443"),
        ("http://192.0.2.1//b", Target("http", "192.0.2.1", 80, "//b"), "192.0.2.1"),
        ("http://under_score.example./", Target("http", "under_score.example.", 80, "/"), "under_score.example."),
    ],
)
def test_a_url_is_read(url: str, expected: Target, authority: str) -> None:
    assert read(url) == expected
    assert read(url).authority == authority


@pytest.mark.parametrize(
    "url",
    [
        "",
        "a.example",
        "//a.example",
        "ftp://a.example",
        "file:///etc/passwd",
        "gopher://a.example",
        "http://",
        "http:///x",
        "http:a.example",
        "http://user@a.example",
        "http://user:password@a.example",
        "http://@a.example",
        "http://a.example#b",
        "http://a.example/#",
        "http://a.example\\@b.example",
        "http://a.example/\r\nX: y",
        "http://a.example/ b",
        " http://a.example",
        "http://ä.example",
        "http://a.example/ä",
        "http://a%2eexample",
        "http://a..example",
        "http://a.example:0",
        "http://a.example:65536",
        "http://a.example:x",
        "http://[::1",
        "http://[fe80::1%25eth0]/",
        "http://[v1.x]/",
        "http://127.1",
        "http://2130706433",
        "http://0x7f000001",
        "http://0x7f.1",
        "http://0177.0.0.1",
        "http://127.0.0.01",
        "http://1.2.3.4.",
        "http://a.0x",
        "http://a.1",
    ],
)
def test_what_parsers_might_read_differently_is_refused(url: str) -> None:
    with pytest.raises(InvalidParameter, match="url"):
        read(url)


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "1.1.1.1", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "192.0.1.1"]
)
def test_a_public_address_is_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",  # noqa: S104 - refused, not bound
        "0.1.2.3",
        "10.0.0.1",
        "100.64.0.1",
        "100.100.100.200",
        "127.0.0.1",
        "127.255.255.254",
        "168.63.129.16",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.192",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "224.0.0.1",
        "239.255.255.250",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:0:127.0.0.1",
        "64:ff9b::127.0.0.1",
        "64:ff9b::169.254.169.254",
        "64:ff9b:1::1",
        "100::1",
        "2001::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "2002:808:808::",
        "3fff::1",
        "5f00::1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fec0::1",
        "ff02::1",
    ],
)
def test_this_machine_and_its_surroundings_are_not_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


def test_nothing_that_is_not_public_may_be_called_unless_it_is_named() -> None:
    none, some = Allowed(()), Allowed(["10.0.0.0/8", "::1", "Hooks.Internal"])
    for host, address, allowed in [
        ("a.example", "8.8.8.8", True),
        ("a.example", "10.1.2.3", True),
        ("a.example", "::ffff:10.1.2.3", True),
        ("a.example", "::1", True),
        ("hooks.internal", "192.168.1.1", True),
        ("HOOKS.internal.", "192.168.1.1", True),
        ("x.hooks.internal", "192.168.1.1", False),
        ("a.example", "11.0.0.1", True),
        ("a.example", "127.0.0.1", False),
        ("a.example", "2002:a01:203::", False),
    ]:
        assert some.may_call(host, ipaddress.ip_address(address)) is allowed, (host, address)
        assert none.may_call(host, ipaddress.ip_address(address)) is (address in {"8.8.8.8", "11.0.0.1"})
