"""Passwords: checked and hashed in threads, outside any transaction, at the same cost whether they are right or not."""

import asyncio
from functools import lru_cache

import argon2
import msgspec

from modelstead import limits
from modelstead.services import users


class Verified(msgspec.Struct, frozen=True):
    """Whether a password is right, and its hash made anew where the old one was made with less effort."""

    is_right: bool
    new_hash: str | None = None


class Passwords:
    """Computes a few hashes at once, so that many who sign in at the same time do not use the memory up."""

    def __init__(self) -> None:
        self._turns = asyncio.Semaphore(limits.PASSWORD_CHECKS)

    async def verify(self, password: str, password_hash: str | None) -> Verified:
        """Tell whether a password has a hash; None is a hash that no password has, and costs as much."""
        async with self._turns:
            return await asyncio.to_thread(verify, password, password_hash)

    async def hash(self, password: str) -> str:
        """Return a password's hash; raise InvalidParameter for one that is too short."""
        async with self._turns:
            return await asyncio.to_thread(users.hash_password, password)


def verify(password: str, password_hash: str | None) -> Verified:
    """See Passwords.verify; this blocks."""
    hasher, nobodys = users.hasher(), _nobodys()
    if len(password) > limits.PASSWORD_LENGTH_MAX:  # nobody has one
        password, password_hash = "", None
    try:
        hasher.verify(password_hash or nobodys, password.encode("utf-8", "surrogatepass"))
    except (argon2.exceptions.VerificationError, argon2.exceptions.InvalidHashError):
        return Verified(is_right=False)
    if password_hash is None:
        return Verified(is_right=False)
    return Verified(is_right=True, new_hash=hasher.hash(password) if hasher.check_needs_rehash(password_hash) else None)


@lru_cache(maxsize=1)
def _nobodys() -> str:
    """Return the hash that is checked where there is none."""
    return users.hasher().hash("nobody has this password")
