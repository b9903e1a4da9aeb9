"""Aliases: names that lead to one version of a model and can be moved to another."""

import re

from modelstead import limits
from modelstead.domain.key import check_length, quoted
from modelstead.domain.semantic_version import Range, is_semantic
from modelstead.errors import InvalidParameter

LATEST = "latest"

_LEGAL = re.compile(r"[\w\-]+")
_NUMBERED = re.compile(r"v?\d+", re.IGNORECASE)  # digits of any script, as where versions are named


def check_alias(alias: str) -> str:
    """Return an alias that can be set; raise InvalidParameter for one that would read as a version."""
    if not alias:
        raise InvalidParameter("Missing value for required parameter 'alias'. An alias must not be empty.")
    check_length(alias, "alias", limits.ALIAS_LENGTH)
    if alias.lower() == LATEST:
        raise InvalidParameter("'latest' alias name (case insensitive) is reserved.")
    if _NUMBERED.fullmatch(alias) or is_semantic(alias.removeprefix("v")) or Range.parse(alias.removeprefix("v")):
        raise InvalidParameter(
            f"Version alias name {quoted(alias)} is reserved: a version's numbers lead to it already, and never move."
        )
    if not _LEGAL.fullmatch(alias):
        raise InvalidParameter(f"Invalid alias name: {quoted(alias)}. Use letters, digits, underscores and dashes.")
    return alias
