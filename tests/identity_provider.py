"""A small OpenID Connect provider on loopback: real HTTP, codes that work once, PKCE, signatures, keys that rotate.

Whoever comes to its authorization page is let in at once as `person`. Tests tamper with what it signs.
"""

import base64
import hashlib
import json
import secrets
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote_plus, urlencode, urlsplit

from joserfc import jws
from joserfc.errors import SecurityWarning
from joserfc.jwk import ECKey, Key, KeyParameters, OKPKey, RSAKey

CLIENT_ID = "modelstead"
CLIENT_SECRET = "of the client & <more>"
PERSON = {
    "sub": "248289761001",
    "name": "Person of Tests",
    "preferred_username": "person.of.tests",
    "email": "person@example.com",
    "email_verified": True,
    "groups": ["everyone"],
}

Claims = dict[str, Any]


def signed(header: dict[str, Any], claims: Claims, key: Key) -> str:
    """Return a JWT."""
    registry = jws.JWSRegistry(algorithms=[header["alg"]])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SecurityWarning)  # of what tests do on purpose
        return jws.serialize_compact(header, json.dumps(claims).encode(), key, registry=registry)


@dataclass(frozen=True)
class Grant:
    """What a code stands for."""

    redirect_uri: str
    nonce: str
    challenge: str


@dataclass
class Provider:
    """A provider at `issuer`. `sign` makes the ID token of claims; `userinfo` is what is told beside it."""

    port: int
    person: Claims = field(default_factory=lambda: dict(PERSON))
    userinfo: Claims = field(default_factory=dict)
    extra: Claims = field(default_factory=dict)
    key: Key = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "first", "use": "sig"}))
    algorithm: str = "RS256"
    sign: Callable[[Claims], str] | None = None
    discovery: dict[str, Any] = field(default_factory=dict)
    keys: Any = None  # what it tells instead of its key
    delay: threading.Event | None = None  # that it waits for before each answer
    grants: dict[str, Grant] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    forms: list[dict[str, str]] = field(default_factory=list)

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def rotate(self, algorithm: str, kid: str) -> None:
        """Sign by a new key from now on; the old one is forgotten."""
        options: KeyParameters = {"kid": kid, "use": "sig"}
        kinds: dict[str, Callable[[], Key]] = {
            "ES256": lambda: ECKey.generate_key("P-256", options),
            "EdDSA": lambda: OKPKey.generate_key("Ed25519", options),
        }
        self.algorithm = algorithm
        self.key = kinds.get(algorithm, lambda: RSAKey.generate_key(2048, options))()

    def claims(self, nonce: str) -> Claims:
        now = int(time.time())
        base = {"iss": self.issuer, "aud": CLIENT_ID, "iat": now, "exp": now + 300, "nonce": nonce}
        return {**base, **self.person, **self.extra}

    def id_token(self, nonce: str) -> str:
        claims = self.claims(nonce)
        if self.sign is not None:
            return self.sign(claims)
        return signed({"alg": self.algorithm, "kid": self.key.kid}, claims, self.key)

    def document(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            **self.discovery,
        }


class Handler(BaseHTTPRequestHandler):
    """Answers as RFC 6749, RFC 7636 and OpenID Connect say."""

    made: Provider

    def do_GET(self) -> None:
        path, _, query = self.path.partition("?")
        self.made.asked.append(path)
        if self.made.delay is not None:
            self.made.delay.wait(20)
        if path == "/.well-known/openid-configuration":
            self._json(self.made.document())
        elif path == "/keys":
            self._json(self.made.keys or {"keys": [self.made.key.as_dict(private=False)]})
        elif path == "/authorize":
            self._authorize({name: values[0] for name, values in parse_qs(query).items()})
        elif path == "/userinfo":
            is_known = self.headers.get("authorization") == "Bearer of-userinfo"
            told = {"sub": self.made.person["sub"], **self.made.userinfo}
            self._json(told if is_known else {}, 200 if is_known else 401)
        else:
            self._json({}, 404)

    def do_POST(self) -> None:
        self.made.asked.append(self.path)
        body = self.rfile.read(int(self.headers["content-length"])).decode()
        form = {name: values[0] for name, values in parse_qs(body).items()}
        self.made.forms.append(form)
        grant = self.made.grants.pop(form.get("code", ""), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if not self._is_client(form):
            self._json({"error": "invalid_client"}, 401)
        elif grant is None or grant.redirect_uri != form["redirect_uri"] or grant.challenge != challenge:
            self._json({"error": "invalid_grant"}, 400)
        else:
            token = self.made.id_token(grant.nonce)
            self._json({"access_token": "of-userinfo", "token_type": "Bearer", "id_token": token})

    def _is_client(self, form: dict[str, str]) -> bool:
        scheme, _, pair = self.headers.get("authorization", "").partition(" ")
        if scheme != "Basic":
            return (form.get("client_id"), form.get("client_secret")) == (CLIENT_ID, CLIENT_SECRET)
        name, _, secret = base64.b64decode(pair).decode().partition(":")
        return (unquote_plus(name), unquote_plus(secret)) == (CLIENT_ID, CLIENT_SECRET)

    def _authorize(self, query: dict[str, str]) -> None:
        assert (query["response_type"], query["code_challenge_method"]) == ("code", "S256")
        assert query["client_id"] == CLIENT_ID
        assert "openid" in query["scope"].split()
        code = secrets.token_urlsafe(16)
        self.made.grants[code] = Grant(query["redirect_uri"], query["nonce"], query["code_challenge"])
        back = urlencode({"code": code, "state": query["state"], "iss": self.made.issuer})
        self.send_response(302)
        self.send_header("Location", f"{query['redirect_uri']}?{back}")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _json(self, value: object, status: int = 200) -> None:
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Print nothing."""


@contextmanager
def identity_provider() -> Iterator[Provider]:
    """Start a provider."""

    class Bound(Handler):
        """Belongs to this provider alone."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Bound)
    made = Bound.made = Provider(server.server_port)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)


def settings(provider: Provider, **more: Any) -> dict[str, Any]:
    """Return the settings of a server whose people sign in by a provider."""
    return {
        "oidc_issuer": provider.issuer,
        "oidc_client_id": CLIENT_ID,
        "oidc_client_secret": CLIENT_SECRET,
        "oidc_name": "Example",
        **more,
    }


def path_of(url: str) -> str:
    """Return the path and query of a URL."""
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")
