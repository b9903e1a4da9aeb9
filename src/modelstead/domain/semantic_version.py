"""Semantic versions: MAJOR.MINOR.PATCH with an optional prerelease and build (https://semver.org, 2.0.0)."""

import re
from enum import Enum
from typing import Self

import msgspec
import semver

from modelstead import limits
from modelstead.domain.key import quoted
from modelstead.errors import InvalidParameter

_RANGE = re.compile(r"(0|[1-9][0-9]*)(?:\.(0|[1-9][0-9]*))?")
_RELEASE = "~"  # sorts behind "-", with which the precedence of a prerelease goes on
_END = "!"  # sorts before everything an identifier may hold


class Bump(Enum):
    """The part that the next version counts up."""

    MAJOR = "major"
    MINOR = "minor"
    PATCH = "patch"


class SemanticVersion(msgspec.Struct, frozen=True):
    """A version as it was written, and a text that sorts as versions do; builds do not count in the order."""

    text: str
    precedence: str
    is_prerelease: bool

    @classmethod
    def parse(cls, text: str, field: str = "version") -> Self:
        """Return a version; raise InvalidParameter for what the grammar does not allow."""
        if len(text) > limits.SEMANTIC_VERSION_LENGTH or not is_semantic(text):
            raise InvalidParameter(
                f"Invalid value {quoted(text)} for '{field}': use a semantic version of at most "
                f"{limits.SEMANTIC_VERSION_LENGTH} characters, such as 1.2.0 or 2.0.0-rc.1 (https://semver.org)."
            )
        found = semver.Version.parse(text)
        end = "".join(["-", *map(_identifier, found.prerelease.split("."))]) if found.prerelease else _RELEASE
        return cls(text, _core(found.major, found.minor, found.patch) + end, found.prerelease is not None)

    def next(self, bump: Bump) -> Self:
        """Return the lowest release behind this version that counts up a part: of 2.0.0-rc.1, each gives 2.0.0."""
        return self.parse(str(semver.Version.parse(self.text).next_version(bump.value)))


class Range(msgspec.Struct, frozen=True):
    """The versions that begin with the same numbers: `1.2` is every 1.2.x, and `1` every 1.x.y."""

    text: str
    prefix: str

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Return a range, None for a text that is none."""
        found = _RANGE.fullmatch(text) if len(text) <= limits.SEMANTIC_VERSION_LENGTH else None
        return None if found is None else cls(text, _core(*(part for part in found.groups() if part)))

    @property
    def end(self) -> str:
        """What sorts behind the precedence of every version in the range, and before every other's."""
        return self.prefix + "\x7f"


def is_semantic(text: str) -> bool:
    """Tell whether a text is a semantic version."""
    return bool(semver.Version.is_valid(text)) and text.isascii()


def _core(*numbers: int | str) -> str:
    return "".join(_number(str(number)) for number in numbers)


def _number(digits: str) -> str:
    """Return digits so that longer numbers sort behind shorter ones."""
    return f"{len(digits):03}{digits}"


def _identifier(text: str) -> str:
    """Return a prerelease's identifier: numbers sort before words, words by their characters."""
    return (f"0{_number(text)}" if text.isdigit() else f"1{text}") + _END


FIRST = SemanticVersion.parse("1.0.0")
