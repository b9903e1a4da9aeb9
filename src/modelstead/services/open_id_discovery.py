"""What an OpenID Connect provider says of itself, and its keys: asked for when needed, and remembered for a while."""

import asyncio
import logging
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from modelstead import limits
from modelstead.domain.network_address import target
from modelstead.errors import InvalidParameter, Unavailable
from modelstead.store.outgoing import Outgoing, Reply, RequestError

if TYPE_CHECKING:
    from joserfc.jwk import KeySet
    from joserfc.jws import CompactSignature

T = TypeVar("T")

OK = 200

log = logging.getLogger(__name__)


class Discovered(msgspec.Struct, frozen=True):
    """What a provider says of itself (OpenID Connect Discovery, 3). CI systems, where nobody signs in, say less."""

    issuer: str
    jwks_uri: str
    authorization_endpoint: str = ""
    token_endpoint: str = ""
    userinfo_endpoint: str = ""
    token_endpoint_auth_methods_supported: tuple[str, ...] = ("client_secret_basic",)


class Discovery:
    """Asks one provider, by the address that somebody trusts; nothing it names itself leads away from TLS.

    Whose keys are known is not kept waiting while newer ones are asked for. A provider that failed is left alone for
    `rest_seconds`.
    """

    def __init__(self, issuer: str, outgoing: Outgoing, *, rest_seconds: float = 0) -> None:
        self._issuer = issuer
        self._outgoing = outgoing
        self._rest_seconds = rest_seconds
        self._rests_until = 0.0
        self._asking = asyncio.Lock()
        self._asked_at = 0.0
        self._discovered: tuple[float, Discovered] | None = None
        self._keys: tuple[float, KeySet] | None = None

    async def keys_for(self, signed: "CompactSignature") -> "KeySet":
        """Return the provider's keys; ask again, now and then, when none has the id that the token names."""
        kid = signed.headers().get("kid")
        keys = await self._known_keys()
        if kid is None or any(key.kid == kid for key in keys.keys):
            return keys
        return await self._newer_keys(keys)

    async def _known_keys(self) -> "KeySet":
        held = self._fresh_keys()
        if held is not None:
            return held
        async with self._asking:
            held = self._fresh_keys()  # somebody else may have asked meanwhile
            if held is not None:
                return held
            if time.monotonic() < self._rests_until:
                raise Unavailable("The identity provider did not answer a moment ago. Try again in a minute.")
            try:
                return await self._ask_for_keys()
            except Unavailable:
                self._rests_until = time.monotonic() + self._rest_seconds
                raise

    def _fresh_keys(self) -> "KeySet | None":
        if self._keys is None or time.monotonic() - self._keys[0] > limits.OPEN_ID_KEYS_SECONDS:
            return None
        return self._keys[1]

    async def _newer_keys(self, held: "KeySet") -> "KeySet":
        """Return newer keys than those; the same where the provider was asked just now, or does not answer."""
        async with self._asking:
            if self._keys is not None and self._keys[1] is not held:
                return self._keys[1]
            if time.monotonic() - self._asked_at <= limits.OPEN_ID_REFRESH_SECONDS:
                return held
            try:
                return await self._ask_for_keys()
            except Unavailable:
                return held

    async def _ask_for_keys(self) -> "KeySet":
        from joserfc.errors import JoseError  # noqa: PLC0415 - a server whose people use passwords does without
        from joserfc.jwk import KeySet  # noqa: PLC0415 - the same

        try:
            reply = await self.get((await self._discover_now()).jwks_uri)
        finally:
            self._asked_at = time.monotonic()
        rows = decoded(reply, dict[str, Any]).get("keys")
        usable = [row for row in rows if _may_sign(row)] if isinstance(rows, list) else []
        try:
            keys = KeySet.import_key_set({"keys": usable})
        except (ValueError, KeyError, TypeError, AttributeError, JoseError) as error:
            log.warning("The keys of %r cannot be read.", self._issuer)
            raise _strange() from error
        self._keys = time.monotonic(), keys
        return keys

    async def discovered(self) -> Discovered:
        async with self._asking:
            return await self._discover_now()

    async def _discover_now(self) -> Discovered:
        if self._discovered is None or time.monotonic() - self._discovered[0] > limits.OPEN_ID_KEYS_SECONDS:
            reply = await self.get(f"{self._issuer.rstrip('/')}/.well-known/openid-configuration")
            found = decoded(reply, Discovered)
            if found.issuer != self._issuer:
                log.error(
                    "The identity provider %r calls itself %r; it has to be named so.", self._issuer, found.issuer
                )
                raise _strange()
            self._discovered = time.monotonic(), found
        return self._discovered[1]

    async def get(self, url: str, headers: Mapping[str, str] | None = None) -> Reply:
        reply = await self.request("GET", url, {"Accept": "application/json", **(headers or {})})
        if reply.status != OK:
            log.error("The identity provider answers %d at %r.", reply.status, url.partition("?")[0])
            raise _strange()
        return reply

    async def request(self, method: str, url: str, headers: Mapping[str, str], body: bytes = b"") -> Reply:
        if self._issuer.startswith("https://") and not url.startswith("https://"):
            log.error("The identity provider names an address that is not encrypted: %r", url.partition("?")[0])
            raise _strange()
        try:
            to = target(url, "issuer", limits.WEBHOOK_URL_LENGTH)
            return await self._outgoing.request(
                method, to, headers=headers, body=body, most=limits.OPEN_ID_ANSWER_BYTES
            )
        except (RequestError, InvalidParameter) as error:
            log.warning("The identity provider %r cannot be asked: %s", self._issuer, error)
            raise Unavailable(
                "The identity provider cannot be reached. Try again in a minute.", retry_after=60
            ) from error


def decoded(reply: Reply, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(reply.body, type=kind)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        log.warning("The identity provider's answer cannot be read: %s", error)
        raise _strange() from error


def _may_sign(row: object) -> bool:
    """Tell whether a key of a provider is a public one for signatures; a shared secret never is."""
    if not isinstance(row, dict) or row.get("kty") not in ("RSA", "EC", "OKP") or row.get("use", "sig") != "sig":
        return False
    return row.get("crv", "P-256") in ("P-256", "Ed25519")


def _strange() -> Unavailable:
    return Unavailable("The identity provider does not answer as it should. An administrator finds why in the log.")
