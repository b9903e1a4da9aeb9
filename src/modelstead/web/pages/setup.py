"""A set-up link: set a password, once, and be signed in."""

import msgspec

from modelstead import ids, limits
from modelstead.errors import InvalidParameter, NotFound
from modelstead.http.answer import Answer
from modelstead.http.rate_limits import RateLimits
from modelstead.http.visit import Visit
from modelstead.services import setup, users
from modelstead.services.access_tokens import Secrets
from modelstead.services.passwords import Passwords
from modelstead.store.database import Database
from modelstead.web.dialect import show


class ShowSetup(msgspec.Struct, frozen=True):
    """The link as printed."""

    secret: str = ""


class SetPassword(msgspec.Struct, frozen=True):
    """The form."""

    secret: str
    password: str


class SetupView(msgspec.Struct, frozen=True):
    """The form, and what was wrong with it; the link's secret is in the page alone."""

    username: str
    shortest: int
    error: str


class SetUpView(msgspec.Struct, frozen=True):
    """Who has a password now."""

    username: str
    is_admin: bool


class SetupPages:
    """Shows the form and takes it."""

    def __init__(self, database: Database, made_with: Secrets, passwords: Passwords, rate_limits: RateLimits) -> None:
        self._database = database
        self._key = made_with.key
        self._passwords = passwords
        self._rate_limits = rate_limits

    async def show(self, visit: Visit, request: ShowSetup, error: str = "", status: int = 200) -> Answer:
        user = await self._database.read(users.of_setup_link, ids.digest(self._key, request.secret))
        if user is None:
            raise NotFound("This set-up link was used already, is more than a day old, or was not copied whole.")
        view = SetupView(user.username, limits.PASSWORD_LENGTH_MIN, error)
        return show(visit, "setup.html", view, status, secret=request.secret)

    async def take(self, visit: Visit, request: SetPassword) -> Answer:
        """Set the password and sign in; the slow hash is computed outside any transaction."""
        link = ShowSetup(request.secret)
        await self.show(visit, link)
        self._rate_limits.sign_in(visit.address)
        try:
            password_hash = await self._passwords.hash(request.password)
        except InvalidParameter as error:
            return await self.show(visit, link, str(error), 400)
        done = await self._database.write(
            setup.set_up, self._key, ids.digest(self._key, request.secret), password_hash, visit.browser
        )
        view = SetUpView(done.user.username, done.user.is_admin)
        return show(visit, "setup_done.html", view, 200, *((visit.signed_in(done.session),) if done.session else ()))
