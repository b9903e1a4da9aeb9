"""Page tokens: opaque to clients, and good only for the query that gave them."""

import base64
import binascii
import hashlib
from collections.abc import Sequence
from typing import Annotated, Any

import msgspec

from modelstead import limits
from modelstead.errors import InvalidParameter

_BAD = "Invalid page token: pass the next_page_token of the answer before, with the same query."

SortValue = Annotated[int, msgspec.Meta(ge=limits.INT64_MIN, le=limits.INT64_MAX)] | float | str | None
"""What a row is sorted by."""


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


def check_row(last: Sequence[object], kinds: Sequence[type]) -> None:
    """Raise InvalidParameter for a token whose row has not the kinds of value that this query sorts by."""
    if [*map(type, last)] != [*kinds] and not _fits(last, kinds):
        raise InvalidParameter(_BAD)


def _fits(last: Sequence[object], kinds: Sequence[type]) -> bool:
    pairs = zip(last, kinds, strict=False)
    return len(last) == len(kinds) and all(value is None or type(value) is kind for value, kind in pairs)


def _digest(query: object) -> str:
    return hashlib.blake2b(msgspec.json.encode(query), digest_size=6).hexdigest()
