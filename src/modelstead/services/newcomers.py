"""Who comes to a project or group: somebody with an account is added, somebody else is invited."""

from modelstead.domain.actor import Access, GroupAccess
from modelstead.domain.member import Member
from modelstead.domain.role import Role
from modelstead.domain.user import User
from modelstead.errors import NotFound
from modelstead.services import invitations, members
from modelstead.services.invitations import Invited
from modelstead.store import identities, users
from modelstead.store.transaction import Transaction

Place = Access | GroupAccess


def is_address(who: str) -> bool:
    """Tell whether somebody is named by an email address; no username holds an @."""
    return "@" in who


def add(tx: Transaction, key: bytes, access: Place, who: str, role: Role, expires: str | None) -> Member | Invited:
    """Add whoever has this username; invite an email address, which takes a permission of its own.

    Whose an address is only administrators may know, so that it leads to an account for them alone.
    """
    user = _user(tx, access, who)
    if user is not None:
        return members.add(tx, access, user, role, expires)
    if is_address(who):
        return invitations.create(tx, key, access, who, role, expires)
    raise NotFound(f"Nobody here has the username '{who}'. To invite somebody new, enter their email address.")


def _user(tx: Transaction, access: Place, who: str) -> User | None:
    if not is_address(who):
        return users.by_username(tx, who)
    found = identities.people_with(tx, who) if access.actor.is_admin else []
    return users.by_id(tx, found[0]) if found else None
