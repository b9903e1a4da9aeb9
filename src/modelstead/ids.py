"""Random names: run ids, model ids, access tokens and one-time secrets."""

import base64
import hmac
import secrets
import string
import zlib

ALPHABET = string.digits + string.ascii_uppercase + string.ascii_lowercase
TOKEN_PREFIX = "glpat-"  # noqa: S105 - the public part of a token
SECRET_LENGTH = 30
CHECKSUM_LENGTH = 6
_MASK_BYTES = 32


def run_id() -> str:
    """Return 32 random hex digits, the form MLflow's own server gives."""
    return secrets.token_hex(16)


def model_id() -> str:
    """Return the id of a logged model, which MLflow's clients tell from a registered model's name by its form."""
    return f"m-{secrets.token_hex(16)}"


def access_token(prefix: str = TOKEN_PREFIX) -> str:
    """Return prefix + 30 base-62 characters + 6 of checksum.

    The checksum lets scanners, and the server before any look-up, tell a token from chance.
    """
    secret = "".join(secrets.choice(ALPHABET) for _ in range(SECRET_LENGTH))
    return prefix + secret + checksum(secret)


def is_access_token(text: str, prefix: str = TOKEN_PREFIX) -> bool:
    """Tell whether a text has a token's form and a matching checksum."""
    body = text.removeprefix(prefix)
    return (
        len(text) == len(prefix) + SECRET_LENGTH + CHECKSUM_LENGTH
        and len(body) == SECRET_LENGTH + CHECKSUM_LENGTH
        and body.isascii()
        and body.endswith(checksum(body[:SECRET_LENGTH]))
    )


def checksum(secret: str) -> str:
    """Return the CRC-32 of a secret as six base-62 characters."""
    number, digits = zlib.crc32(secret.encode()), ""
    for _ in range(CHECKSUM_LENGTH):
        number, rest = divmod(number, len(ALPHABET))
        digits = ALPHABET[rest] + digits
    return digits


def one_time_secret() -> str:
    """Return 32 random bytes as URL-safe text."""
    return secrets.token_urlsafe(32)


def digest(key: bytes, secret: str) -> bytes:
    """Return the keyed SHA-256 under which a secret is stored; the secret itself never is."""
    return hmac.digest(key, secret.encode("utf-8", "surrogatepass"), "sha256")


def session_digest(key: bytes, secret: str) -> bytes:
    """Return the digest under which a session is stored; no access token can have the same."""
    return digest(hmac.digest(key, b"sessions", "sha256"), secret)


def form_token(key: bytes, secret: str) -> str:
    """Return what every form of a session's pages holds, and no page of another site can know.

    It is another text each time, so that the size of a compressed page does not give it away letter by letter.
    """
    mask = secrets.token_bytes(_MASK_BYTES)
    return _text(mask + _masked(mask, key, secret))


def is_form_token(text: str, key: bytes, secret: str) -> bool:
    """Tell whether a text is a form token of a session, in a time that says nothing."""
    try:
        given = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except ValueError:
        return False
    mask = given[:_MASK_BYTES].ljust(_MASK_BYTES, b"\0")
    return hmac.compare_digest(given[_MASK_BYTES:], _masked(mask, key, secret))


def _masked(mask: bytes, key: bytes, secret: str) -> bytes:
    whole = digest(hmac.digest(key, b"forms", "sha256"), secret)
    return bytes(one ^ other for one, other in zip(mask, whole, strict=True))


def signature(key: bytes, *fields: object) -> str:
    """Return the keyed SHA-256 of the fields of an address that is open to whoever has it, as URL-safe text.

    No field may hold a NUL. The key is another one than that of digests, so that neither can pass for the other.
    """
    signing_key = hmac.digest(key, b"signed addresses", "sha256")
    text = "\0".join(map(str, fields)).encode("utf-8", "surrogatepass")
    return _text(hmac.digest(signing_key, text, "sha256"))


def is_signature(text: str, key: bytes, *fields: object) -> bool:
    """Tell whether a text is the signature of these fields, in a time that says nothing."""
    return hmac.compare_digest(text.encode("utf-8", "surrogatepass"), signature(key, *fields).encode())


def _text(digest: bytes) -> str:
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


class RequestIds:
    """Gives each request of this process an id: a random prefix and a count."""

    def __init__(self) -> None:
        self._prefix = secrets.token_hex(4)
        self._count = 0

    def next(self) -> str:
        self._count += 1
        return f"{self._prefix}-{self._count:x}"
