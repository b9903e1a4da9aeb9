"""An OpenID Connect provider: what it says of itself, its keys, and who it says that somebody is."""

import asyncio
import base64
import logging
import time
import warnings
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote_plus, urlencode

import msgspec

from modelstead import limits
from modelstead.domain import id_token, identity
from modelstead.domain.identity import Claims, Identity, ManagedRole
from modelstead.domain.network_address import target
from modelstead.errors import InvalidParameter, Unauthenticated, Unavailable
from modelstead.services.open_id_flow import Flow
from modelstead.store.outgoing import Outgoing, Reply, RequestError

if TYPE_CHECKING:
    from joserfc.jwk import KeySet
    from joserfc.jws import CompactSignature

T = TypeVar("T")

OK = 200
_FORM = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}

log = logging.getLogger(__name__)


class Client(msgspec.Struct, frozen=True):
    """How a provider knows this server, and what follows from what the provider says."""

    issuer: str
    client_id: str
    client_secret: str
    scopes: tuple[str, ...]
    claims: Claims
    email_domains: tuple[str, ...] = ()
    creates_users: bool = False
    roles: tuple[ManagedRole, ...] = ()


class Discovered(msgspec.Struct, frozen=True):
    """What a provider says of itself (OpenID Connect Discovery, 3)."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str = ""
    token_endpoint_auth_methods_supported: tuple[str, ...] = ("client_secret_basic",)


class Tokens(msgspec.Struct, frozen=True):
    """What a provider gives for a code."""

    id_token: str
    access_token: str = ""


class Provider:
    """Sends people to a provider and finds out who came back; remembers what the provider says of itself."""

    def __init__(self, client: Client, outgoing: Outgoing) -> None:
        self.client = client
        self._outgoing = outgoing
        self._asking = asyncio.Lock()
        self._discovered: tuple[float, Discovered] | None = None
        self._keys: tuple[float, KeySet] | None = None

    async def address(self, flow: Flow, redirect_uri: str) -> str:
        """Return where a browser goes to sign in at the provider."""
        endpoint = (await self._discover()).authorization_endpoint
        query = {
            "response_type": "code",
            "client_id": self.client.client_id,
            "redirect_uri": redirect_uri,
            "scope": " ".join(self.client.scopes),
            "state": flow.state,
            "nonce": flow.nonce,
            "code_challenge": flow.challenge,
            "code_challenge_method": "S256",
        }
        return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(query)}"

    async def identify(self, flow: Flow, code: str, redirect_uri: str) -> Identity:
        """Return who came back with a code; raise Unauthenticated when what the provider gives for it is no good."""
        discovered = await self._discover()
        tokens = await self._exchange(discovered, flow, code, redirect_uri)
        claims = await self._verified(tokens.id_token)
        now = int(time.time())
        id_token.check(claims, issuer=self.client.issuer, client_id=self.client.client_id, nonce=flow.nonce, now=now)
        if discovered.userinfo_endpoint and tokens.access_token and not self._says_enough(claims):
            claims = {**await self._userinfo(discovered, tokens.access_token, claims["sub"]), **claims}
        return identity.read(self.client.issuer, claims, self.client.claims)

    def _says_enough(self, claims: Mapping[str, object]) -> bool:
        wanted = {self.client.claims.username, self.client.claims.email, "email_verified"}
        if self.client.roles:
            wanted.add(self.client.claims.groups)
        return wanted <= set(claims)

    async def _exchange(self, discovered: Discovered, flow: Flow, code: str, redirect_uri: str) -> Tokens:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_uri,
            "code_verifier": flow.verifier,
        }
        headers = dict(_FORM)
        if not self.client.client_secret:
            form["client_id"] = self.client.client_id
        elif "client_secret_basic" in discovered.token_endpoint_auth_methods_supported:
            pair = f"{quote_plus(self.client.client_id)}:{quote_plus(self.client.client_secret)}"
            headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
        else:
            form |= {"client_id": self.client.client_id, "client_secret": self.client.client_secret}
        reply = await self._request("POST", discovered.token_endpoint, headers, urlencode(form).encode())
        if reply.status != OK:
            log.warning("The identity provider gave no token: %d %s", reply.status, _said(reply))
            raise Unauthenticated("The identity provider did not confirm this sign-in. Sign in again.")
        return _decoded(reply, Tokens)

    async def _verified(self, token: str) -> Mapping[str, Any]:
        """Return the claims of an ID token that one of the provider's keys has signed."""
        from joserfc import jws  # noqa: PLC0415 - a server whose people use passwords does without
        from joserfc.errors import JoseError, SecurityWarning  # noqa: PLC0415 - the same

        registry = jws.JWSRegistry(algorithms=list(id_token.ALGORITHMS))
        try:
            signed = jws.extract_compact(token.encode("ascii"), registry=registry)
            keys = await self._keys_for(signed)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", SecurityWarning)  # EdDSA is the old name of Ed25519, and as good
                is_signed = jws.validate_compact(signed, keys, registry=registry)
            if not is_signed:
                raise _unsigned()
            claims = msgspec.json.decode(signed.payload, type=dict[str, Any])
        except (JoseError, UnicodeError, ValueError, msgspec.MsgspecError) as error:
            log.warning("The identity provider's ID token is refused: %s", error)
            raise _unsigned() from error
        return claims

    async def _keys_for(self, signed: "CompactSignature") -> "KeySet":
        """Return the provider's keys; ask again, now and then, when none has the id that the token names."""
        kid = signed.headers().get("kid")
        keys, age = await self._known_keys(limits.OPEN_ID_KEYS_SECONDS)
        is_known = kid is None or any(key.kid == kid for key in keys.keys)
        if not is_known and age > limits.OPEN_ID_REFRESH_SECONDS:
            keys, _ = await self._known_keys(limits.OPEN_ID_REFRESH_SECONDS)
        return keys

    async def _known_keys(self, seconds: float) -> tuple["KeySet", float]:
        """Return keys that are at most so old, and how old they are."""
        from joserfc.jwk import KeySet  # noqa: PLC0415 - see above

        async with self._asking:
            if self._keys is None or time.monotonic() - self._keys[0] > seconds:
                reply = await self._get((await self._discover_now()).jwks_uri)
                rows = _decoded(reply, dict[str, Any]).get("keys")
                usable = [row for row in rows if _may_sign(row)] if isinstance(rows, list) else []
                try:
                    self._keys = time.monotonic(), KeySet.import_key_set({"keys": usable})
                except (ValueError, KeyError, TypeError) as error:
                    raise _strange() from error
            return self._keys[1], time.monotonic() - self._keys[0]

    async def _discover(self) -> Discovered:
        async with self._asking:
            return await self._discover_now()

    async def _discover_now(self) -> Discovered:
        if self._discovered is None or time.monotonic() - self._discovered[0] > limits.OPEN_ID_KEYS_SECONDS:
            reply = await self._get(f"{self.client.issuer.rstrip('/')}/.well-known/openid-configuration")
            found = _decoded(reply, Discovered)
            if found.issuer != self.client.issuer:
                log.error("The identity provider calls itself %r; oidc_issuer must be that.", found.issuer)
                raise _strange()
            self._discovered = time.monotonic(), found
        return self._discovered[1]

    async def _userinfo(self, discovered: Discovered, access_token: str, subject: object) -> Mapping[str, Any]:
        reply = await self._get(discovered.userinfo_endpoint, {"Authorization": f"Bearer {access_token}"})
        found = _decoded(reply, dict[str, Any])
        if found.get("sub") != subject:
            raise Unauthenticated("The identity provider told of another person. Sign in again.")
        return found

    async def _get(self, url: str, headers: Mapping[str, str] | None = None) -> Reply:
        reply = await self._request("GET", url, {"Accept": "application/json", **(headers or {})})
        if reply.status != OK:
            log.error("The identity provider answers %d at %s.", reply.status, url.partition("?")[0])
            raise _strange()
        return reply

    async def _request(self, method: str, url: str, headers: Mapping[str, str], body: bytes = b"") -> Reply:
        if self.client.issuer.startswith("https://") and not url.startswith("https://"):
            log.error("The identity provider names an address that is not encrypted: %s", url.partition("?")[0])
            raise _strange()
        try:
            to = target(url, "oidc_issuer", limits.WEBHOOK_URL_LENGTH)
            return await self._outgoing.request(
                method, to, headers=headers, body=body, most=limits.OPEN_ID_ANSWER_BYTES
            )
        except (RequestError, InvalidParameter) as error:
            log.warning("The identity provider cannot be asked: %s", error)
            raise Unavailable(
                "The identity provider cannot be reached. Try again in a minute.", retry_after=60
            ) from error


def _decoded(reply: Reply, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(reply.body, type=kind)
    except (msgspec.MsgspecError, UnicodeError) as error:
        log.warning("The identity provider's answer cannot be read: %s", error)
        raise _strange() from error


def _may_sign(row: object) -> bool:
    """Tell whether a key of a provider is a public one for signatures; a shared secret never is."""
    if not isinstance(row, dict) or row.get("kty") not in ("RSA", "EC", "OKP") or row.get("use", "sig") != "sig":
        return False
    return row.get("crv", "P-256") in ("P-256", "Ed25519")


def _said(reply: Reply) -> str:
    """Return what an error of a provider is called, for the log: never what else it says."""
    try:
        return repr(str(msgspec.json.decode(reply.body, type=dict[str, Any]).get("error", ""))[:100])
    except (msgspec.MsgspecError, UnicodeError):
        return ""


def _unsigned() -> Unauthenticated:
    return Unauthenticated("The identity provider's ID token is not signed as it should be. Sign in again.")


def _strange() -> Unavailable:
    return Unavailable("The identity provider does not answer as it should. An administrator finds why in the log.")
