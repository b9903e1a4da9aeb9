"""The way to an identity provider and back: what a browser keeps meanwhile, and what only it can bring back."""

import base64
import hashlib
import secrets

import msgspec

from modelstead import clock, ids, limits

FIELDS = 4


class Flow(msgspec.Struct, frozen=True):
    """One sign-in under way, all of it made from a random seed by the server's key; `to` is where it leads."""

    seed: str
    expires_at: int
    to: str
    state: str
    nonce: str
    verifier: str

    @property
    def challenge(self) -> str:
        """What the provider is shown of the verifier (RFC 7636, S256)."""
        return base64.urlsafe_b64encode(hashlib.sha256(self.verifier.encode()).digest()).rstrip(b"=").decode()


def begin(key: bytes, to: str) -> Flow:
    expires_at = clock.now_ms() // 1000 + limits.OPEN_ID_SECONDS
    return _flow(key, secrets.token_urlsafe(32), expires_at, to)


def cookie(key: bytes, flow: Flow) -> str:
    """Return what the browser keeps: signed, and without what the provider is to see, or not to see."""
    to = base64.urlsafe_b64encode(flow.to.encode()).decode()
    return f"{flow.seed}.{flow.expires_at}.{to}.{_signature(key, flow.seed, flow.expires_at, flow.to)}"


def resume(key: bytes, content: str | None) -> Flow | None:
    """Return the sign-in that a cookie is of; None for one that is missing, too old or not ours."""
    parts = (content or "").split(".")
    if len(parts) != FIELDS or not (parts[1].isascii() and parts[1].isdigit() and len(parts[1]) <= 12):  # noqa: PLR2004 - digits of a time
        return None
    seed, expires_at = parts[0], int(parts[1])
    try:
        to = base64.urlsafe_b64decode(parts[2].encode()).decode()
    except ValueError:
        return None
    fields = ("open id", seed, expires_at, to)
    if not ids.is_signature(parts[3], key, *fields) or expires_at < clock.now_ms() // 1000:
        return None
    return _flow(key, seed, expires_at, to)


def _flow(key: bytes, seed: str, expires_at: int, to: str) -> Flow:
    state, nonce, verifier = (ids.signature(key, f"open id {what}", seed) for what in ("state", "nonce", "verifier"))
    return Flow(seed, expires_at, to, state, nonce, verifier)


def _signature(key: bytes, seed: str, expires_at: int, to: str) -> str:
    return ids.signature(key, "open id", seed, expires_at, to)
