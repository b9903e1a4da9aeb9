"""Access tokens of a project, a group or oneself: the list, a new one, rotation and the end of one.

A secret is in one page alone, which nothing keeps: in no view, no other page, no address and no flash.
"""

from typing import Literal

import msgspec

from modelstead import limits
from modelstead.domain.access_token import expiry_date
from modelstead.domain.actor import ServerAccess
from modelstead.domain.group import Group
from modelstead.domain.permission import Scope
from modelstead.domain.project import Project
from modelstead.errors import InvalidParameter, InvalidState, PermissionDenied
from modelstead.http.answer import Answer
from modelstead.http.visit import Visit
from modelstead.services import token_pages
from modelstead.services.access_tokens import NewToken, Secrets
from modelstead.store.database import Database
from modelstead.web import urls
from modelstead.web.dialect import NOT_STORED, done, show
from modelstead.web.paging import pages
from modelstead.web.places import itself, kind_of
from modelstead.web.quick_start import quick_start
from modelstead.web.token_forms import (
    SCOPES,
    AskToken,
    CreateToken,
    NewTokenState,
    RevokeToken,
    RotateToken,
    TokensState,
    field_of,
    until,
)
from modelstead.web.token_views import Of, TokenChangeView, TokenFormView, TokenMadeView, TokensView, token_row


class TokensPages:
    """Shows and takes all of it, at each of the three places."""

    def __init__(self, database: Database, made_with: Secrets) -> None:
        self._database = database
        self._made_with = made_with

    async def show(self, visit: Visit, request: TokensState) -> Answer:
        limit = limits.TOKENS_SHOWN
        found = await self._database.read(
            token_pages.page,
            visit.access,
            is_active=request.state == "active",
            limit=limit,
            offset=(request.page - 1) * limit,
        )
        here = urls.tokens(_place(visit))
        view = TokensView(
            of=_of(visit),
            state=request,
            tokens=[token_row(visit, token) for token in found.tokens],
            pages=pages(found.total, request.page, limit, lambda page: here + request.query(page=page)),
            active=found.total if request.state == "active" else found.others,
            inactive=found.others if request.state == "active" else found.total,
        )
        return show(visit, "tokens.html", view)

    async def new(self, visit: Visit, request: NewTokenState) -> Answer:
        return await self._form(visit, CreateToken(scopes=(Scope.API.value,), project=request.project))

    async def create(self, visit: Visit, request: CreateToken) -> Answer:
        try:
            project = await self._database.read(token_pages.project, visit.access, request.project)
            made = await self._database.write(
                token_pages.create, self._made_with, visit.access, request.role, request.wish()
            )
        except (InvalidParameter, PermissionDenied) as error:
            return await self._form(visit, request, error)
        return await self._made(visit, made, project, is_rotated=False)

    async def ask_rotation(self, visit: Visit, request: AskToken) -> Answer:
        return await self._question(visit, "rotate", RotateToken(token_id=request.token_id))

    async def rotate(self, visit: Visit, request: RotateToken) -> Answer:
        try:
            project = await self._database.read(token_pages.project, visit.access, request.project)
            ends = until(request.days, request.expires)
            made = await self._database.write(token_pages.rotate, self._made_with, visit.access, request.token_id, ends)
        except InvalidState:
            raise
        except InvalidParameter as error:
            return await self._question(visit, "rotate", request, error)
        return await self._made(visit, made, project, is_rotated=True)

    async def ask_revocation(self, visit: Visit, request: AskToken) -> Answer:
        return await self._question(visit, "revoke", RotateToken(token_id=request.token_id))

    async def revoke(self, visit: Visit, request: RevokeToken) -> Answer:
        name = await self._database.write(token_pages.revoke, visit.access, request.token_id)
        return done(visit, urls.tokens(_place(visit)), f"The access token {name} is revoked.")

    async def _form(
        self, visit: Visit, typed: CreateToken, wrong: InvalidParameter | PermissionDenied | None = None
    ) -> Answer:
        view = TokenFormView(
            _of(visit),
            msgspec.structs.replace(typed, form_token=""),
            tuple(role.label for role in token_pages.roles(visit.access)),
            await self._database.read(token_pages.projects, visit.access),
            {} if wrong is None else {field_of(wrong): str(wrong)},
        )
        return show(visit, "token_new.html", view, _status(wrong), scopes=SCOPES)

    async def _question(
        self,
        visit: Visit,
        action: Literal["rotate", "revoke"],
        typed: RotateToken,
        wrong: InvalidParameter | None = None,
    ) -> Answer:
        token = await self._database.read(token_pages.find, visit.access, typed.token_id)
        view = TokenChangeView(
            _of(visit),
            action,
            token_row(visit, token),
            msgspec.structs.replace(typed, form_token=""),
            await self._database.read(token_pages.projects, visit.access) if action == "rotate" else [],
            {} if wrong is None else {field_of(wrong): str(wrong)},
        )
        return show(visit, "token_change.html", view, _status(wrong))

    async def _made(self, visit: Visit, made: NewToken, project: Project | None, *, is_rotated: bool) -> Answer:
        token = await self._database.read(token_pages.find, visit.access, made.id)
        view = TokenMadeView(
            _of(visit), token, expiry_date(made.expires_at), is_rotated, "" if project is None else project.path
        )
        logs = token.scopes != {Scope.READ_USER}
        lines = quick_start(visit.url, project.id, made.secret) if project is not None and logs else None
        return show(visit, "token_made.html", view, 200, NOT_STORED, secret=made.secret, quick=lines)


def _of(visit: Visit) -> Of:
    return "account" if isinstance(visit.access, ServerAccess) else kind_of(visit.access)


def _place(visit: Visit) -> Project | Group | None:
    return None if isinstance(visit.access, ServerAccess) else itself(visit.access)


def _status(error: Exception | None) -> int:
    if error is None:
        return 200
    return 403 if isinstance(error, PermissionDenied) else 400
