"""GitLab's questions about the server itself."""

import msgspec

from modelstead import __version__


class Nothing(msgspec.Struct, frozen=True):
    """A request without fields."""


class Version(msgspec.Struct, frozen=True):
    """Which version of Modelstead this is; a revision is not known."""

    version: str = __version__
    revision: str = ""


class Metadata(Version, frozen=True):
    """The same, and that it is not GitLab's paid edition."""

    enterprise: bool = False


def version(_: Nothing) -> Version:
    return Version()


def metadata(_: Nothing) -> Metadata:
    return Metadata()
