"""Signing in at an OpenID Connect provider: the way there, and who it says came back."""

import base64
import logging
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote_plus, urlencode

import msgspec

from modelstead.domain import id_token, identity
from modelstead.domain.identity import Claims, Identity, ManagedRole
from modelstead.errors import Unauthenticated, Unavailable
from modelstead.services.open_id_discovery import OK, Discovered, Discovery, decoded
from modelstead.services.open_id_flow import Flow
from modelstead.services.signed_tokens import BadToken, verified_claims
from modelstead.store.outgoing import Outgoing, Reply

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


class Tokens(msgspec.Struct, frozen=True):
    """What a provider gives for a code."""

    id_token: str
    access_token: str = ""


class Provider:
    """Sends people to a provider and finds out who came back."""

    def __init__(self, client: Client, outgoing: Outgoing) -> None:
        self.client = client
        self._discovery = Discovery(client.issuer, outgoing)

    async def address(self, flow: Flow, redirect_uri: str) -> str:
        """Return where a browser goes to sign in at the provider."""
        endpoint = (await self._discovery.discovered()).authorization_endpoint
        if not endpoint:
            log.error("The identity provider tells of no page where people sign in.")
            raise Unavailable("The identity provider signs nobody in. An administrator finds why in the log.")
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
        discovered = await self._discovery.discovered()
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
        reply = await self._discovery.request("POST", discovered.token_endpoint, headers, urlencode(form).encode())
        if reply.status != OK:
            log.warning("The identity provider gave no token: %d %s", reply.status, _said(reply))
            raise Unauthenticated("The identity provider did not confirm this sign-in. Sign in again.")
        return decoded(reply, Tokens)

    async def _verified(self, token: str) -> Mapping[str, Any]:
        """Return the claims of an ID token that one of the provider's keys has signed."""
        try:
            return await verified_claims(token, self._discovery)
        except BadToken as error:
            log.warning("The identity provider's ID token is refused: %s", error)
            raise _unsigned() from error

    async def _userinfo(self, discovered: Discovered, access_token: str, subject: object) -> Mapping[str, Any]:
        reply = await self._discovery.get(discovered.userinfo_endpoint, {"Authorization": f"Bearer {access_token}"})
        found = decoded(reply, dict[str, Any])
        if found.get("sub") != subject:
            raise Unauthenticated("The identity provider told of another person. Sign in again.")
        return found


def _said(reply: Reply) -> str:
    """Return what an error of a provider is called, for the log: never what else it says."""
    try:
        return repr(str(msgspec.json.decode(reply.body, type=dict[str, Any]).get("error", ""))[:100])
    except (msgspec.MsgspecError, UnicodeError):
        return ""


def _unsigned() -> Unauthenticated:
    return Unauthenticated("The identity provider's ID token is not signed as it should be. Sign in again.")
