"""Access tokens as pages list and change them: those of a project, of a group, or one's own."""

from typing import NamedTuple

from modelstead import clock, limits
from modelstead.domain.access_token import AccessToken
from modelstead.domain.actor import Access, GroupAccess, ServerAccess, Standing
from modelstead.domain.permission import WRITE_EXPERIMENTS
from modelstead.domain.project import Project
from modelstead.domain.role import Role, role
from modelstead.errors import InvalidParameter
from modelstead.services import access_tokens, bot_tokens, members, personal_tokens, places
from modelstead.services.access_tokens import NewToken, Secrets, Wish
from modelstead.store import project_search
from modelstead.store.access_tokens import Wanted
from modelstead.store.project_search import ProjectOrder, WantedProjects
from modelstead.store.transaction import Transaction


class Found(NamedTuple):
    """A page of tokens, how many there are on all pages, and how many of the others."""

    tokens: list[AccessToken]
    total: int
    others: int


def page(tx: Transaction, access: Standing, *, is_active: bool, limit: int, offset: int) -> Found:
    """Return a page of the tokens that are good, or of those that are not any more."""
    found, total = access_tokens.page(tx, _wanted(access, is_active=is_active, limit=limit, offset=offset))
    _, others = access_tokens.page(tx, _wanted(access, is_active=not is_active, limit=0, offset=0))
    return Found(found, total, others)


def find(tx: Transaction, access: Standing, token_id: int) -> AccessToken:
    """Return a token of the place, or of one's own; any other does not exist."""
    if isinstance(access, ServerAccess):
        return personal_tokens.mine(tx, access, token_id)
    return bot_tokens.find(tx, access, token_id)


def create(tx: Transaction, made_with: Secrets, access: Standing, role_name: str, wish: Wish) -> NewToken:
    """Create a token; one's own has no role."""
    if isinstance(access, ServerAccess):
        return personal_tokens.create(tx, made_with, access, None, wish)
    return bot_tokens.create(tx, made_with, access, role(role_name), wish)


def rotate(tx: Transaction, made_with: Secrets, access: Standing, token_id: int, expires: str) -> NewToken:
    """Give another token in the place of one."""
    find(tx, access, token_id)
    if isinstance(access, ServerAccess):
        return personal_tokens.rotate(tx, made_with, access, token_id, expires)
    return bot_tokens.rotate(tx, made_with, access, token_id, expires)


def revoke(tx: Transaction, access: Standing, token_id: int) -> str:
    """End a token, and return its name."""
    token = find(tx, access, token_id)
    if isinstance(access, ServerAccess):
        personal_tokens.revoke(tx, access, token_id)
    else:
        bot_tokens.revoke(tx, access, token_id)
    return token.name


def roles(access: Standing) -> tuple[Role, ...]:
    """Return the roles that a token's bot may be given; none for one's own token."""
    return () if isinstance(access, ServerAccess) else members.roles_to_give(access)


def may_change(access: Standing, token: AccessToken) -> bool:
    """Tell whether an actor may rotate and revoke a token that they may manage by their permission."""
    return isinstance(access, ServerAccess) or token.role is None or token.role in roles(access)


def projects(tx: Transaction, access: Standing) -> list[str]:
    """Return the paths of the projects that a new token may write to, where it is not of one, the last active first."""
    if isinstance(access, Access):
        return []
    below = access.group.path if isinstance(access, GroupAccess) else ""
    wanted = WantedProjects(
        min_role=None if below else WRITE_EXPERIMENTS.role,
        archived=False,
        below=below,
        order=ProjectOrder.LAST_ACTIVITY_AT,
        limit=limits.TOKEN_PROJECTS,
    )
    return [each.project.path for each in project_search.page(tx, access.actor, wanted, clock.now_ms())]


def project(tx: Transaction, access: Standing, path: str) -> Project | None:
    """Return the project that lines are printed for: that of the place, or one chosen by its path, or none."""
    if isinstance(access, Access):
        return access.project
    if not path:
        return None
    found = places.seen_project(tx, access.actor, path)
    if found is None:
        raise InvalidParameter(f"There is no project '{path}' that you see.")
    return found


def _wanted(access: Standing, *, is_active: bool, limit: int, offset: int) -> Wanted:
    user_id = access.actor.user_id if isinstance(access, ServerAccess) else None
    place = Wanted() if isinstance(access, ServerAccess) else bot_tokens.of(access)
    return Wanted(
        user_id=user_id,
        project_id=place.project_id,
        group_id=place.group_id,
        is_active=is_active,
        limit=limit,
        offset=offset,
    )
