"""What calls that make secrets are handed: the database, and what tokens and links are made with."""

import msgspec

from modelstead.services.access_tokens import Secrets
from modelstead.services.passwords import Passwords
from modelstead.store.database import Database


class Issuing(msgspec.Struct, frozen=True):
    """Makes access tokens, links that work once, and hashes of passwords."""

    database: Database
    made_with: Secrets
    passwords: Passwords

    async def hash_password(self, password: str | None) -> str | None:
        """Return a password's hash, None for none. It is slow on purpose, and no transaction is open meanwhile."""
        return None if password is None else await self.passwords.hash(password)
