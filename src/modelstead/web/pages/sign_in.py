"""Signing in by password, and signing out."""

import msgspec

from modelstead.errors import Unauthenticated
from modelstead.http import cookies
from modelstead.http.answer import Answer, Header
from modelstead.http.rate_limits import RateLimits
from modelstead.http.visit import Form, Visit
from modelstead.services import sessions, sign_in
from modelstead.services.access_tokens import Secrets
from modelstead.services.passwords import Passwords
from modelstead.store.database import Database
from modelstead.web.addresses import local, sign_in_address
from modelstead.web.dialect import see_other, show

NOT_STORED: Header = (b"clear-site-data", b'"cache"')  # what the browser keeps of pages goes with the session


class ShowSignIn(msgspec.Struct, frozen=True):
    """`to` is the page to go on to."""

    to: str = "/"


class SignIn(msgspec.Struct, frozen=True):
    """The form."""

    username: str
    password: str
    to: str = "/"


class SignOut(Form, frozen=True, kw_only=True):
    """The button."""


class SignInView(msgspec.Struct, frozen=True):
    """The form; `provider` is the name of an identity provider, "" for none."""

    to: str
    username: str
    error: str
    provider: str
    provider_address: str


class SignInPages:
    """Shows the form and takes it; `provider` is the name of an identity provider, "" for none."""

    def __init__(
        self, database: Database, made_with: Secrets, passwords: Passwords, rate_limits: RateLimits, provider: str
    ) -> None:
        self._database = database
        self._key = made_with.key
        self._passwords = passwords
        self._rate_limits = rate_limits
        self._provider = provider

    async def show(self, visit: Visit, request: ShowSignIn) -> Answer:
        if not visit.actor.is_anonymous:
            return see_other(local(request.to))
        return self._form(visit, local(request.to))

    async def take(self, visit: Visit, request: SignIn) -> Answer:
        """Check the password, outside any transaction, and begin a session."""
        self._rate_limits.sign_in(visit.address)
        to = local(request.to)
        attempt = await self._database.write(sign_in.begin, self._key, request.username, visit.address)
        verified = await self._passwords.verify(request.password, attempt.password_hash)
        if not verified.is_right:
            await self._database.write(sign_in.fail, attempt)
            return self._form(visit, to, request.username, sign_in.WRONG)
        try:
            secret = await self._database.write(sign_in.succeed, self._key, attempt, verified, visit.browser)
        except Unauthenticated as error:
            return self._form(visit, to, request.username, str(error))
        return see_other(to, visit.signed_in(secret))

    async def leave(self, visit: Visit, request: SignOut) -> Answer:
        """End the session that the browser has, if it has one."""
        if visit.actor.session_id is not None:
            visit.check(request)
            await self._database.write(sessions.end, visit.access, visit.actor.session_id, visit.address)
        return see_other("/-/sign-in", visit.forgotten(cookies.SESSION), NOT_STORED)

    def _form(self, visit: Visit, to: str, username: str = "", error: str = "") -> Answer:
        view = SignInView(to, username, error, self._provider, sign_in_address(to, "/-/sign-in/oidc"))
        return show(visit, "sign_in.html", view, 401 if error else 200)
