"""Query strings, forms and parts of paths, as requests."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, get_args, get_origin
from urllib.parse import parse_qsl

import msgspec

from modelstead.errors import InvalidParameter

FIELDS_MAX = 10_000


def parse(kind: type[Any], query: bytes) -> dict[str, object]:
    """Return the parameters of a query as a request of a kind wants them: lists where it has lists, else the last."""
    try:
        pairs = parse_qsl(query.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=FIELDS_MAX)
    except (UnicodeDecodeError, ValueError) as error:
        raise InvalidParameter("The query is not UTF-8, percent-encoded, of at most 10,000 parameters.") from error
    if any("\0" in value for _, value in pairs):
        raise InvalidParameter("The query holds a NUL character, which no text here may.")
    repeated = _lists(kind)  # type: ignore[arg-type]  # classes are hashable
    values: dict[str, Any] = {}
    for name, value in pairs:
        plain = name.removesuffix("[]")
        if plain in repeated:
            values.setdefault(plain, []).append(value)
        else:
            values[plain] = value
    return values


def check_parts(parts: Mapping[str, str]) -> None:
    """Raise InvalidParameter for a path with a part that no database can hold."""
    for part in parts.values():
        if "\0" in part or (not part.isascii() and _has_surrogates(part)):
            raise InvalidParameter("Invalid path: it holds a NUL character, or bytes that are not UTF-8.")


def _has_surrogates(text: str) -> bool:
    return any("\ud800" <= letter <= "\udfff" for letter in text)


@lru_cache(maxsize=256)
def _lists(kind: type[Any]) -> frozenset[str]:
    return frozenset(field.encode_name for field in msgspec.structs.fields(kind) if _is_list(field.type))


def _is_list(kind: Any) -> bool:
    origin = get_origin(kind) or kind
    return origin in (list, tuple) or any(_is_list(part) for part in get_args(kind) if origin not in (list, tuple))
