"""Set-up links: whoever sets a password by one is signed in."""

import msgspec

from modelstead.domain.user import User
from modelstead.services import sessions, users
from modelstead.services.sessions import Browser
from modelstead.store.transaction import Transaction


class SetUp(msgspec.Struct, frozen=True):
    """Whose password was set, and the secret of their new session; "" for somebody who is blocked."""

    user: User
    session: str


def set_up(tx: Transaction, key: bytes, digest: bytes, password_hash: str, browser: Browser) -> SetUp:
    """Use a set-up link: set the password, end the sessions there were, and begin one."""
    user = users.set_up(tx, digest, password_hash)
    if not user.is_active:
        return SetUp(user, "")
    return SetUp(user, sessions.begin(tx, key, user.id, user.username, browser, "set-up link"))
