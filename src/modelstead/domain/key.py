"""The rules for names of metrics, params and tags, as MLflow has them."""

import posixpath
import re

from modelstead import limits
from modelstead.errors import InvalidParameter

_LEGAL = re.compile(r"[\w.\- :/]*")


def check_key(key: str, field: str) -> str:
    """Return a legal key.

    A key has at most 250 word characters, dashes, periods, spaces, colons and slashes, and is its own normalised path:
    clients use it as a file name. Raise InvalidParameter that names `field` otherwise.
    """
    if not key:
        raise InvalidParameter(f"Missing value for required parameter '{field}'. It must not be empty.")
    if len(key) > limits.KEY_LENGTH:
        raise InvalidParameter(
            f"'{field}' exceeds the maximum length of {limits.KEY_LENGTH} characters; it has {len(key)}."
        )
    if not _LEGAL.fullmatch(key):
        raise InvalidParameter(
            f"Invalid value {quoted(key)} for parameter '{field}' supplied. Names may only contain alphanumerics, "
            "underscores (_), dashes (-), periods (.), spaces ( ), colon(:) and slashes (/)."
        )
    if key[0] == "/" or posixpath.normpath(key) != key or key.startswith("..") or key == ".":
        raise InvalidParameter(
            f"Invalid value {quoted(key)} for parameter '{field}' supplied. Names are treated as paths: they may not "
            f"begin or end with '/', hold '//', or have '.' or '..' as a segment; {quoted(suggestion(key))} would do."
        )
    return key


def check_length(value: str, field: str, limit: int) -> str:
    """Return a value of at most `limit` characters; raise InvalidParameter otherwise."""
    if len(value) > limit:
        raise InvalidParameter(f"'{field}' exceeds the maximum length of {limit} characters; it has {len(value)}.")
    return value


def quoted(text: str, limit: int = 60) -> str:
    """Return a text for a message, cut to `limit` characters."""
    return f"'{text}'" if len(text) <= limit else f"'{text[:limit]}…'"


def suggestion(key: str) -> str:
    path = "/".join(part for part in key.split("/") if part not in ("", ".", ".."))
    return (path.lstrip("./") if path.startswith("..") else path) or "name"
