"""GitLab's calls about users."""

from modelstead.domain.actor import ServerAccess
from modelstead.domain.user import User, UserState
from modelstead.errors import InvalidParameter
from modelstead.http.answer import Answer
from modelstead.rest_api.dialect import NO_CONTENT, created
from modelstead.rest_api.listing import Listing
from modelstead.rest_api.messages.users import (
    CreateUser,
    FullUserInfo,
    ListUsers,
    OneUser,
    UpdateUser,
    UserInfo,
    full_user_info,
    user_info,
)
from modelstead.rest_api.server import Nothing
from modelstead.services import bootstrap, users
from modelstead.services.issuing import Issuing
from modelstead.services.users import Change
from modelstead.store.transaction import Transaction


def current(tx: Transaction, access: ServerAccess, _: Nothing) -> FullUserInfo:
    return full_user_info(users.find(tx, access.actor.user_id or 0), _url(tx))


def listing(tx: Transaction, access: ServerAccess, request: ListUsers) -> Listing:
    found, total = users.page(tx, request.wanted(by_administrator=access.actor.is_admin))
    url = _url(tx)
    return Listing([_shown(access, user, url) for user in found], total, request, "/api/v4/users")


def get(tx: Transaction, access: ServerAccess, request: OneUser) -> UserInfo:
    return _shown(access, users.find(tx, request.user_id), _url(tx))


async def create(issuing: Issuing, access: ServerAccess, request: CreateUser, url: str) -> Answer:
    if request.password is not None and request.reset_password:
        raise InvalidParameter("Give a password, or reset_password for a link that sets one; not both.")
    password_hash = await issuing.hash_password(request.password)
    return created(await issuing.database.write(_create, issuing, access, request, password_hash, url))


async def update(issuing: Issuing, access: ServerAccess, request: UpdateUser, _: str) -> FullUserInfo:
    change = Change(
        username=request.username,
        name=request.name,
        email=request.email,
        is_admin=request.admin,
        password_hash=await issuing.hash_password(request.password),
    )
    return await issuing.database.write(_update, access, request.user_id, change)


def delete(tx: Transaction, access: ServerAccess, request: OneUser) -> Answer:
    users.delete(tx, users.find(tx, request.user_id), by=access)
    return NO_CONTENT


def block(tx: Transaction, access: ServerAccess, request: OneUser) -> Answer:
    return _set_state(tx, access, request, UserState.BLOCKED)


def unblock(tx: Transaction, access: ServerAccess, request: OneUser) -> Answer:
    return _set_state(tx, access, request, UserState.ACTIVE, UserState.BLOCKED)


def deactivate(tx: Transaction, access: ServerAccess, request: OneUser) -> Answer:
    return _set_state(tx, access, request, UserState.DEACTIVATED)


def activate(tx: Transaction, access: ServerAccess, request: OneUser) -> Answer:
    return _set_state(tx, access, request, UserState.ACTIVE, UserState.DEACTIVATED)


def _set_state(
    tx: Transaction, access: ServerAccess, request: OneUser, state: UserState, undoes: UserState | None = None
) -> Answer:
    users.set_state(tx, users.find(tx, request.user_id), state, undoes=undoes, by=access)
    return created(True)  # noqa: FBT003 - what GitLab answers


def _create(
    tx: Transaction, issuing: Issuing, access: ServerAccess, request: CreateUser, password_hash: str | None, url: str
) -> FullUserInfo:
    user = users.create(
        tx,
        request.username,
        name=request.name,
        email=request.email,
        is_admin=request.admin,
        password_hash=password_hash,
        by=access,
    )
    if not request.reset_password:
        return full_user_info(user, _url(tx))
    secret = users.setup_link(tx, issuing.made_with.key, user, by=access)
    return full_user_info(user, _url(tx), f"{url}/-/setup?secret={secret}")


def _update(tx: Transaction, access: ServerAccess, user_id: int, change: Change) -> FullUserInfo:
    return full_user_info(users.update(tx, users.find(tx, user_id), change, by=access), _url(tx))


def _shown(access: ServerAccess, user: User, url: str) -> UserInfo:
    return full_user_info(user, url) if access.actor.is_admin else user_info(user, url)


def _url(tx: Transaction) -> str:
    return bootstrap.noted_url(tx) or ""
