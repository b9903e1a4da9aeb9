"""What the pages of access tokens show. No secret is in any of these."""

from typing import Literal

import msgspec

from modelstead import clock, limits
from modelstead.domain.access_token import AccessToken, expiry_date
from modelstead.http.visit import Visit
from modelstead.services import token_pages
from modelstead.web.paging import Pages
from modelstead.web.token_forms import CreateToken, RotateToken, TokensState

Of = Literal["account", "project", "group"]
DAY_MS = 86_400_000


class TokenRow(msgspec.Struct, frozen=True):
    """A token, the day of its end, and how many days are left where that is to be warned of."""

    token: AccessToken
    state: Literal["active", "rotated", "revoked", "expired"]
    expires: str
    days_left: int | None
    may_change: bool


class TokensView(msgspec.Struct, frozen=True):
    """A page of the list, and how many there are of each kind."""

    of: Of
    state: TokensState
    tokens: list[TokenRow]
    pages: Pages
    active: int
    inactive: int


class TokenFormView(msgspec.Struct, frozen=True):
    """The form of a new token, with what was typed, what it offers, and what is wrong with it."""

    of: Of
    typed: CreateToken
    roles: tuple[str, ...]
    projects: list[str]
    errors: dict[str, str]


class TokenChangeView(msgspec.Struct, frozen=True):
    """A question about one token."""

    of: Of
    action: Literal["rotate", "revoke"]
    row: TokenRow
    typed: RotateToken
    projects: list[str]
    errors: dict[str, str]


class TokenMadeView(msgspec.Struct, frozen=True):
    """A new token without its secret; `project` is the path of the one that lines are printed for."""

    of: Of
    token: AccessToken
    expires: str
    is_rotated: bool
    project: str


def token_row(visit: Visit, token: AccessToken) -> TokenRow:
    """Return a token's row, with what the visitor may do."""
    now = clock.now_ms()
    state: Literal["active", "rotated", "revoked", "expired"] = "active"
    if token.revoked_at is not None:
        state = "revoked" if token.rotated_at is None else "rotated"
    elif not token.is_active(now):
        state = "expired"
    left = (token.expires_at - now) // DAY_MS
    warns = state == "active" and left < limits.TOKEN_ENDS_SOON_DAYS
    may_change = state == "active" and token_pages.may_change(visit.access, token)
    return TokenRow(token, state, expiry_date(token.expires_at), left if warns else None, may_change)
