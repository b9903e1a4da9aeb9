"""Params: a name and a text that never changes once logged."""

from collections.abc import Iterable, Mapping

import msgspec

from modelstead.domain.key import quoted
from modelstead.errors import InvalidParameter


class Param(msgspec.Struct, frozen=True, gc=False):
    """A param as logged."""

    key: str
    value: str


def check_unchanged(run_id: str, logged: Mapping[str, str], params: Iterable[Param]) -> None:
    """Raise InvalidParameter that names every param whose logged value differs from the new one."""
    changed = [param for param in params if logged.get(param.key, param.value) != param.value]
    if not changed:
        return
    if len(changed) == 1:
        key, new = changed[0].key, changed[0].value
        raise InvalidParameter(
            f"Changing param values is not allowed. Param with key='{key}' was already logged with "
            f"value={quoted(logged[key])} for run ID='{run_id}'. Attempted logging new value {quoted(new)}."
        )
    listed = [{"key": p.key, "old_value": logged[p.key], "new_value": p.value} for p in changed]
    raise InvalidParameter(
        f"Changing param values is not allowed. Params were already logged='{listed}' for run ID='{run_id}'."
    )
