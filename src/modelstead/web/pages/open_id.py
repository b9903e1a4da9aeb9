"""Signing in by an identity provider: the way there, and the way back."""

import hmac

import msgspec

from modelstead import limits
from modelstead.errors import InvalidParameter, ModelsteadError, Unauthenticated
from modelstead.http.answer import Answer
from modelstead.http.visit import Visit
from modelstead.services import open_id_flow, open_id_sign_in
from modelstead.services.access_tokens import Secrets
from modelstead.services.open_id import Provider
from modelstead.services.open_id_flow import Flow
from modelstead.store.database import Database
from modelstead.web.addresses import local
from modelstead.web.dialect import refusal, see_other

COOKIE = "modelstead_sign_in"
CALLBACK = "/-/sign-in/oidc/callback"


class Start(msgspec.Struct, frozen=True):
    """`to` is the page to go on to."""

    to: str = "/"


class Back(msgspec.Struct, frozen=True):
    """What a provider sends along with somebody who comes back (RFC 6749, 4.1.2; RFC 9207)."""

    state: str = ""
    code: str = ""
    error: str = ""
    iss: str = ""


class OpenIdPages:
    """Sends people to the provider, and signs them in when they come back."""

    def __init__(self, database: Database, made_with: Secrets, provider: Provider) -> None:
        self._database = database
        self._key = made_with.key
        self._provider = provider

    async def start(self, visit: Visit, request: Start) -> Answer:
        flow = open_id_flow.begin(self._key, local(request.to))
        to = await self._provider.address(flow, visit.url + CALLBACK)
        kept = visit.kept(COOKIE, open_id_flow.cookie(self._key, flow), limits.OPEN_ID_SECONDS)
        return see_other(to, kept)

    async def back(self, visit: Visit, request: Back) -> Answer:
        """Begin a session. Whatever comes of it, the browser's half of this sign-in is used up."""
        forgotten = visit.forgotten(COOKIE)
        try:
            flow = self._flow(visit, request)
            identity = await self._provider.identify(flow, request.code, visit.url + CALLBACK)
            secret = await self._database.write(
                open_id_sign_in.sign_in, self._key, self._provider.client, identity, visit.browser
            )
        except ModelsteadError as error:
            answer = refusal(error, visit=visit)
            return msgspec.structs.replace(answer, headers=(*answer.headers, forgotten))
        return see_other(flow.to, visit.signed_in(secret), forgotten)

    def _flow(self, visit: Visit, request: Back) -> Flow:
        flow = open_id_flow.resume(self._key, visit.cookie(COOKIE))
        if flow is None or not hmac.compare_digest(request.state.encode(), flow.state.encode()):
            raise InvalidParameter("This sign-in took too long, or began in another browser. Sign in again.")
        if request.iss and request.iss != self._provider.client.issuer:
            raise Unauthenticated("The answer is of another identity provider. Sign in again.")
        if request.error or not request.code:
            raise Unauthenticated(f"The identity provider did not sign you in ({request.error[:100] or 'no code'}).")
        return flow
