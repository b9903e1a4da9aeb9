"""Changing one's password, which ends every session and begins a new one."""

import msgspec

from modelstead import limits
from modelstead.errors import InvalidParameter
from modelstead.http.answer import Answer
from modelstead.http.health import Nothing
from modelstead.http.rate_limits import RateLimits
from modelstead.http.visit import Form, Visit
from modelstead.services import sign_in
from modelstead.services.access_tokens import Secrets
from modelstead.services.passwords import Passwords
from modelstead.store.database import Database
from modelstead.web import urls
from modelstead.web.dialect import done, show

WRONG = "This is not your present password."
NO_PASSWORD = "Your account has no password yet. An administrator can give you a set-up link for one."  # noqa: S105 - told


class ChangePassword(Form, frozen=True, kw_only=True):
    """The form."""

    old: str
    new: str


class PasswordView(msgspec.Struct, frozen=True):
    """The form, and what was wrong with it."""

    username: str
    shortest: int
    old_error: str
    new_error: str


class PasswordPages:
    """Shows the form and takes it."""

    def __init__(self, database: Database, made_with: Secrets, passwords: Passwords, rate_limits: RateLimits) -> None:
        self._database = database
        self._key = made_with.key
        self._passwords = passwords
        self._rate_limits = rate_limits

    async def show(self, visit: Visit, _: Nothing) -> Answer:
        return _page(visit)

    async def take(self, visit: Visit, request: ChangePassword) -> Answer:
        """Check the old password as at signing in, and hash the new one, outside any transaction."""
        self._rate_limits.sign_in(visit.address)
        attempt = await self._database.write(sign_in.begin_again, visit.access, visit.address)
        verified = await self._passwords.verify(request.old, attempt.password_hash)
        if not verified.is_right:
            await self._database.write(sign_in.fail, attempt)
            return _page(visit, old_error=NO_PASSWORD if attempt.password_hash is None else WRONG)
        try:
            new_hash = await self._passwords.hash(request.new)
        except InvalidParameter as error:
            return _page(visit, new_error=str(error))
        secret = await self._database.write(
            sign_in.change_password, self._key, visit.access, attempt, new_hash, visit.browser
        )
        answer = done(visit, urls.SESSIONS, "Your password is changed, and you are signed out everywhere else.")
        return msgspec.structs.replace(answer, headers=(*answer.headers, visit.signed_in(secret)))


def _page(visit: Visit, old_error: str = "", new_error: str = "") -> Answer:
    view = PasswordView(visit.actor.username, limits.PASSWORD_LENGTH_MIN, old_error, new_error)
    return show(visit, "password.html", view, 400 if old_error or new_error else 200)
