"""GitLab's calls about members, of projects and of groups alike."""

from modelstead import limits
from modelstead.domain.actor import Access, GroupAccess
from modelstead.domain.member import role_of
from modelstead.domain.user import User
from modelstead.errors import InvalidParameter, NotFound
from modelstead.http.answer import Answer
from modelstead.rest_api.dialect import NO_CONTENT, created
from modelstead.rest_api.listing import Listing
from modelstead.rest_api.messages.members import (
    Added,
    AddMember,
    ChangeMember,
    ListMembers,
    MemberInfo,
    OneMember,
    RemoveMember,
    member_info,
)
from modelstead.services import bootstrap, members
from modelstead.store import users
from modelstead.store.transaction import Transaction

Place = Access | GroupAccess


def listing(tx: Transaction, access: Place, request: ListMembers) -> Listing:
    return _listed(tx, access, request, "members", inherited=False)


def listing_all(tx: Transaction, access: Place, request: ListMembers) -> Listing:
    return _listed(tx, access, request, "members/all", inherited=True)


def get(tx: Transaction, access: Place, request: OneMember) -> MemberInfo:
    return member_info(members.get(tx, access, request.user_id), bootstrap.noted_url(tx) or "")


def get_of_all(tx: Transaction, access: Place, request: OneMember) -> MemberInfo:
    return member_info(members.get(tx, access, request.user_id, inherited=True), bootstrap.noted_url(tx) or "")


def add(tx: Transaction, access: Place, request: AddMember) -> Answer:
    role = role_of(request.access_level)
    added = [members.add(tx, access, user, role, request.expires_at) for user in _users(tx, request)]
    if len(added) > 1:
        return created(Added())
    return created(member_info(added[0], bootstrap.noted_url(tx) or ""))


def change(tx: Transaction, access: Place, request: ChangeMember) -> MemberInfo:
    ends = isinstance(request.expires_at, str) or request.expires_at is None
    member = members.change(
        tx,
        access,
        request.user_id,
        role_of(request.access_level),
        expires=request.expires_at or None if ends else None,
        ends=ends,
    )
    return member_info(member, bootstrap.noted_url(tx) or "")


def remove(tx: Transaction, access: Place, request: RemoveMember) -> Answer:
    members.remove(tx, access, request.user_id, below=not request.skip_subresources)
    return NO_CONTENT


def _listed(tx: Transaction, access: Place, request: ListMembers, call: str, *, inherited: bool) -> Listing:
    found, total = members.page(tx, access, request.wanted(inherited=inherited))
    url = bootstrap.noted_url(tx) or ""
    place = f"projects/{access.project.id}" if isinstance(access, Access) else f"groups/{access.group.id}"
    return Listing([member_info(each, url) for each in found], total, request, f"/api/v4/{place}/{call}")


def _users(tx: Transaction, request: AddMember) -> list[User]:
    if len(request.user_ids) > limits.MEMBERS_ADDED:
        raise InvalidParameter(f"user_id is invalid: at most {limits.MEMBERS_ADDED} users are added in one call.")
    if request.username is not None:
        found = [users.by_username(tx, request.username)]
    else:
        found = [users.by_id(tx, user_id) for user_id in request.user_ids]
    there = [user for user in found if user is not None]
    if len(there) < len(found):
        raise NotFound("User Not Found")
    return there
