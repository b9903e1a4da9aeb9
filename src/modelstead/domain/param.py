"""Params: a name and a text that never changes once logged."""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from modelstead.domain.key import quoted
from modelstead.errors import InvalidParameter


class Param(msgspec.Struct, frozen=True, gc=False):
    """A param as logged."""

    key: str
    value: str


def check_unchanged(owner: str, logged: Mapping[str, str], params: Iterable[Param], *, noun: str = "run") -> None:
    """Raise InvalidParameter that names every param whose logged value differs from the new one."""
    changed = [param for param in params if logged.get(param.key, param.value) != param.value]
    if not changed:
        return
    if len(changed) == 1:
        key, new = changed[0].key, changed[0].value
        raise InvalidParameter(
            f"Changing param values is not allowed. Param with key='{key}' was already logged with "
            f"value={quoted(logged[key])} for {noun} ID='{owner}'. Attempted logging new value {quoted(new)}."
        )
    listed = [{"key": p.key, "old_value": logged[p.key], "new_value": p.value} for p in changed]
    raise InvalidParameter(
        f"Changing param values is not allowed. Params were already logged='{listed}' for {noun} ID='{owner}'."
    )


def check_distinct(params: Sequence[Param]) -> None:
    """Raise InvalidParameter that names the keys that stand there more than once."""
    keys = [param.key for param in params]
    if len(set(keys)) < len(keys):
        repeated = sorted({key for key in keys if keys.count(key) > 1})
        raise InvalidParameter(f"Duplicate parameter keys have been submitted: {repeated}. Send each once.")
