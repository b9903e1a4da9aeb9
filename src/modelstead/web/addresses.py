"""Addresses of pages, and those that a browser may be sent on to: pages of this server alone."""

import re
from urllib.parse import quote

# A path, not the beginning of another address; printable ASCII without a backslash, which browsers read as a slash.
_LOCAL = re.compile(r"/(?![/\\])[!-\[\]-~]*")


def local(to: str) -> str:
    """Return a path of this server to go on to, the start page for anything else."""
    return to if _LOCAL.fullmatch(to) else "/"


def sign_in_address(to: str, page: str = "/-/sign-in") -> str:
    """Return the address of a sign-in page that leads on to another page."""
    to = local(to)
    return page if to == "/" else f"{page}?to={quote(to, safe='/')}"
