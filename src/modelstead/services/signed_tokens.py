"""JSON Web Tokens that somebody else has signed: what they say, once the signature is good."""

import base64
import warnings
from collections.abc import Mapping
from typing import Any

import msgspec

from modelstead.domain import id_token
from modelstead.services.open_id_discovery import Discovery

PARTS = 3


class BadToken(Exception):
    """The token is not what it has to be; the message says why, and nothing of what it holds."""


class UnknownKey(BadToken):
    """The token names a key that the issuer does not have."""


async def verified_claims(token: str, discovery: Discovery) -> Mapping[str, Any]:
    """Return the claims of a token that one of an issuer's keys has signed, by an algorithm that is taken.

    Raise BadToken when none has, Unavailable when the issuer does not tell its keys.
    """
    from joserfc import jws  # noqa: PLC0415 - a server whose people use passwords does without
    from joserfc.errors import JoseError, SecurityWarning  # noqa: PLC0415 - the same

    registry = jws.JWSRegistry(algorithms=list(id_token.ALGORITHMS))
    try:
        signed = jws.extract_compact(token.encode("ascii"), registry=registry)
        keys = await discovery.keys_for(signed)
        kid = signed.headers().get("kid")
        if kid is not None and all(key.kid != kid for key in keys.keys):
            raise UnknownKey("it is signed by a key that the issuer does not have")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SecurityWarning)  # EdDSA is the old name of Ed25519, and as good
            is_signed = jws.validate_compact(signed, keys, registry=registry)
        claims = msgspec.json.decode(signed.payload, type=dict[str, Any])
    except JoseError as error:
        raise BadToken(f"it is not signed as it should be ({error.error})") from error
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, msgspec.MsgspecError) as error:
        raise BadToken("it is not signed as it should be, or no JSON") from error
    if not is_signed:
        raise BadToken("the signature is of another key, or of another text")
    return claims


def unverified(token: str) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Return the header and the claims of a token as they stand there: nobody has vouched for them yet."""
    parts = token.split(".")
    if len(parts) != PARTS:
        raise BadToken("it is not three parts with dots between them")
    try:
        header, claims = (msgspec.json.decode(_bytes(part), type=dict[str, Any]) for part in parts[:2])
    except (ValueError, RecursionError, msgspec.MsgspecError) as error:
        raise BadToken("its parts are not JSON in base64url") from error
    return header, claims


def _bytes(part: str) -> bytes:
    return base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True)
