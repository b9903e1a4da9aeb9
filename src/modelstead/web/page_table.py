"""What a row of the tables of pages is."""

from collections.abc import Callable
from typing import Any

from modelstead.domain.permission import Permission
from modelstead.http.answer import Answer
from modelstead.http.endpoint import Endpoint, Open, Verb
from modelstead.http.health import Nothing
from modelstead.http.reception import SAFE_METHODS
from modelstead.http.visit import Form


def page(
    method: str,
    path: str,
    handle: Callable[..., object],
    request: type[Any] = Nothing,
    permission: Permission | Open = Open.OPEN,
) -> Endpoint:
    """Return the row of a page; what changes something for people has a form with a token."""
    if method not in SAFE_METHODS and isinstance(permission, Permission) and not issubclass(request, Form):
        raise TypeError(f"{method} {path} changes something for people, so its form needs a token.")
    return Endpoint(method, path, handle, request, Answer, permission, Verb.PAGE)
