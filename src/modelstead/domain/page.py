"""Page tokens: opaque to clients, and good only for the query that gave them."""

import base64
import binascii
import hashlib
from typing import Any

import msgspec

from modelstead.errors import InvalidParameter

_BAD = "Invalid page token: pass the next_page_token of the answer before, with the same query."


def page_token(query: object, last: tuple[object, ...]) -> str:
    """Return a token for the rows behind the last one of a page."""
    return base64.urlsafe_b64encode(msgspec.json.encode((_digest(query), last))).decode()


def behind(token: str | None, query: object, kind: Any) -> Any:
    """Return the row that `page_token` was given for this query, a tuple type `kind`; None for the first page."""
    if not token:
        return None
    try:
        digest, last = msgspec.json.decode(base64.urlsafe_b64decode(token.encode()), type=tuple[str, kind])
    except (binascii.Error, ValueError, msgspec.MsgspecError) as error:
        raise InvalidParameter(_BAD) from error
    if digest != _digest(query):
        raise InvalidParameter(
            "Invalid page token: it belongs to another query. " + _BAD.partition(": ")[2].capitalize()
        )
    return last


def _digest(query: object) -> str:
    return hashlib.blake2b(msgspec.json.encode(query), digest_size=6).hexdigest()
