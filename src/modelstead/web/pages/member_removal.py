"""The end of a membership, which is asked about first, and of an invitation."""

import msgspec

from modelstead.domain.member import Member
from modelstead.domain.role import Role
from modelstead.errors import InvalidParameter
from modelstead.http.answer import Answer
from modelstead.http.visit import Visit
from modelstead.services import invitations, members
from modelstead.services.members import Place
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from modelstead.web import urls
from modelstead.web.dialect import done, show
from modelstead.web.members_state import AskRemoval, RemoveMember, RevokeInvitation
from modelstead.web.places import Kind, itself, kind_of, place_of


class RemovalView(msgspec.Struct, frozen=True):
    """Who would go, whether that is the visitor, and the role that the groups above would still give."""

    of: Kind
    path: str
    member: Member
    is_self: bool
    still: Role | None
    error: str


class MemberRemovalPages:
    """Asks, removes, and revokes invitations."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def ask(self, visit: Visit, request: AskRemoval) -> Answer:
        return await self._page(visit, request.user_id)

    async def remove(self, visit: Visit, request: RemoveMember) -> Answer:
        """Remove a member, or oneself: whoever left goes to the start page, since the place may be hidden now."""
        place = place_of(visit)
        try:
            member = await self._database.write(_remove, place, request.user_id)
        except InvalidParameter as error:
            return await self._page(visit, request.user_id, str(error))
        if member.user_id == visit.actor.user_id:
            return done(visit, urls.HOME, f"You have left {itself(place).path}.")
        return done(visit, urls.members(itself(place)), f"{member.username} is not a member any more.")

    async def revoke(self, visit: Visit, request: RevokeInvitation) -> Answer:
        place = place_of(visit)
        await self._database.write(invitations.revoke, place, request.email)
        return done(visit, urls.members(itself(place)), f"The invitation of {request.email} is revoked.")

    async def _page(self, visit: Visit, user_id: int, error: str = "") -> Answer:
        place = place_of(visit)
        member, still = await self._database.read(_read, place, user_id)
        view = RemovalView(
            kind_of(place), itself(place).path, member, member.user_id == visit.actor.user_id, still, error
        )
        return show(visit, "member_remove.html", view, 400 if error else 200)


def _read(tx: Transaction, place: Place, user_id: int) -> tuple[Member, Role | None]:
    """Return a member of the place itself, and the role that they would keep."""
    members.check_removal(place, user_id)
    return members.get(tx, place, user_id), members.inherited_role(tx, place, user_id)


def _remove(tx: Transaction, place: Place, user_id: int) -> Member:
    members.check_removal(place, user_id)
    member = members.get(tx, place, user_id)
    members.remove(tx, place, user_id)
    return member
