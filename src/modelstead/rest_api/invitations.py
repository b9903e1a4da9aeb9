"""GitLab's calls about invitations to projects and groups."""

from modelstead.domain.actor import Access, GroupAccess
from modelstead.domain.member import role_of
from modelstead.errors import InvalidParameter, LimitExceeded
from modelstead.http.answer import Answer
from modelstead.rest_api.dialect import NO_CONTENT, created
from modelstead.rest_api.listing import Listing
from modelstead.rest_api.messages.invitations import (
    CreateInvitation,
    Invited,
    Link,
    ListInvitations,
    OneInvitation,
    invitation_info,
)
from modelstead.services import invitations
from modelstead.services.issuing import Issuing
from modelstead.store.transaction import Transaction

Place = Access | GroupAccess

EMAILS_MAX = 100


async def create(issuing: Issuing, access: Place, request: CreateInvitation, url: str) -> Answer:
    """Invite each address; what is wrong with one does not keep the others back."""
    role = role_of(request.access_level)
    emails = [email for each in request.email.split(",") if (email := each.strip())]
    if not 0 < len(emails) <= EMAILS_MAX:
        raise InvalidParameter(f"email must be 1 to {EMAILS_MAX} addresses, with commas between them.")
    links, wrong = [], {}
    for email in emails:
        try:
            made = await issuing.database.write(
                invitations.create, issuing.made_with.key, access, email, role, request.expires_at
            )
        except (InvalidParameter, LimitExceeded) as error:
            if len(emails) == 1:
                raise
            wrong[email] = str(error)
        else:
            links.append(Link(made.email, f"{url}/-/invitations?secret={made.secret}"))
    if wrong:
        return created(Invited("error", wrong, tuple(links)))
    return created(Invited("success", invitations=tuple(links)))


def listing(tx: Transaction, access: Place, request: ListInvitations) -> Listing:
    rows, total = invitations.page(tx, access, limit=request.limit, offset=request.offset)
    return Listing([invitation_info(row) for row in rows], total, request, f"{_path(access)}/invitations")


def revoke(tx: Transaction, access: Place, request: OneInvitation) -> Answer:
    invitations.revoke(tx, access, request.email)
    return NO_CONTENT


def _path(access: Place) -> str:
    if isinstance(access, Access):
        return f"/api/v4/projects/{access.project.id}"
    return f"/api/v4/groups/{access.group.id}"
