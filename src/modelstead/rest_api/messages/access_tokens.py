"""Requests and answers about access tokens; field names are GitLab's."""

from enum import Enum
from typing import Annotated

import msgspec

from modelstead import limits
from modelstead.domain.access_token import AccessToken, expiry_date, scopes
from modelstead.domain.role import Role
from modelstead.rest_api.listing import Paged
from modelstead.rest_api.messages.times import moment, time_text
from modelstead.services.access_tokens import Wish
from modelstead.store.access_tokens import Order, Wanted

Id = Annotated[int, msgspec.Meta(ge=0, le=limits.INT64_MAX)]


class State(Enum):
    """Whether tokens open anything."""

    ACTIVE = "active"
    INACTIVE = "inactive"


class OneToken(msgspec.Struct, frozen=True):
    """A token by its id."""

    token_id: Id


class RotateToken(msgspec.Struct, frozen=True, kw_only=True):
    """POST :id/rotate."""

    token_id: Id
    expires_at: str | None = None


class RotateSelf(msgspec.Struct, frozen=True, kw_only=True):
    """POST self/rotate."""

    expires_at: str | None = None


class CreateToken(msgspec.Struct, frozen=True, kw_only=True):
    """POST user/personal_access_tokens."""

    name: str
    scopes: tuple[str, ...]
    expires_at: str | None = None
    description: str | None = None

    @property
    def wish(self) -> Wish:
        return Wish(
            name=self.name, scopes=scopes(self.scopes), expires=self.expires_at, description=self.description or ""
        )


class CreateTokenOf(CreateToken, frozen=True, kw_only=True):
    """POST users/:id/personal_access_tokens."""

    user_id: Id


class CreateBotToken(CreateToken, frozen=True, kw_only=True):
    """POST access_tokens of a project or group; GitLab gives the role of a maintainer where none is named."""

    access_level: Role = Role.MAINTAINER


class ListBotTokens(Paged, frozen=True, kw_only=True):
    """GET access_tokens of a project or group."""

    state: State | None = None
    revoked: bool | None = None
    search: str = ""
    created_after: str | None = None
    created_before: str | None = None
    expires_after: str | None = None
    expires_before: str | None = None
    last_used_after: str | None = None
    last_used_before: str | None = None
    sort: Order = Order.CREATED_DESC

    def wanted(self, of: Wanted) -> Wanted:
        """Return which of these tokens are asked for; raise InvalidParameter for what is no date."""
        return msgspec.structs.replace(
            of,
            search=self.search,
            is_revoked=self.revoked,
            is_active=None if self.state is None else self.state is State.ACTIVE,
            created=self._span("created"),
            expires=self._span("expires"),
            last_used=self._span("last_used"),
            order=self.sort,
            limit=self.limit,
            offset=self.offset,
        )

    def _span(self, what: str) -> tuple[int | None, int | None]:
        since, until = f"{what}_after", f"{what}_before"
        return moment(getattr(self, since), since), moment(getattr(self, until), until)


class ListTokens(ListBotTokens, frozen=True, kw_only=True):
    """GET personal_access_tokens."""

    user_id: Id | None = None


class ListTokensOf(ListBotTokens, frozen=True, kw_only=True):
    """GET users/:id/personal_access_tokens."""

    path_parts = ("user_id",)

    user_id: Id


class TokenInfo(msgspec.Struct, frozen=True, kw_only=True):
    """A token in an answer; its secret is there when it was just made."""

    id: int
    name: str
    description: str
    revoked: bool
    created_at: str
    scopes: list[str]
    user_id: int
    last_used_at: str | None
    active: bool
    expires_at: str
    token: str | msgspec.UnsetType = msgspec.UNSET


class BotTokenInfo(TokenInfo, frozen=True, kw_only=True):
    """A project's or group's token; the level is that of its bot, null when it is no member any more."""

    access_level: int | None
    resource_type: str
    resource_id: int


def token_info(token: AccessToken, now: int, secret: str | msgspec.UnsetType = msgspec.UNSET) -> TokenInfo:
    info = TokenInfo(
        id=token.id,
        name=token.name,
        description=token.description,
        revoked=token.revoked_at is not None,
        created_at=time_text(token.created_at),
        scopes=sorted(scope.value for scope in token.scopes),
        user_id=token.user_id,
        last_used_at=None if token.last_used_at is None else time_text(token.last_used_at),
        active=token.is_active(now),
        expires_at=expiry_date(token.expires_at),
        token=secret,
    )
    home = token.group_id if token.project_id is None else token.project_id
    if home is None:
        return info
    return BotTokenInfo(
        **msgspec.structs.asdict(info),
        access_level=token.role,
        resource_type="group" if token.project_id is None else "project",
        resource_id=home,
    )
