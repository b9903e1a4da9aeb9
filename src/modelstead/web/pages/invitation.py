"""The page of an invitation's link: join with the account that one has, or make one."""

import msgspec

from modelstead import ids, limits
from modelstead.domain.user import check_username
from modelstead.errors import AlreadyExists, InvalidParameter
from modelstead.http.answer import Answer
from modelstead.http.rate_limits import RateLimits
from modelstead.http.visit import Form, Visit
from modelstead.services import invitations
from modelstead.services.access_tokens import Secrets
from modelstead.services.passwords import Passwords
from modelstead.store.database import Database
from modelstead.web.addresses import sign_in_address
from modelstead.web.dialect import show


class ShowInvitation(msgspec.Struct, frozen=True):
    """The link."""

    secret: str = ""


class AcceptInvitation(Form, frozen=True, kw_only=True):
    """The form; someone who has signed in gives neither username nor password."""

    secret: str
    username: str = ""
    password: str = ""


class InvitationView(msgspec.Struct, frozen=True):
    """The form, and what was wrong with it; the link's secret is in the page alone."""

    path: str
    is_project: bool
    inviter: str
    role: str
    username: str
    username_error: str
    password_error: str
    shortest: int


class JoinedView(msgspec.Struct, frozen=True):
    """Who is a member now, and of what."""

    username: str
    path: str


class InvitationPages:
    """Shows the invitation and takes the answer."""

    def __init__(self, database: Database, made_with: Secrets, passwords: Passwords, rate_limits: RateLimits) -> None:
        self._database = database
        self._key = made_with.key
        self._passwords = passwords
        self._rate_limits = rate_limits

    async def show(self, visit: Visit, request: ShowInvitation) -> Answer:
        return await self._page(visit, request.secret)

    async def take(self, visit: Visit, request: AcceptInvitation) -> Answer:
        visit.check(request)
        if visit.actor.is_anonymous:
            return await self._join_as_new(visit, request)
        digest = ids.digest(self._key, request.secret)
        joined = await self._database.write(invitations.join, digest, visit.actor, visit.address)
        return show(visit, "invitation_done.html", JoinedView(joined.user.username, joined.path))

    async def _join_as_new(self, visit: Visit, request: AcceptInvitation) -> Answer:
        digest = ids.digest(self._key, request.secret)
        await self._database.read(invitations.find, digest)
        self._rate_limits.sign_in(visit.address)
        try:
            check_username(request.username)
        except InvalidParameter as error:
            return await self._page(visit, request.secret, request.username, username_error=str(error))
        try:
            password_hash = await self._passwords.hash(request.password)
        except InvalidParameter as error:
            return await self._page(visit, request.secret, request.username, password_error=str(error))
        try:
            joined = await self._database.write(
                invitations.join_as_new, self._key, digest, request.username, password_hash, visit.browser
            )
        except AlreadyExists:
            taken = f"The username '{request.username}' is taken. Choose another."
            return await self._page(visit, request.secret, request.username, username_error=taken)
        view = JoinedView(joined.user.username, joined.path)
        return show(visit, "invitation_done.html", view, 200, visit.signed_in(joined.session))

    async def _page(
        self, visit: Visit, secret: str, username: str = "", username_error: str = "", password_error: str = ""
    ) -> Answer:
        invitation = await self._database.read(invitations.find, ids.digest(self._key, secret))
        view = InvitationView(
            invitation.path,
            invitation.project_id is not None,
            invitation.inviter,
            invitation.role.label,
            username,
            username_error,
            password_error,
            limits.PASSWORD_LENGTH_MIN,
        )
        status = 400 if username_error or password_error else 200
        return show(visit, "invitation.html", view, status, secret=secret, sign_in_address=sign_in_address(visit.path))
