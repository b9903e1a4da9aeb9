"""The state of a version's page, and of the pages that change a version or compare some."""

from typing import Annotated, ClassVar, Literal

import msgspec

from modelstead import limits
from modelstead.services import experiments
from modelstead.web.charts_state import ChartsState
from modelstead.web.run_state import Iid, Kind
from modelstead.web.view_state import ViewState

VersionTab = Literal["card", "performance", "lineage", "raw"]


class VersionState(ChartsState, frozen=True, kw_only=True):
    """What is shown of a version; `iid` is its number, or a name that leads to it: 1.2.0, champion, latest."""

    parts: ClassVar[frozenset[str]] = frozenset({"model", "iid"})

    model: Iid = 0
    iid: str = ""
    view: VersionTab = "card"
    q: str = ""
    all: tuple[Kind, ...] = ()

    @property
    def number(self) -> int | None:
        """The number that the address names, None for a name."""
        return experiments.number(self.iid) if self.iid.isdecimal() else None


class VersionPage(msgspec.Struct, frozen=True, kw_only=True):
    """Which version a page is about; `key` is that of a tag, "" for a new one."""

    model: Iid
    iid: Iid
    key: str = ""


class CompareVersionsState(ViewState, frozen=True, kw_only=True):
    """`versions` are numbers with commas between them; `baseline` is one of them, 0 for the first.

    `all` shows also what is the same in all versions. `chosen` are numbers in the place of `versions`, as boxes that
    are ticked send them: the answer leads to the address with those.
    """

    parts: ClassVar[frozenset[str]] = frozenset({"model"})

    model: Iid = 0
    versions: str = ""
    baseline: Iid = 0
    all: bool = False
    q: str = ""
    page: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)] = 1
    chosen: Annotated[tuple[Iid, ...], msgspec.Meta(max_length=1_000)] = msgspec.field(default=(), name="with")

    @property
    def iids(self) -> list[int]:
        """The numbers of the versions, each once, as many as can be compared."""
        parts = (part.strip() for part in self.versions.split(","))
        found = (int(part) for part in parts if part.isascii() and part.isdigit() and len(part) < 19)  # noqa: PLR2004 - digits of an int64
        return list(dict.fromkeys(found))[: limits.COMPARED_VERSIONS]

    def without(self, iid: int) -> str:
        """Return the query of the page without one of the versions."""
        kept = [each for each in self.iids if each != iid]
        return self.query(versions=",".join(map(str, kept)), baseline=0 if self.baseline == iid else self.baseline)
