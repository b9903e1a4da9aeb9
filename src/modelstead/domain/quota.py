"""Quotas: how many bytes of artifacts a project may keep."""

import re

import msgspec

from modelstead.domain.key import quoted
from modelstead.errors import InvalidParameter, QuotaExceeded

_BYTES = re.compile(r"[0-9]{1,16}")


class Usage(msgspec.Struct, frozen=True):
    """The bytes of a project's distinct blobs, and how many it may have; None is any number."""

    used: int
    quota: int | None


def check_quota(usage: Usage, more: int) -> None:
    """Raise QuotaExceeded when so many bytes more are more than the project may keep."""
    if usage.quota is not None and usage.used + more > usage.quota:
        raise QuotaExceeded(
            f"The project's storage quota is {usage.quota} bytes, and {usage.used} are used; "
            f"{more} more do not fit, so nothing was stored. Delete artifacts, or ask an administrator for more."
        )


def parse_quota(text: str) -> int | None:
    """Return the bytes of a quota as typed, None for "none"."""
    if text.lower() == "none":
        return None
    if not _BYTES.fullmatch(text):
        raise InvalidParameter(f"A quota is a number of bytes, or none; {quoted(text)} is neither.")
    return int(text)
