"""What a page shows, as a typed value and as the query of its address: each page's state is its URL."""

from collections.abc import Mapping
from urllib.parse import urlencode

import msgspec


class ViewState(msgspec.Struct, frozen=True, kw_only=True):
    """A page's state. Every field has a default, which the address leaves out, and stands for it under its own name."""

    def query(self, **changes: object) -> str:
        """Return the address's query with the fields that differ from their defaults, "" or beginning with "?"."""
        values = self.values(**changes)
        return "?" + urlencode(values, doseq=True) if values else ""

    def values(self, **changes: object) -> Mapping[str, object]:
        """Return the fields that differ from their defaults, by their names in the address."""
        changed = msgspec.structs.replace(self, **changes)
        found: dict[str, object] = {}
        for field in msgspec.structs.fields(type(self)):
            value = getattr(changed, field.name)
            if field.name in _PARTS or value == field.default or value in ((), []):
                continue
            found[field.encode_name] = _text(value)
        return found


_PARTS = frozenset({"iid", "path"})  # of the address's path, not of its query


def _text(value: object) -> object:
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, list | tuple):
        return [_text(each) for each in value]
    return value
