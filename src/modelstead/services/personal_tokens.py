"""Who may do what with the tokens of people: everyone with their own, administrators with all."""

import msgspec

from modelstead.domain.access_token import AccessToken, covers
from modelstead.domain.actor import ServerAccess
from modelstead.domain.user import User
from modelstead.errors import InvalidState, NotFound, PermissionDenied
from modelstead.services import access_tokens, users
from modelstead.services.access_tokens import NewToken, Secrets, Wish
from modelstead.store.access_tokens import Wanted
from modelstead.store.transaction import Transaction


def page(tx: Transaction, access: ServerAccess, wanted: Wanted) -> tuple[list[AccessToken], int]:
    """Return a page of one's own tokens; administrators see those of everyone."""
    actor = access.actor
    if not actor.is_admin:
        if wanted.user_id not in (None, actor.user_id):
            raise PermissionDenied("You may only list your own access tokens; leave out user_id.")
        wanted = msgspec.structs.replace(wanted, user_id=actor.user_id)
    return access_tokens.page(tx, wanted)


def find(tx: Transaction, access: ServerAccess, token_id: int) -> AccessToken:
    """Return one of one's own tokens, or any to an administrator; others do not exist."""
    token = access_tokens.get(tx, token_id)
    if not access.actor.is_admin and token.user_id != access.actor.user_id:
        raise NotFound(f"There is no access token {token_id}.")
    return token


def mine(tx: Transaction, access: ServerAccess, token_id: int) -> AccessToken:
    """Return one of one's own tokens; an administrator's own are those of nobody else."""
    token = access_tokens.get(tx, token_id)
    if token.user_id != access.actor.user_id:
        raise NotFound(f"There is no access token {token_id}.")
    return token


def own(tx: Transaction, access: ServerAccess) -> AccessToken:
    """Return the token that asks; raise InvalidState for who came without one."""
    if access.actor.token_id is None:
        raise InvalidState("You did not come by an access token, so there is none to speak of.")
    return access_tokens.get(tx, access.actor.token_id)


def create(tx: Transaction, made_with: Secrets, access: ServerAccess, user_id: int | None, wish: Wish) -> NewToken:
    """Create a token for oneself, or for anybody as an administrator; it never opens more than the caller may."""
    user_id = access.actor.user_id if user_id is None else user_id
    if user_id != access.actor.user_id and not access.actor.is_admin:
        raise PermissionDenied("Only an administrator creates access tokens for others.")
    if access.actor.is_bot or not covers(access.actor.scopes, wish["scopes"]):
        raise PermissionDenied("An access token cannot create one that is good for more than itself.")
    user = _person(tx, user_id)
    return access_tokens.create(tx, made_with, user, **wish, by=access)


def rotate(tx: Transaction, made_with: Secrets, access: ServerAccess, token_id: int, expires: str | None) -> NewToken:
    """Rotate a token that one may find and that is good for no more than the caller's."""
    token = find(tx, access, token_id)
    if not covers(access.actor.scopes, token.scopes):
        raise PermissionDenied("An access token cannot rotate one that is good for more than itself.")
    return access_tokens.rotate(tx, made_with, token.id, expires=expires, by=access)


def revoke(tx: Transaction, access: ServerAccess, token_id: int) -> None:
    """Revoke a token that one may find."""
    access_tokens.revoke(tx, find(tx, access, token_id).id, by=access)


def _person(tx: Transaction, user_id: int | None) -> User:
    user = users.find(tx, user_id or 0)
    if user.is_bot:
        raise InvalidState("That is the bot of an access token; create another token in its project or group.")
    return user
