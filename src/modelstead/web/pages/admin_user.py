"""One person, for administrators: where they have a role, and what can be done about the account."""

from collections.abc import Callable
from typing import Annotated, Literal

import msgspec

from modelstead import limits
from modelstead.domain.user import User, UserState
from modelstead.errors import InvalidParameter, PermissionDenied
from modelstead.http.answer import Answer
from modelstead.http.visit import Form, Visit
from modelstead.services import administration, users
from modelstead.services.access_tokens import Secrets
from modelstead.services.users import Change
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from modelstead.web import urls
from modelstead.web.dialect import NOT_STORED, done, failed, show

Id = Annotated[int, msgspec.Meta(ge=1, le=limits.INT64_MAX)]

_STATES = {
    "block": (UserState.BLOCKED, None, "is blocked, and signed out everywhere."),
    "unblock": (UserState.ACTIVE, UserState.BLOCKED, "can sign in again."),
    "deactivate": (UserState.DEACTIVATED, None, "is deactivated, and signed out everywhere."),
    "activate": (UserState.ACTIVE, UserState.DEACTIVATED, "can sign in again."),
}


class OneUser(msgspec.Struct, frozen=True, kw_only=True):
    """A page about one person."""

    user_id: Id


class ChangeUser(Form, frozen=True, kw_only=True):
    """A form that is one button."""

    user_id: Id


class SetState(ChangeUser, frozen=True, kw_only=True):
    """The forms of the state."""

    action: Literal["block", "unblock", "deactivate", "activate"]


class SetAdministrator(ChangeUser, frozen=True, kw_only=True):
    """The form that makes an administrator of somebody, or the other way round."""

    admin: bool = False


class DeleteUser(ChangeUser, frozen=True, kw_only=True):
    """The form with the username, typed."""

    username: str = ""


class PlaceLine(msgspec.Struct, frozen=True):
    """A project or group, and the person's role there."""

    path: str
    role: str


class UserView(msgspec.Struct, frozen=True):
    """A person; `issuers` are the identity providers by which they sign in."""

    id: int
    username: str
    name: str
    email: str
    state: str
    is_admin: bool
    is_self: bool
    is_bot: bool
    created_at: int
    last_sign_in_at: int | None
    has_password: bool
    issuers: list[str]
    projects: list[PlaceLine]
    project_count: int
    groups: list[PlaceLine]
    group_count: int


class DeleteView(msgspec.Struct, frozen=True):
    """Who is to be deleted, and what was wrong with the username that was typed."""

    id: int
    username: str
    name: str
    projects: int
    groups: int
    error: str


class LinkView(msgspec.Struct, frozen=True):
    """Whose set-up link is shown, and for how many hours it works; the link is in the page alone."""

    id: int
    username: str
    is_new: bool
    hours: int


class AdminUser:
    """Shows the page and takes its forms."""

    def __init__(self, database: Database, made_with: Secrets) -> None:
        self._database = database
        self._key = made_with.key

    async def show(self, visit: Visit, request: OneUser) -> Answer:
        found = await self._database.read(administration.user, request.user_id)
        user = found.user
        view = UserView(
            id=user.id,
            username=user.username,
            name=user.name,
            email=user.email or "",
            state=user.state.value,
            is_admin=user.is_admin,
            is_self=user.id == visit.actor.user_id,
            is_bot=user.is_bot,
            created_at=user.created_at,
            last_sign_in_at=user.last_sign_in_at,
            has_password=found.has_password,
            issuers=found.issuers,
            projects=[
                PlaceLine(each.project.path, role.label)
                for each in found.projects
                if (role := max(filter(None, (each.own_role, each.group_role)), default=None))
            ],
            project_count=found.project_count,
            groups=[PlaceLine(each.group.path, each.role.label) for each in found.groups if each.role],
            group_count=found.group_count,
        )
        return show(visit, "admin_user.html", view)

    async def set_state(self, visit: Visit, request: SetState) -> Answer:
        state, undoes, said = _STATES[request.action]
        return await self._try(
            visit, request, lambda tx, user: users.set_state(tx, user, state, undoes=undoes, by=visit.access), said
        )

    async def set_administrator(self, visit: Visit, request: SetAdministrator) -> Answer:
        said = "administers this server now." if request.admin else "is no administrator any more."
        change = Change(is_admin=request.admin)
        return await self._try(visit, request, lambda tx, user: users.update(tx, user, change, by=visit.access), said)

    async def give_link(self, visit: Visit, request: ChangeUser) -> Answer:
        """Make a new set-up link, which ends those before, and show it this once."""
        try:
            user, secret = await self._database.write(_link, visit, request.user_id, self._key)
        except InvalidParameter as error:
            return failed(visit, urls.admin_user(request.user_id), str(error))
        return given_link(visit, user, secret)

    async def ask(self, visit: Visit, request: OneUser, error: str = "") -> Answer:
        """Ask for the username, to be sure."""
        found = await self._database.read(administration.user, request.user_id)
        view = DeleteView(
            found.user.id, found.user.username, found.user.name, found.project_count, found.group_count, error
        )
        return show(visit, "admin_user_delete.html", view, 400 if error else 200)

    async def delete(self, visit: Visit, request: DeleteUser) -> Answer:
        one = OneUser(user_id=request.user_id)
        user = await self._database.read(users.find, request.user_id)
        if request.username.strip() != user.username:
            return await self.ask(visit, one, f"Type {user.username} to say that you mean it.")
        if user.id == visit.actor.user_id:
            return await self.ask(visit, one, "You cannot delete yourself. Another administrator can.")
        try:
            await self._database.write(_delete, visit, request.user_id)
        except InvalidParameter as error:
            return await self.ask(visit, one, str(error))
        return done(visit, urls.admin("users"), f"{user.username} is deleted.")

    async def _try(
        self, visit: Visit, request: ChangeUser, change: Callable[[Transaction, User], User], said: str
    ) -> Answer:
        page = urls.admin_user(request.user_id)
        try:
            user = await self._database.write(_changed, request.user_id, change)
        except (InvalidParameter, PermissionDenied) as error:
            return failed(visit, page, str(error))
        is_out = user.id == visit.actor.user_id and not user.is_admin
        return done(visit, urls.HOME if is_out else page, f"{user.username} {said}")


def given_link(visit: Visit, user: User, secret: str, *, is_new: bool = False) -> Answer:
    """Show a set-up link, this once; nothing keeps the page."""
    link = visit.url + urls.query(urls.SETUP, secret=secret)
    view = LinkView(user.id, user.username, is_new, limits.SETUP_LINK_HOURS)
    return show(visit, "admin_user_link.html", view, 200, NOT_STORED, link=link)


def _changed(tx: Transaction, user_id: int, change: Callable[[Transaction, User], User]) -> User:
    return change(tx, users.find(tx, user_id))


def _link(tx: Transaction, visit: Visit, user_id: int, key: bytes) -> tuple[User, str]:
    user = users.find(tx, user_id)
    return user, users.setup_link(tx, key, user, by=visit.access)


def _delete(tx: Transaction, visit: Visit, user_id: int) -> None:
    users.delete(tx, users.find(tx, user_id), by=visit.access)
