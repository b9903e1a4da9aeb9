"""People of the server, for administrators: the list, and the form that creates somebody."""

from typing import Annotated, Literal

import msgspec

from modelstead import limits
from modelstead.domain.user import User, UserState, check_email, check_name, check_username
from modelstead.errors import AlreadyExists, InvalidParameter
from modelstead.http.answer import Answer
from modelstead.http.health import Nothing
from modelstead.http.visit import Form, Visit
from modelstead.services import administration, users
from modelstead.services.access_tokens import Secrets
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from modelstead.store.users import Order, Wanted
from modelstead.web import urls
from modelstead.web.dialect import see_other, show
from modelstead.web.pages.admin_user import given_link
from modelstead.web.view_state import ViewState


class UsersState(ViewState, frozen=True, kw_only=True):
    """Which people are listed, and by what."""

    q: str = ""
    state: Literal["", "active", "blocked", "deactivated"] = ""
    admins: bool = False
    sort: Literal["", "username"] = ""
    page: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)] = 1

    @property
    def wanted(self) -> Wanted:
        return Wanted(
            search=self.q.strip(),
            with_emails=True,
            state=UserState(self.state) if self.state else None,
            is_human=True,
            is_admin=True if self.admins else None,
            order=Order.USERNAME if self.sort else Order.ID,
            descending=not self.sort,
            limit=limits.ADMIN_ROWS,
            offset=(self.page - 1) * limits.ADMIN_ROWS,
        )


class UserLine(msgspec.Struct, frozen=True):
    """A person; `places` counts the projects and groups in which they have a role of their own."""

    id: int
    username: str
    name: str
    email: str
    state: str
    is_admin: bool
    created_at: int
    last_sign_in_at: int | None
    places: int


class UsersView(msgspec.Struct, frozen=True):
    """A page of the list."""

    state: UsersState
    users: list[UserLine]
    total: int
    last_page: int


class CreateUser(Form, frozen=True, kw_only=True):
    """The form of a new person, who sets their password by a link."""

    username: str = ""
    name: str = ""
    email: str = ""
    admin: bool = False


class NewUserView(msgspec.Struct, frozen=True):
    """The form, with what was typed and what is wrong with it, by field."""

    typed: CreateUser
    errors: dict[str, str]


class AdminUsers:
    """Shows the list, and creates people."""

    def __init__(self, database: Database, made_with: Secrets) -> None:
        self._database = database
        self._key = made_with.key

    async def first(self, visit: Visit, _: Nothing) -> Answer:  # noqa: ARG002 - as rows call it
        """Lead to the first of the pages."""
        return see_other(urls.admin("users"))

    async def show(self, visit: Visit, request: UsersState) -> Answer:
        found, total = await self._database.read(administration.users_page, request.wanted)
        lines = [user_line(user, places) for user, places in found]
        view = UsersView(request, lines, total, max(1, -(-total // limits.ADMIN_ROWS)))
        return show(visit, "admin_users.html", view)

    async def new(self, visit: Visit, _: Nothing) -> Answer:
        return _form(visit, CreateUser(), {})

    async def create(self, visit: Visit, request: CreateUser) -> Answer:
        """Create somebody, and show the link by which they set their password, this once."""
        errors = _wrong(request)
        if errors:
            return _form(visit, request, errors)
        try:
            user, secret = await self._database.write(_create, visit, request, self._key)
        except AlreadyExists as error:
            return _form(visit, request, {"username": str(error)})
        return given_link(visit, user, secret, is_new=True)


def user_line(user: User, places: int) -> UserLine:
    return UserLine(
        user.id,
        user.username,
        user.name,
        user.email or "",
        user.state.value,
        user.is_admin,
        user.created_at,
        user.last_sign_in_at,
        places,
    )


def _create(tx: Transaction, visit: Visit, request: CreateUser, key: bytes) -> tuple[User, str]:
    user = users.create(
        tx,
        request.username.strip(),
        name=request.name.strip() or None,
        email=request.email.strip() or None,
        is_admin=request.admin,
        by=visit.access,
    )
    return user, users.setup_link(tx, key, user, by=visit.access)


def _wrong(request: CreateUser) -> dict[str, str]:
    checks = (
        ("username", check_username, request.username.strip() or "-"),
        ("name", check_name, request.name.strip()),
        ("email", check_email, request.email.strip()),
    )
    errors = {}
    for field, check, value in checks:
        try:
            if value:
                check(value)
        except InvalidParameter as error:
            errors[field] = str(error)
    return errors | ({} if request.username.strip() else {"username": "Somebody needs a username."})


def _form(visit: Visit, typed: CreateUser, errors: dict[str, str]) -> Answer:
    view = NewUserView(msgspec.structs.replace(typed, form_token=""), errors)
    return show(visit, "admin_user_new.html", view, 400 if errors else 200)
