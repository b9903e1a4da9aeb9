"""Secrets that the server must read again, kept encrypted."""

import os
from typing import TYPE_CHECKING

import msgspec

from modelstead.errors import SettingError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12


class Sealing(msgspec.Struct, frozen=True):
    """Encrypts texts with AES-256-GCM, under a key that is derived from the server's own for one purpose."""

    key: bytes
    purpose: str

    def seal(self, text: str, owner: str) -> bytes:
        """Return a text encrypted; only the same owner's is opened again, so that rows cannot be exchanged."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + _cipher(self).encrypt(nonce, text.encode(), owner.encode())

    def open(self, sealed: bytes, owner: str) -> str:
        """Return what was sealed; raise SettingError when it was by another key, or for another owner."""
        from cryptography.exceptions import InvalidTag  # noqa: PLC0415 - see _cipher

        try:
            return _cipher(self).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], owner.encode()).decode()
        except InvalidTag as error:
            raise SettingError("A secret in the database was stored with another secret key than this one.") from error


def _cipher(sealing: Sealing) -> "AESGCM":
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 - 0.06 s that few servers need
    from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415 - the same
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF  # noqa: PLC0415 - the same

    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=sealing.purpose.encode()).derive(sealing.key)
    return AESGCM(derived)
