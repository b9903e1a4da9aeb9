"""Cookies: one of a session, and short-lived ones; read by nobody but this server, and sent along by its own pages."""

from modelstead import limits
from modelstead.http.answer import Header

SESSION = "modelstead_session"
_SECONDS = limits.SESSION_DAYS * 86_400


def value(header: bytes, name: str, *, is_secure: bool) -> str | None:
    """Return a cookie of a Cookie header, the first of its name; None when there is none.

    Under HTTPS only a name that browsers keep for this very host counts, so that no neighbour can plant one.
    """
    wanted = _name(name, is_secure=is_secure).encode()
    for part in header.split(b";"):
        found, _, content = part.strip().partition(b"=")
        if found == wanted:
            return content.decode("latin-1")
    return None


def cookie(name: str, content: str, *, is_secure: bool, seconds: int = _SECONDS) -> Header:
    """Return the header that sets a cookie; content is ASCII without white space, commas and semicolons."""
    attributes = f"Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax" + ("; Secure" if is_secure else "")
    return b"set-cookie", f"{_name(name, is_secure=is_secure)}={content}; {attributes}".encode()


def forgotten(name: str, *, is_secure: bool) -> Header:
    """Return the header that removes a cookie."""
    return cookie(name, "", is_secure=is_secure, seconds=0)


def _name(name: str, *, is_secure: bool) -> str:
    return f"__Host-{name}" if is_secure else name
