"""The set-up link of the first start: set the administrator's password, once."""

import asyncio

import msgspec

from modelstead import ids, limits
from modelstead.errors import InvalidParameter, NotFound
from modelstead.http.answer import Answer
from modelstead.services import users
from modelstead.services.access_tokens import Secrets
from modelstead.store.database import Database
from modelstead.web.dialect import page
from modelstead.web.templates import render


class ShowSetup(msgspec.Struct, frozen=True):
    """The link as printed."""

    secret: str = ""


class SetPassword(msgspec.Struct, frozen=True):
    """The form."""

    secret: str
    password: str


class SetupPages:
    """Shows the form and takes it."""

    def __init__(self, database: Database, made_with: Secrets) -> None:
        self._database = database
        self._key = made_with.key

    async def show(self, request: ShowSetup, error: str = "", status: int = 200) -> Answer:
        user = await self._database.read(users.of_setup_link, ids.digest(self._key, request.secret))
        if user is None:
            raise NotFound("This set-up link was used already, is more than a day old, or was not copied whole.")
        html = render(
            "setup.html",
            username=user.username,
            secret=request.secret,
            shortest=limits.PASSWORD_LENGTH_MIN,
            error=error,
        )
        return page(html, status)

    async def take(self, request: SetPassword) -> Answer:
        """Set the password; the slow hash is computed outside any transaction."""
        link = ShowSetup(request.secret)
        await self.show(link)
        try:
            password_hash = await asyncio.to_thread(users.hash_password, request.password)
        except InvalidParameter as error:
            return await self.show(link, str(error), 400)
        user = await self._database.write(users.set_up, ids.digest(self._key, request.secret), password_hash)
        return page(render("setup_done.html", username=user.username))
