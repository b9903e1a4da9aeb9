"""The rows of the list of members, and what is wrong with their forms, in the words of the page."""

import re

import msgspec

from modelstead.domain.access_token import expiry_date
from modelstead.domain.member import MemberLine
from modelstead.domain.permission import LEAVE
from modelstead.domain.role import Role
from modelstead.errors import ModelsteadError, PermissionDenied
from modelstead.http.visit import Visit
from modelstead.web.members_state import ChangeMember

# What the REST API calls by names of its own.
_WORDS = (
    (re.compile(r"^expires_at is a date"), "The end is a date"),
    (re.compile(r"^expires_at must be"), "The end must be"),
    (
        re.compile(r"^access_level should be greater than or equal to \d+ \((\w+)\), which the user has"),
        r"The role must be \1 or higher, which they have",
    ),
)


class MemberRow(msgspec.Struct, frozen=True):
    """A member, what the visitor may do with them, and the form: `roles` are those that they may be given."""

    line: MemberLine
    expires: str
    is_self: bool
    may_change: bool
    may_remove: bool
    roles: tuple[str, ...]
    typed: ChangeMember
    errors: dict[str, str]


def member_row(
    visit: Visit, line: MemberLine, roles: tuple[Role, ...], changing: ChangeMember | None, errors: dict[str, str]
) -> MemberRow:
    """Return a row with what the visitor may do; `roles` are those that they give, none for those who give none."""
    own, user_id = line.own, line.member.user_id
    is_self = user_id == visit.actor.user_id
    is_free = own is not None and not own.is_managed and not line.member.is_bot
    may_change = is_free and own is not None and own.role in roles
    lowest = line.member.role if line.source else Role.GUEST
    ends = line.member.expires_at if own is None else own.expires_at
    expires = "" if ends is None else expiry_date(ends)
    is_changing = changing is not None and changing.user_id == user_id
    typed = ChangeMember(user_id=user_id, role=(own or line.member).role.label, expires=expires)
    if changing is not None and is_changing:
        typed = msgspec.structs.replace(changing, form_token="")
    return MemberRow(
        line,
        expires,
        is_self,
        may_change,
        may_change or (is_free and is_self and visit.may(LEAVE)),
        tuple(each.label for each in roles if each >= lowest),
        typed,
        errors if is_changing else {},
    )


def field_of(error: ModelsteadError) -> str:
    """Return the field that an error is about."""
    text = str(error)
    if isinstance(error, PermissionDenied) or text.startswith(("access_level", "There is no role")):
        return "role"
    return "expires" if text.startswith("expires_at") else "who"


def said_of(error: ModelsteadError) -> str:
    """Return an error in the words of the page."""
    said = str(error)
    for pattern, words in _WORDS:
        said = pattern.sub(words, said)
    return said


def status_of(error: ModelsteadError | None) -> int:
    if error is None:
        return 200
    return 403 if isinstance(error, PermissionDenied) else 400
