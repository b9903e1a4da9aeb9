"""Requests and answers about members; field names are GitLab's."""

import msgspec

from modelstead.domain.access_token import expiry_date
from modelstead.domain.member import Member
from modelstead.domain.user import UserState
from modelstead.errors import InvalidParameter
from modelstead.rest_api.listing import Paged
from modelstead.rest_api.messages.namespaces import Id
from modelstead.rest_api.messages.times import time_text
from modelstead.store.member_search import WantedMembers


class ListMembers(Paged, frozen=True, kw_only=True):
    """GET members: `query` is searched for in usernames and names."""

    query_: str = msgspec.field(name="query", default="")
    user_ids: tuple[Id, ...] = ()

    def wanted(self, *, inherited: bool) -> WantedMembers:
        return WantedMembers(
            inherited=inherited, search=self.query_, user_ids=self.user_ids, limit=self.limit, offset=self.offset
        )


class OneMember(msgspec.Struct, frozen=True):
    """A member by the user's id."""

    user_id: Id


class AddMember(msgspec.Struct, frozen=True, kw_only=True):
    """POST members: `user_id` is one id, or several with commas between them."""

    access_level: int
    user_id: Id | str | None = None
    username: str | None = None
    expires_at: str | None = None

    @property
    def user_ids(self) -> list[int]:
        """Return the ids; none where users are named."""
        if (self.user_id is None) == (self.username is None):
            raise InvalidParameter("user_id, username are missing or both given: give one of them.")
        parts = [] if self.user_id is None else [part.strip() for part in str(self.user_id).split(",")]
        if not all(part.isascii() and part.isdigit() and len(part) < 19 for part in parts):  # noqa: PLR2004 - of an int64
            raise InvalidParameter("user_id is invalid: it is one id, or several with commas between them.")
        return list(dict.fromkeys(map(int, parts)))


class ChangeMember(msgspec.Struct, frozen=True, kw_only=True):
    """PUT members/:user_id; an `expires_at` that is left out stays, an empty one is never."""

    user_id: Id
    access_level: int
    expires_at: str | msgspec.UnsetType | None = msgspec.UNSET


class RemoveMember(msgspec.Struct, frozen=True, kw_only=True):
    """DELETE members/:user_id; of a group, with the memberships below unless `skip_subresources`."""

    user_id: Id
    skip_subresources: bool = False


class MemberInfo(msgspec.Struct, frozen=True, kw_only=True):
    """A member in an answer."""

    id: int
    username: str
    name: str
    state: UserState
    locked: bool = False
    avatar_url: None = None
    web_url: str
    access_level: int
    created_at: str
    expires_at: str | None
    membership_state: str = "active"


class Added(msgspec.Struct, frozen=True):
    """What GitLab says when several were added at once."""

    status: str = "success"


def member_info(member: Member, url: str) -> MemberInfo:
    return MemberInfo(
        id=member.user_id,
        username=member.username,
        name=member.name,
        state=member.state,
        web_url=f"{url}/{member.username}",
        access_level=int(member.role),
        created_at=time_text(member.created_at),
        expires_at=None if member.expires_at is None else expiry_date(member.expires_at),
    )
