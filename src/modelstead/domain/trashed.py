"""Things in the trash as people see them there: what somebody has deleted by itself, with all that went with it."""

import re
from collections.abc import Iterable
from enum import Enum
from typing import NamedTuple

from modelstead import limits
from modelstead.errors import InvalidParameter, LimitExceeded

_REFERENCE = re.compile(r"([a-z_]+)-([1-9][0-9]{0,18})")


class Kind(Enum):
    """What can be in a project's trash; the values stand in forms."""

    RUN = "run"
    EXPERIMENT = "experiment"
    MODEL = "model"
    VERSION = "version"
    LOGGED_MODEL = "logged_model"

    @property
    def words(self) -> str:
        return self.value.replace("_", " ")

    def counted(self, count: int) -> str:
        """Return a number of these as people say it."""
        return f"{count:,} {self.words}{'' if count == 1 else 's'}"


class Reference(NamedTuple):
    """A thing in the trash: its kind and its row."""

    kind: Kind
    id: int


def reference_text(kind: Kind, row_id: int) -> str:
    """Return how forms name a thing."""
    return f"{kind.value}-{row_id}"


def references(texts: Iterable[str]) -> list[Reference]:
    """Return the things that a form names; raise InvalidParameter for none, LimitExceeded for too many."""
    found = list(dict.fromkeys(_reference(text) for text in texts))
    if not found:
        raise InvalidParameter("Choose something first: mark the box at the beginning of its row.")
    if len(found) > limits.TRASH_CHOSEN:
        raise LimitExceeded(f"At most {limits.TRASH_CHOSEN:,} things are chosen at once; these are {len(found):,}.")
    return found


def counted(counts: Iterable[tuple[Kind, int]]) -> str:
    """Return numbers of things as people say them: 3 runs, 1 experiment and 2 models; "nothing" for none."""
    parts = [kind.counted(count) for kind, count in counts if count]
    return " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:]))) or "nothing"


def _reference(text: str) -> Reference:
    found = _REFERENCE.fullmatch(text)
    if found is None or found[1] not in {kind.value for kind in Kind} or int(found[2]) > limits.INT64_MAX:
        raise InvalidParameter("The form names something that is not in the trash. Load the page again.")
    return Reference(Kind(found[1]), int(found[2]))
