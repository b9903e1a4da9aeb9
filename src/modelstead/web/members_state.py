"""What the list of members shows, and the forms that change it."""

from typing import Annotated

import msgspec

from modelstead.domain.role import Role
from modelstead.http.visit import Form
from modelstead.web.view_state import ViewState

PageNumber = Annotated[int, msgspec.Meta(ge=1, le=1_000_000)]


class MembersState(ViewState, frozen=True, kw_only=True):
    """What a name holds, and the pages of members and of open invitations."""

    q: str = ""
    page: PageNumber = 1
    invited: PageNumber = 1


class AddMember(Form, frozen=True, kw_only=True):
    """The form: a username or an email address, a role, and the day on which the membership ends, "" for never."""

    who: str = ""
    role: str = Role.DEVELOPER.label
    expires: str = ""


class ChangeMember(Form, frozen=True, kw_only=True):
    """The form of a member, in the list that it was in."""

    user_id: int
    role: str = ""
    expires: str = ""
    q: str = ""
    page: PageNumber = 1


class AskRemoval(msgspec.Struct, frozen=True, kw_only=True):
    """Whom one thinks of removing."""

    user_id: int


class RemoveMember(Form, frozen=True, kw_only=True):
    """The form."""

    user_id: int


class RevokeInvitation(Form, frozen=True, kw_only=True):
    """The form: whose invitation."""

    email: str
