"""Errors that only HTTP knows."""

from modelstead.errors import InvalidParameter, ModelsteadError, NotFound, PermissionDenied, Unauthenticated


class UnknownPath(NotFound):
    """No endpoint answers at this path."""


class MethodNotAllowed(ModelsteadError):
    """The path is known, the method is not."""

    def __init__(self, message: str, allowed: tuple[str, ...]) -> None:
        super().__init__(message)
        self.allowed = allowed


class UnsupportedMediaType(InvalidParameter):
    """The body is of a type, or in an encoding, that this endpoint does not take."""


class RangeNotSatisfiable(InvalidParameter):
    """The file has no byte of the range that was asked for."""

    def __init__(self, message: str, size: int) -> None:
        super().__init__(message)
        self.size = size


class UnknownHost(InvalidParameter):
    """The Host header names a server that this is not."""


class ForeignOrigin(PermissionDenied):
    """A page of another site tried to write through its visitor's browser."""


class SignInFirst(Unauthenticated):
    """A page is for people who have signed in; `to` is where it is."""

    def __init__(self, message: str, to: str) -> None:
        super().__init__(message)
        self.to = to


class FormOutOfDate(PermissionDenied):
    """A request by a session lacks what only pages of this server can send along."""


class InsufficientScope(PermissionDenied):
    """The token's scopes do not cover the call."""


class ClientLeft(Exception):
    """The client closed the connection before its request was complete."""
