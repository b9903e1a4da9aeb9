"""The table of pages about members, invitations and access tokens, which a project and a group have alike."""

from modelstead.domain.permission import (
    INVITE_TO_GROUP,
    INVITE_TO_PROJECT,
    LEAVE,
    MANAGE_GROUP_MEMBERS,
    MANAGE_GROUP_TOKENS,
    MANAGE_MEMBERS,
    MANAGE_PROJECT_TOKENS,
    READ_GROUP_TOKENS,
    READ_MEMBERS,
    READ_PROJECT_TOKENS,
    Permission,
)
from modelstead.http.endpoint import Endpoint
from modelstead.web.means import Means
from modelstead.web.members_state import (
    AddMember,
    AskRemoval,
    ChangeMember,
    MembersState,
    RemoveMember,
    RevokeInvitation,
)
from modelstead.web.page_table import page
from modelstead.web.pages.member_removal import MemberRemovalPages
from modelstead.web.pages.members import MembersPages
from modelstead.web.pages.tokens import TokensPages
from modelstead.web.token_forms import AskToken, CreateToken, NewTokenState, RevokeToken, RotateToken, TokensState


def people_of_project(means: Means) -> tuple[Endpoint, ...]:
    """Return a project's members, invitations and access tokens."""
    return (
        *_member_pages(means, MANAGE_MEMBERS, INVITE_TO_PROJECT),
        *token_pages(means, "/-/settings/tokens", READ_PROJECT_TOKENS, MANAGE_PROJECT_TOKENS),
    )


def people_of_group(means: Means) -> tuple[Endpoint, ...]:
    """Return a group's members, invitations and access tokens."""
    return (
        *_member_pages(means, MANAGE_GROUP_MEMBERS, INVITE_TO_GROUP),
        *token_pages(means, "/-/settings/tokens", READ_GROUP_TOKENS, MANAGE_GROUP_TOKENS),
    )


def token_pages(means: Means, at: str, read: Permission, manage: Permission) -> tuple[Endpoint, ...]:
    """Return a list of access tokens and the forms that change it."""
    tokens = TokensPages(means.database, means.made_with)
    return (
        page("GET", at, tokens.show, TokensState, read),
        page("GET", f"{at}/new", tokens.new, NewTokenState, manage),
        page("POST", f"{at}/new", tokens.create, CreateToken, manage),
        page("GET", f"{at}/rotate", tokens.ask_rotation, AskToken, manage),
        page("POST", f"{at}/rotate", tokens.rotate, RotateToken, manage),
        page("GET", f"{at}/revoke", tokens.ask_revocation, AskToken, manage),
        page("POST", f"{at}/revoke", tokens.revoke, RevokeToken, manage),
    )


def _member_pages(means: Means, manage: Permission, invite: Permission) -> tuple[Endpoint, ...]:
    members, removal = MembersPages(means.database, means.made_with), MemberRemovalPages(means.database)
    at = "/-/settings/members"
    return (
        page("GET", at, members.show, MembersState, READ_MEMBERS),
        page("POST", at, members.add, AddMember, manage),
        page("POST", f"{at}/change", members.change, ChangeMember, manage),
        page("GET", f"{at}/remove", removal.ask, AskRemoval, LEAVE),
        page("POST", f"{at}/remove", removal.remove, RemoveMember, LEAVE),
        page("POST", f"{at}/revoke", removal.revoke, RevokeInvitation, invite),
    )
