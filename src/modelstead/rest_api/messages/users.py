"""Requests and answers about users; field names are GitLab's."""

from enum import Enum
from typing import Annotated

import msgspec

from modelstead import limits
from modelstead.domain.user import User, UserState
from modelstead.rest_api.listing import Paged
from modelstead.rest_api.messages.times import time_text
from modelstead.store.users import Order, Wanted

Id = Annotated[int, msgspec.Meta(ge=0, le=limits.INT64_MAX)]


class Sort(Enum):
    """The direction of a list."""

    ASC = "asc"
    DESC = "desc"


class OneUser(msgspec.Struct, frozen=True):
    """A user by their id."""

    user_id: Id


class ListUsers(Paged, frozen=True, kw_only=True):
    """GET users. A flag that is false asks for nothing, as on GitLab; `admins` is for administrators alone."""

    username: str = ""
    search: str = ""
    active: bool = False
    blocked: bool = False
    humans: bool = False
    without_project_bots: bool = False
    admins: bool = False
    order_by: Order = Order.ID
    sort: Sort = Sort.DESC

    def wanted(self, *, by_administrator: bool) -> Wanted:
        state = UserState.ACTIVE if self.active else UserState.BLOCKED if self.blocked else None
        return Wanted(
            username=self.username,
            search=self.search,
            with_emails=by_administrator,
            state=state,
            is_human=self.humans or self.without_project_bots or None,
            is_admin=(self.admins and by_administrator) or None,
            order=self.order_by,
            descending=self.sort is Sort.DESC,
            limit=self.limit,
            offset=self.offset,
        )


class CreateUser(msgspec.Struct, frozen=True, kw_only=True):
    """POST users. Without a password and without `reset_password` the user acts by access tokens alone."""

    username: str
    name: str | None = None
    email: str | None = None
    password: str | None = None
    reset_password: bool = False
    admin: bool = False


class UpdateUser(msgspec.Struct, frozen=True, kw_only=True):
    """PUT users/:id; what is left out stays."""

    user_id: Id
    username: str | None = None
    name: str | None = None
    email: str | None = None
    password: str | None = None
    admin: bool | None = None


class UserInfo(msgspec.Struct, frozen=True, kw_only=True):
    """A user as everybody with an account sees them."""

    id: int
    username: str
    name: str
    state: UserState
    locked: bool = False
    avatar_url: None = None
    web_url: str
    bot: bool
    created_at: str


class FullUserInfo(UserInfo, frozen=True, kw_only=True):
    """A user as they see themselves, and as administrators do; the link is shown once, to set a password by."""

    email: str | None
    is_admin: bool
    last_sign_in_at: str | None
    set_up_url: str | msgspec.UnsetType = msgspec.UNSET


def user_info(user: User, url: str) -> UserInfo:
    return UserInfo(
        id=user.id,
        username=user.username,
        name=user.name,
        state=user.state,
        web_url=f"{url}/{user.username}",
        bot=user.is_bot,
        created_at=time_text(user.created_at),
    )


def full_user_info(user: User, url: str, set_up_url: str | msgspec.UnsetType = msgspec.UNSET) -> FullUserInfo:
    return FullUserInfo(
        **msgspec.structs.asdict(user_info(user, url)),
        email=user.email,
        is_admin=user.is_admin,
        last_sign_in_at=None if user.last_sign_in_at is None else time_text(user.last_sign_in_at),
        set_up_url=set_up_url,
    )
