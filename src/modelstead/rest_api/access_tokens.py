"""GitLab's calls about access tokens: of people, and of projects and groups."""

from modelstead import clock
from modelstead.domain.access_token import AccessToken
from modelstead.domain.actor import Access, GroupAccess, ServerAccess
from modelstead.domain.role import Role
from modelstead.http.answer import Answer
from modelstead.http.errors import MethodNotAllowed
from modelstead.rest_api.dialect import NO_CONTENT, created
from modelstead.rest_api.listing import Listing
from modelstead.rest_api.messages.access_tokens import (
    CreateBotToken,
    CreateToken,
    CreateTokenOf,
    ListBotTokens,
    ListTokens,
    ListTokensOf,
    OneToken,
    RotateSelf,
    RotateToken,
    TokenInfo,
    token_info,
)
from modelstead.rest_api.server import Nothing
from modelstead.services import access_tokens, bot_tokens, personal_tokens
from modelstead.services.access_tokens import NewToken, Secrets, Wish
from modelstead.services.issuing import Issuing
from modelstead.store.access_tokens import Wanted
from modelstead.store.transaction import Transaction


def listing(tx: Transaction, access: ServerAccess, request: ListTokens) -> Listing:
    found = personal_tokens.page(tx, access, request.wanted(Wanted(user_id=request.user_id)))
    return _listing(found, request, "/api/v4/personal_access_tokens")


def listing_of(tx: Transaction, access: ServerAccess, request: ListTokensOf) -> Listing:
    found = personal_tokens.page(tx, access, request.wanted(Wanted(user_id=request.user_id)))
    return _listing(found, request, f"/api/v4/users/{request.user_id}/personal_access_tokens")


def get(tx: Transaction, access: ServerAccess, request: OneToken) -> TokenInfo:
    return token_info(personal_tokens.find(tx, access, request.token_id), clock.now_ms())


def get_self(tx: Transaction, access: ServerAccess, _: Nothing) -> TokenInfo:
    return token_info(personal_tokens.own(tx, access), clock.now_ms())


def revoke(tx: Transaction, access: ServerAccess, request: OneToken) -> Answer:
    personal_tokens.revoke(tx, access, request.token_id)
    return NO_CONTENT


def revoke_self(tx: Transaction, access: ServerAccess, _: Nothing) -> Answer:
    personal_tokens.revoke(tx, access, personal_tokens.own(tx, access).id)
    return NO_CONTENT


async def create(issuing: Issuing, access: ServerAccess, request: CreateToken, _: str) -> Answer:
    return created(await issuing.database.write(_create, issuing.made_with, access, None, request.wish))


async def create_of(issuing: Issuing, access: ServerAccess, request: CreateTokenOf, _: str) -> Answer:
    return created(await issuing.database.write(_create, issuing.made_with, access, request.user_id, request.wish))


async def rotate(issuing: Issuing, access: ServerAccess, request: RotateToken, _: str) -> TokenInfo:
    return await issuing.database.write(_rotate, issuing.made_with, access, request.token_id, request.expires_at)


async def rotate_self(issuing: Issuing, access: ServerAccess, request: RotateSelf, _: str) -> TokenInfo:
    return await issuing.database.write(_rotate, issuing.made_with, access, None, request.expires_at)


def listing_of_bots(tx: Transaction, access: Access | GroupAccess, request: ListBotTokens) -> Listing:
    found = access_tokens.page(tx, request.wanted(bot_tokens.of(access)))
    place = f"projects/{access.project.id}" if isinstance(access, Access) else f"groups/{access.group.id}"
    return _listing(found, request, f"/api/v4/{place}/access_tokens")


def get_bots(tx: Transaction, access: Access | GroupAccess, request: OneToken) -> TokenInfo:
    return token_info(bot_tokens.find(tx, access, request.token_id), clock.now_ms())


async def create_bots(issuing: Issuing, access: Access | GroupAccess, request: CreateBotToken, _: str) -> Answer:
    return created(
        await issuing.database.write(_create_bots, issuing.made_with, access, request.access_level, request.wish)
    )


async def rotate_bots(issuing: Issuing, access: Access | GroupAccess, request: RotateToken, _: str) -> TokenInfo:
    return await issuing.database.write(_rotate_bots, issuing.made_with, access, request.token_id, request.expires_at)


async def rotate_bots_self(issuing: Issuing, access: Access | GroupAccess, request: RotateSelf, _: str) -> TokenInfo:
    if not access.actor.is_bot:
        raise MethodNotAllowed("Only a project's or group's own token is rotated here.", ("GET", "DELETE"))
    number = access.actor.token_id or 0
    return await issuing.database.write(_rotate_bots, issuing.made_with, access, number, request.expires_at)


def revoke_bots(tx: Transaction, access: Access | GroupAccess, request: OneToken) -> Answer:
    bot_tokens.revoke(tx, access, request.token_id)
    return NO_CONTENT


def _create(tx: Transaction, made_with: Secrets, access: ServerAccess, user_id: int | None, wish: Wish) -> TokenInfo:
    return _shown(tx, personal_tokens.create(tx, made_with, access, user_id, wish))


def _rotate(
    tx: Transaction, made_with: Secrets, access: ServerAccess, token_id: int | None, expires: str | None
) -> TokenInfo:
    number = personal_tokens.own(tx, access).id if token_id is None else token_id
    return _shown(tx, personal_tokens.rotate(tx, made_with, access, number, expires))


def _create_bots(
    tx: Transaction, made_with: Secrets, access: Access | GroupAccess, role: Role, wish: Wish
) -> TokenInfo:
    return _shown(tx, bot_tokens.create(tx, made_with, access, role, wish))


def _rotate_bots(
    tx: Transaction, made_with: Secrets, access: Access | GroupAccess, token_id: int, expires: str | None
) -> TokenInfo:
    return _shown(tx, bot_tokens.rotate(tx, made_with, access, token_id, expires))


def _shown(tx: Transaction, made: NewToken) -> TokenInfo:
    """Return a token with its secret, this once."""
    return token_info(access_tokens.get(tx, made.id), clock.now_ms(), made.secret)


def _listing(found: tuple[list[AccessToken], int], asked: ListBotTokens, path: str) -> Listing:
    now = clock.now_ms()
    return Listing([token_info(token, now) for token in found[0]], found[1], asked, path)
