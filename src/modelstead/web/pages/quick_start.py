"""An access token for a first run, shown once with the lines that set it."""

import datetime
from typing import Literal

import msgspec

from modelstead import clock, limits
from modelstead.domain.access_token import expiry_date
from modelstead.domain.actor import ServerAccess
from modelstead.domain.permission import Scope
from modelstead.http.answer import Answer
from modelstead.http.visit import Form, Visit
from modelstead.services import personal_tokens
from modelstead.services.access_tokens import Secrets, Wish
from modelstead.store.database import Database
from modelstead.web.dialect import NOT_STORED, show
from modelstead.web.quick_start import quick_start


class CreateToken(Form, frozen=True, kw_only=True):
    """The form: for how many days."""

    days: Literal[30, 90, 365] = 90


class TokenView(msgspec.Struct, frozen=True):
    """A new token, whose secret is in the page alone, this once."""

    name: str
    expires: str


class QuickStartPages:
    """Makes the token."""

    def __init__(self, database: Database, made_with: Secrets) -> None:
        self._database = database
        self._made_with = made_with

    async def create(self, visit: Visit, request: CreateToken) -> Answer:
        """Make a personal token of the visitor's and show it; nothing keeps the page."""
        project = visit.in_project.project
        day = datetime.datetime.fromtimestamp(clock.now_ms() / 1000, datetime.UTC).date()
        wish = Wish(
            name=f"Quick start of {project.path}"[: limits.TOKEN_NAME_LENGTH],
            description="",
            scopes=frozenset({Scope.API}),
            expires=str(day + datetime.timedelta(days=request.days)),
        )
        made = await self._database.write(
            personal_tokens.create, self._made_with, ServerAccess(visit.actor), None, wish
        )
        view = TokenView(wish["name"], expiry_date(made.expires_at))
        lines = quick_start(visit.url, project.id, made.secret)
        return show(visit, "token.html", view, 200, NOT_STORED, quick_start=lines)
