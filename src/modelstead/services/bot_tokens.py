"""Who may do what with the tokens of a project or group: nothing above their own role there, and bots nothing."""

from modelstead.domain.access_token import AccessToken, covers
from modelstead.domain.actor import Access, GroupAccess
from modelstead.domain.role import Role
from modelstead.errors import NotFound, PermissionDenied
from modelstead.services import access_tokens
from modelstead.services.access_tokens import NewToken, Secrets, Wish
from modelstead.store.access_tokens import Wanted
from modelstead.store.transaction import Transaction

Place = Access | GroupAccess


def of(access: Place) -> Wanted:
    """Return what lists the tokens of this project or group."""
    if isinstance(access, Access):
        return Wanted(project_id=access.project.id)
    return Wanted(group_id=access.group.id)


def find(tx: Transaction, access: Place, token_id: int) -> AccessToken:
    """Return a token of this project or group; one of another place does not exist."""
    token = access_tokens.get(tx, token_id)
    wanted = of(access)
    if (token.project_id, token.group_id) != (wanted.project_id, wanted.group_id):
        raise NotFound(f"There is no access token {token_id}.")
    return token


def create(tx: Transaction, made_with: Secrets, access: Place, role: Role, wish: Wish) -> NewToken:
    """Create a bot with a role here, and its token."""
    _check_person(access)
    _check(access, role)
    if not covers(access.actor.scopes, wish["scopes"]):
        raise PermissionDenied("An access token cannot create one that is good for more than itself.")
    if isinstance(access, Access):
        return access_tokens.create_for_project(tx, made_with, access.project, role, **wish, by=access)
    return access_tokens.create_for_group(tx, made_with, access.group, role, **wish, by=access)


def rotate(tx: Transaction, made_with: Secrets, access: Place, token_id: int, expires: str | None) -> NewToken:
    """Rotate a token of this project or group, of a bot whose role is not above one's own."""
    token = find(tx, access, token_id)
    if token.id != access.actor.token_id:
        _check_person(access)
        _check(access, token.role)
        if not covers(access.actor.scopes, token.scopes):
            raise PermissionDenied("An access token cannot rotate one that is good for more than itself.")
    return access_tokens.rotate(tx, made_with, token.id, expires=expires, by=access)


def revoke(tx: Transaction, access: Place, token_id: int) -> None:
    """Revoke a token of this project or group, of a bot whose role is not above one's own."""
    token = find(tx, access, token_id)
    if token.id != access.actor.token_id:
        _check_person(access)
        _check(access, token.role)
    access_tokens.revoke(tx, token.id, by=access)


def _check_person(access: Place) -> None:
    if access.actor.is_bot:
        raise PermissionDenied("A project's or group's token manages no tokens but itself. Use a person's token.")


def _check(access: Place, role: Role | None) -> None:
    held = Role.OWNER if access.actor.is_admin else access.role
    if role is not None and (held is None or role > held):
        raise PermissionDenied(
            f"The role {role.label} is above yours, so you may not manage access tokens that have it."
        )
