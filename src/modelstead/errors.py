"""What can go wrong, in the words of the domain; each transport maps these to its wire shape."""


class ModelsteadError(Exception):
    """Base of every error whose message is meant for the caller and says what to do."""


class NotFound(ModelsteadError):
    """A thing named by the caller does not exist, or is not visible to them."""


class AlreadyExists(ModelsteadError):
    """A name or number is taken."""


class PathTaken(AlreadyExists):
    """The path of a project or group is taken."""


class InvalidParameter(ModelsteadError):
    """A value breaks a rule; the message names the field and the rule."""


class InvalidSearch(InvalidParameter):
    """A filter or an order_by cannot be read; `at` is the character where that shows, from 0."""

    def __init__(self, message: str, at: int) -> None:
        super().__init__(message)
        self.at = at


class InvalidState(InvalidParameter):
    """The thing exists but is in a state (in the trash, say) that forbids the call."""


class Unauthenticated(ModelsteadError):
    """No credential, or one that is unknown, expired or revoked."""


class PermissionDenied(ModelsteadError):
    """The caller sees the thing but their role or their token's scopes do not allow the call."""


class Conflict(ModelsteadError):
    """Two writers met; repeating the call may succeed."""


class LimitExceeded(ModelsteadError):
    """The request is larger than the server accepts."""


class Unavailable(ModelsteadError):
    """Nothing was done; the same request may be sent again after `retry_after` seconds."""

    def __init__(self, message: str, *, retry_after: int = 1) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class TooManyRequests(ModelsteadError):
    """Too many requests, or failures, in a short time; the next is looked at after `retry_after` seconds."""

    def __init__(self, message: str, *, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = max(1, retry_after)


class StorageFull(Unavailable):
    """There is no space left; nothing was stored."""


class QuotaExceeded(ModelsteadError):
    """The project has used its storage quota up; nothing was stored."""


class SettingError(ModelsteadError):
    """The server cannot start with these settings; the message says which and why."""
