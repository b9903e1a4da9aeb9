"""ID tokens: what must hold of one whose signature is good (OpenID Connect Core, 3.1.3.7)."""

import hmac
from collections.abc import Mapping
from typing import TypeGuard

from modelstead import limits
from modelstead.errors import Unauthenticated

ALGORITHMS = ("RS256", "PS256", "ES256", "EdDSA", "Ed25519")
"""Signatures that are taken: by a key that only the provider has. `none` and HMAC never are."""


def check(claims: Mapping[str, object], *, issuer: str, client_id: str, nonce: str, now: int) -> None:
    """Raise Unauthenticated, saying what is wrong, for claims that are not of this sign-in. `now` is in seconds."""
    if claims.get("iss") != issuer:
        raise _refused("its issuer is another one")
    audience = claims.get("aud")
    audiences = [audience] if isinstance(audience, str) else audience
    if not isinstance(audiences, list) or client_id not in audiences:
        raise _refused("it is for another server")
    if (len(audiences) > 1 or "azp" in claims) and claims.get("azp") != client_id:
        raise _refused("it was given to another server")
    expires, issued = claims.get("exp"), claims.get("iat")
    if not _is_time(expires) or expires <= now - limits.OPEN_ID_LEEWAY_SECONDS:
        raise _refused("it has expired")
    if not _is_time(issued) or not -limits.OPEN_ID_SECONDS <= issued - now <= limits.OPEN_ID_LEEWAY_SECONDS:
        raise _refused("it was not made just now; look at the clocks of both servers")
    not_before = claims.get("nbf", now)
    if not _is_time(not_before) or not_before > now + limits.OPEN_ID_LEEWAY_SECONDS:
        raise _refused("it is not good yet")
    given = claims.get("nonce")
    if not isinstance(given, str) or not hmac.compare_digest(given.encode(), nonce.encode()):
        raise _refused("it is of another sign-in")
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= limits.OPEN_ID_SUBJECT_LENGTH or "\0" in subject:
        raise _refused("it names nobody")


def _is_time(value: object) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _refused(why: str) -> Unauthenticated:
    return Unauthenticated(f"The identity provider's ID token is not good: {why}. Sign in again.")
