"""The rules for names of metrics, params and tags, as MLflow has them."""

import posixpath
import re
from enum import IntEnum
from functools import lru_cache

from modelstead import limits
from modelstead.errors import InvalidParameter


class KeyKind(IntEnum):
    """What a key names; the numbers are stored."""

    METRIC = 1
    PARAM = 2
    TAG = 3

    __hash__ = int.__hash__  # Enum's own is a Python function, and keys are looked up by kind at every logged value


_LEGAL = re.compile(r"[\w.\- :/]*")


def check_key(key: str, field: str) -> str:
    """Return a legal key.

    A key has at most 250 word characters, dashes, periods, spaces, colons and slashes, and is its own normalised path:
    clients use it as a file name. Raise InvalidParameter that names `field` otherwise.
    """
    if 0 < len(key) <= limits.KEY_LENGTH and _is_legal(key):
        return key
    raise InvalidParameter(_fault(key, field))


@lru_cache(maxsize=4096)  # the same few keys come again at every step
def _is_legal(key: str) -> bool:
    return bool(_LEGAL.fullmatch(key)) and _is_normal_path(key)


def _is_normal_path(key: str) -> bool:
    return posixpath.normpath(key) == key and key != "." and not key.startswith(("/", ".."))


def _fault(key: str, field: str) -> str:
    if not key:
        return f"Missing value for required parameter '{field}'. It must not be empty."
    if len(key) > limits.KEY_LENGTH:
        return f"'{field}' exceeds the maximum length of {limits.KEY_LENGTH} characters; it has {len(key)}."
    what = f"Invalid value {quoted(key)} for parameter '{field}' supplied."
    if not _LEGAL.fullmatch(key):
        return (
            f"{what} Names may only contain alphanumerics, underscores (_), dashes (-), periods (.), spaces ( ), "
            "colon(:) and slashes (/)."
        )
    return (
        f"{what} Names are treated as paths: they may not begin or end with '/', hold '//', or have '.' or '..' as a "
        f"segment; {quoted(suggestion(key))} would do."
    )


def check_length(value: str, field: str, limit: int) -> str:
    """Return a value of at most `limit` characters; raise InvalidParameter otherwise."""
    if len(value) > limit:
        raise InvalidParameter(f"'{field}' exceeds the maximum length of {limit} characters; it has {len(value)}.")
    return value


def quoted(text: str, limit: int = 60) -> str:
    """Return a text for a message, cut to `limit` characters."""
    return f"'{shortened(text, limit)}'"


def shortened(text: str, limit: int = 60) -> str:
    return text if len(text) <= limit else f"{text[:limit]}…"


def suggestion(key: str) -> str:
    path = "/".join(part for part in key.split("/") if part not in ("", ".", ".."))
    return (path.lstrip("./") if path.startswith("..") else path) or "name"
