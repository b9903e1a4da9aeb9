"""The members of a project or group: the list, how to add somebody, and how to change what they may."""

import msgspec

from modelstead import limits
from modelstead.domain.access_token import expiry_date
from modelstead.domain.actor import Access
from modelstead.domain.invitation import Invitation
from modelstead.domain.member import Member, MemberLine
from modelstead.domain.permission import (
    INVITE_TO_GROUP,
    INVITE_TO_PROJECT,
    MANAGE_GROUP_MEMBERS,
    MANAGE_MEMBERS,
    Permission,
)
from modelstead.domain.role import role
from modelstead.errors import (
    AlreadyExists,
    InvalidParameter,
    LimitExceeded,
    ModelsteadError,
    NotFound,
    PermissionDenied,
)
from modelstead.http.answer import Answer
from modelstead.http.visit import Visit
from modelstead.services import invitations, members, newcomers
from modelstead.services.access_tokens import Secrets
from modelstead.services.members import Place
from modelstead.store.database import Database
from modelstead.store.member_search import WantedMembers
from modelstead.store.transaction import Transaction
from modelstead.web import urls
from modelstead.web.dialect import NOT_STORED, done, show
from modelstead.web.member_rows import MemberRow, field_of, member_row, said_of, status_of
from modelstead.web.members_state import AddMember, ChangeMember, MembersState
from modelstead.web.paging import Pages, pages
from modelstead.web.places import Kind, itself, kind_of, place_of
from modelstead.web.roles_help import RoleHelp, roles_help

WRONG = (NotFound, AlreadyExists, InvalidParameter, LimitExceeded, PermissionDenied)
_ARCHIVED = "The project is archived, so nobody is invited to it. Who has an account is added by username."


class MembersView(msgspec.Struct, frozen=True):
    """What the page shows; `invitations` is None for those who may not invite."""

    of: Kind
    state: MembersState
    members: list[MemberRow]
    pages: Pages
    roles: tuple[str, ...]
    may_add: bool
    may_invite: bool
    typed: AddMember
    errors: dict[str, str]
    invitations: list[Invitation] | None
    invited: Pages
    help: list[RoleHelp]


class InvitedView(msgspec.Struct, frozen=True):
    """A new invitation, whose link is in the page alone, this once."""

    of: Kind
    path: str
    email: str
    role: str
    member_expires: str
    days: int


class MembersPages:
    """Shows the list, adds and changes."""

    def __init__(self, database: Database, made_with: Secrets) -> None:
        self._database = database
        self._key = made_with.key

    async def show(self, visit: Visit, request: MembersState) -> Answer:
        return await self._page(visit, request)

    async def add(self, visit: Visit, request: AddMember) -> Answer:
        """Add who has an account; show the link of an invitation once, to be passed on."""
        place, who = place_of(visit), request.who.strip()
        try:
            if newcomers.is_address(who) and not visit.may(_invite(place)):
                raise InvalidParameter(_ARCHIVED)
            if not who:
                raise InvalidParameter("Enter a username or an email address.")
            made = await self._database.write(
                newcomers.add, self._key, place, who, role(request.role), request.expires.strip() or None
            )
        except WRONG as error:
            return await self._page(visit, MembersState(), typed=request, wrong=error)
        if isinstance(made, Member):
            return done(visit, urls.members(itself(place)), f"{made.username} is a member now, as {made.role.label}.")
        view = InvitedView(
            kind_of(place),
            itself(place).path,
            made.email,
            request.role,
            request.expires.strip(),
            limits.INVITATION_DAYS,
        )
        link = visit.url + urls.invitation(made.secret)
        return show(visit, "member_invited.html", view, 200, NOT_STORED, link=link)

    async def change(self, visit: Visit, request: ChangeMember) -> Answer:
        """Give a member another role, and another end, or none."""
        place, state = place_of(visit), MembersState(q=request.q, page=request.page)
        try:
            member = await self._database.write(_change, place, request)
        except NotFound:
            raise
        except WRONG as error:
            return await self._page(visit, state, changing=request, wrong=error)
        ends = "" if member.expires_at is None else f" until {expiry_date(member.expires_at)}"
        said = f"{member.username} is {member.role.label} now{ends}."
        return done(visit, urls.members(itself(place)) + state.query(), said)

    async def _page(
        self,
        visit: Visit,
        state: MembersState,
        *,
        typed: AddMember | None = None,
        changing: ChangeMember | None = None,
        wrong: ModelsteadError | None = None,
    ) -> Answer:
        place = place_of(visit)
        invites = visit.access.allows(_invite(place))
        found, total, sent, sent_total = await self._database.read(_read, place, state, invites=invites)
        roles = members.roles_to_give(place)
        errors = {} if wrong is None else {field_of(wrong): said_of(wrong)}
        manages = visit.may(_manage(place))
        rows = [member_row(visit, line, roles if manages else (), changing, errors) for line in found]
        if changing is not None and wrong is not None and not any(row.errors and row.may_change for row in rows):
            raise wrong  # its form is not on this page
        here = urls.members(itself(place))
        view = MembersView(
            of=kind_of(place),
            state=state,
            members=rows,
            pages=pages(total, state.page, limits.MEMBERS_SHOWN, lambda page: here + state.query(page=page)),
            roles=tuple(each.label for each in roles),
            may_add=manages,
            may_invite=visit.may(_invite(place)),
            typed=msgspec.structs.replace(typed, form_token="") if typed else AddMember(),
            errors=errors if typed else {},
            invitations=sent if invites else None,
            invited=pages(
                sent_total, state.invited, limits.INVITATIONS_SHOWN, lambda page: here + state.query(invited=page)
            ),
            help=roles_help(in_project=isinstance(place, Access)),
        )
        return show(visit, "members.html", view, status_of(wrong))


def _read(
    tx: Transaction, place: Place, state: MembersState, *, invites: bool
) -> tuple[list[MemberLine], int, list[Invitation], int]:
    limit = limits.MEMBERS_SHOWN
    wanted = WantedMembers(inherited=True, search=state.q.strip(), limit=limit, offset=(state.page - 1) * limit)
    found, total = members.lines(tx, place, wanted)
    if not invites:
        return found, total, [], 0
    limit = limits.INVITATIONS_SHOWN
    return found, total, *invitations.page(tx, place, limit=limit, offset=(state.invited - 1) * limit)


def _change(tx: Transaction, place: Place, request: ChangeMember) -> Member:
    return members.change(tx, place, request.user_id, role(request.role), expires=request.expires.strip() or None)


def _manage(place: Place) -> Permission:
    return MANAGE_MEMBERS if isinstance(place, Access) else MANAGE_GROUP_MEMBERS


def _invite(place: Place) -> Permission:
    return INVITE_TO_PROJECT if isinstance(place, Access) else INVITE_TO_GROUP
