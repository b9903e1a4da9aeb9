"""Browsers of people who sign in, without the browser: forms, cookies, an address of its own for each."""

import html
import itertools
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import httpx

from modelstead.domain.user import User
from modelstead.services import users
from tests.serving import Running, running

PASSWORD = "correct horse battery staple"
PROXY = ("127.0.0.1",)  # tests come through a proxy that is believed, so that each has an address of its own

_addresses = itertools.count(1)
_names = itertools.count(1)
_TOKEN = re.compile(r'(?<=form_token" value=")[^"]*|(?<=form-token" content=")[^"]*')
_FIELD = re.compile(r'name="form_token" value="([^"]*)"')


@dataclass
class Browser:
    """Sends forms as a browser does, and keeps cookies; redirects are answers to look at."""

    http: httpx.Client
    address: str

    def get(self, path: str, **headers: str) -> httpx.Response:
        return self.http.get(path, headers=headers)

    def post(self, path: str, /, **form: str) -> httpx.Response:
        return self.http.post(path, data=form)

    def sign_in(self, username: str, password: str = PASSWORD, to: str = "/") -> httpx.Response:
        return self.post("/-/sign-in", username=username, password=password, to=to)

    def form_token(self, path: str = "/-/profile/sessions") -> str:
        """Return what the forms of a page hold."""
        found = _FIELD.search(self.get(path).text)
        assert found is not None
        return html.unescape(found[1])

    def send(self, path: str, /, **form: str) -> httpx.Response:
        """Send a form with the token of this session."""
        return self.post(path, form_token=self.form_token(), **form)

    def is_signed_in(self) -> bool:
        return self.get("/-/profile/sessions").status_code == 200

    @property
    def session(self) -> str:
        """The session's cookie, "" for none."""
        return self.http.cookies.get("modelstead_session") or ""


def same(answer: httpx.Response) -> str:
    """Return an answer's text without what is another each time: its request's id and the masks of form tokens."""
    text = answer.text.replace(answer.headers["x-request-id"], "")
    return _TOKEN.sub("", text)


def browser_of(site: Running, address: str = "") -> Browser:
    """Return a new browser at an address that no other one has."""
    number = next(_addresses)
    address = address or f"198.51.{number // 250}.{number % 250 + 1}"
    headers = {"X-Forwarded-For": address, "User-Agent": f"Browser {number}"}
    nothing_kept = httpx.Limits(max_keepalive_connections=0)  # so that there is nothing to close
    return Browser(httpx.Client(base_url=site.url, headers=headers, timeout=30, limits=nothing_kept), address)


def person(site: Running, password: str | None = PASSWORD, **fields: Any) -> User:
    """Create a person with a name that no other one has."""
    name = f"person-{next(_names)}"
    hashed = None if password is None else _hash(password)
    user: User = site.server.database.write_now(users.create, name, password_hash=hashed, **fields)
    return user


@lru_cache
def _hash(password: str) -> str:
    """Return a password's hash, which is slow on purpose, once for everybody who has it."""
    return users.hash_password(password)


@contextmanager
def site_in(folder: Path, **settings: Any) -> Iterator[Running]:
    """Start a server behind a proxy that it believes."""
    with running(folder, **{"trusted_proxies": PROXY, "sign_ins_per_minute": 0, **settings}) as started:
        yield started


def events(site: Running, action: str, subject: str) -> list[tuple[Any, ...]]:
    """Return who did what from where, of the audit log."""
    return site.server.database.read_now(
        lambda tx: tx.all(
            "SELECT user_id, address, details FROM audit_events WHERE action = ? AND subject = ? ORDER BY id",
            (action, subject),
        )
    )
