"""What a page shows, as a typed value and as the query of its address: each page's state is its URL."""

from collections.abc import Mapping
from functools import lru_cache
from typing import ClassVar
from urllib.parse import quote_plus

import msgspec


class ViewState(msgspec.Struct, frozen=True, kw_only=True):
    """A page's state. Every field has a default, which the address leaves out, and stands for it under its own name.

    `parts` are fields of the address's path, not of its query.
    """

    parts: ClassVar[frozenset[str]] = frozenset({"iid", "path"})

    def query(self, **changes: object) -> str:
        """Return the address's query with the fields that differ from their defaults, "" or beginning with "?"."""
        pairs = [
            f"{_quoted(name)}={_quoted(str(each))}"
            for name, value in self.values(**changes).items()
            for each in (value if isinstance(value, list) else [value])
        ]
        return "?" + "&".join(pairs) if pairs else ""

    def values(self, **changes: object) -> Mapping[str, object]:
        """Return the fields that differ from their defaults, by their names in the address."""
        changed = msgspec.structs.replace(self, **changes)
        found: dict[str, object] = {}
        for name, encode_name, default in _fields(type(self)):
            value = getattr(changed, name)
            if value == default or value in ((), []):
                continue
            found[encode_name] = _text(value)
        return found


_quoted = lru_cache(maxsize=256)(quote_plus)  # a page writes forty addresses of nearly the same parts


@lru_cache(maxsize=64)  # to read them takes longer than to write an address
def _fields(kind: type[ViewState]) -> tuple[tuple[str, str, object], ...]:
    """Return what an address may hold of a state: each field's name, its name there, and its default."""
    fields = msgspec.structs.fields(kind)
    return tuple((each.name, each.encode_name, each.default) for each in fields if each.name not in kind.parts)


def _text(value: object) -> object:
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, list | tuple):
        return [_text(each) for each in value]
    return value
