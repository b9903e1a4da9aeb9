"""The forms of access tokens, and what they offer."""

import datetime
from typing import Annotated, Literal

import msgspec

from modelstead import clock
from modelstead.domain.access_token import scopes
from modelstead.domain.permission import Scope
from modelstead.domain.role import Role
from modelstead.errors import InvalidParameter, PermissionDenied
from modelstead.http.visit import Form
from modelstead.services.access_tokens import Wish
from modelstead.web.view_state import ViewState

SCOPES = (
    (Scope.API.value, "Read and write: everything that the role allows. Logging runs takes this one."),
    (Scope.READ_API.value, "Read: look at everything, change nothing. For dashboards and notebooks."),
    (Scope.READ_USER.value, "Read users alone: who one is, and who others are."),
)
ON_A_DATE = "date"

Days = Literal["7", "30", "90", "365", "date"]


class TokensState(ViewState, frozen=True, kw_only=True):
    """Which tokens are listed."""

    state: Literal["active", "inactive"] = "active"
    page: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)] = 1


class NewTokenState(msgspec.Struct, frozen=True, kw_only=True):
    """What the form of a new token begins with: the path of the project that it is for."""

    project: str = ""


class CreateToken(Form, frozen=True, kw_only=True):
    """The form; `project` is the path of one to print lines for, and `role` that of a project's or group's bot."""

    name: str = ""
    description: str = ""
    scopes: tuple[str, ...] = ()
    role: str = Role.DEVELOPER.label
    days: Days = "90"
    expires: str = ""
    project: str = ""

    def wish(self) -> Wish:
        """Return what is to be made."""
        return Wish(
            name=self.name.strip(),
            description=self.description.strip(),
            scopes=scopes(self.scopes),
            expires=until(self.days, self.expires),
        )


class AskToken(msgspec.Struct, frozen=True, kw_only=True):
    """Which token one thinks of rotating or revoking."""

    token_id: int


class RevokeToken(Form, frozen=True, kw_only=True):
    """The form."""

    token_id: int


class RotateToken(Form, frozen=True, kw_only=True):
    """The form; `project` as above."""

    token_id: int
    days: Days = "90"
    expires: str = ""
    project: str = ""


def until(days: str, date: str) -> str:
    """Return the date (YYYY-MM-DD) at whose beginning a token ends."""
    if days != ON_A_DATE:
        today = datetime.datetime.fromtimestamp(clock.now_ms() / 1000, datetime.UTC).date()
        return str(today + datetime.timedelta(days=int(days)))
    if not date.strip():
        raise InvalidParameter("An expiry is a date: choose the day at whose beginning, in UTC, the token ends.")
    return date.strip()


def field_of(error: InvalidParameter | PermissionDenied) -> str:
    """Return the field of a form that an error is about, "" for the whole."""
    text = str(error)
    return next((field for field, beginnings in _BEGINNINGS.items() if text.startswith(beginnings)), "")


_BEGINNINGS = {
    "name": ("'name'",),
    "description": ("'description'",),
    "scopes": ("A token needs at least one scope", "'"),
    "expires": ("An expiry", "A token expires"),
    "project": ("There is no project",),
    "role": ("The role", "There is no role"),
}
