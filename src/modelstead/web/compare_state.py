"""The state of the page that compares runs: its address says which, by which baseline, and what of them is shown."""

from collections.abc import Sequence
from typing import Annotated, Literal

import msgspec

from modelstead import limits
from modelstead.web.charts_state import ChartsState
from modelstead.web.run_state import Iid

Iids = Annotated[tuple[Iid, ...], msgspec.Meta(max_length=1_000)]


class CompareState(ChartsState, frozen=True, kw_only=True):
    """`runs` are iids with commas between them; `baseline` is one of them, 0 for the first.

    `all` shows also what is the same in all runs. `by` says what the rows are. `path` and `other` are of the files: the
    one that is looked at, and the run that is set against the baseline.
    """

    runs: str = ""
    baseline: Iid = 0
    all: bool = False
    by: Literal["keys", "runs"] = "keys"
    view: Literal["values", "charts", "artifacts"] = "values"
    kind: Literal["", "metrics", "params", "tags"] = ""
    q: str = ""
    page: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)] = 1
    path: str = ""
    other: Iid = 0
    search: str = ""  # for more runs

    @property
    def iids(self) -> list[int]:
        """The numbers of the runs, each once, as many as can be compared."""
        return self.named[: limits.COMPARED_RUNS]

    @property
    def named(self) -> list[int]:
        """All numbers that stand in the address, each once."""
        parts = (part.strip() for part in self.runs.split(","))
        return list(dict.fromkeys(int(part) for part in parts if part.isascii() and part.isdigit() and len(part) < 19))  # noqa: PLR2004 - digits of an int64

    @property
    def unreadable(self) -> list[str]:
        """What stands among the numbers and is none."""
        parts = (part.strip() for part in self.runs.split(","))
        return [part for part in parts if part and not (part.isascii() and part.isdigit() and len(part) < 19)]  # noqa: PLR2004 - the same

    def of_runs(self, iids: Sequence[int]) -> "CompareState":
        """Return the state with other runs, on its first page."""
        kept = {"baseline": self.baseline if self.baseline in iids else 0, "page": 1}
        return msgspec.structs.replace(self, runs=",".join(map(str, iids)), **kept)


class CompareRequest(CompareState, frozen=True, kw_only=True):
    """A state with a change of it, as the buttons of the page ask for: the answer leads to the state that comes out."""

    add: Iids = ()
    remove: Iid | None = None
    left: Iid | None = None
    right: Iid | None = None

    def changed(self) -> CompareState | None:
        """Return the state that comes out, None where there is no change."""
        iids = self.iids
        if self.add:
            iids += [iid for iid in dict.fromkeys(self.add) if iid not in iids]
        elif self.remove is not None:
            iids = [iid for iid in iids if iid != self.remove]
        elif self.left in iids:
            _swap(iids, iids.index(self.left), -1)
        elif self.right in iids:
            _swap(iids, iids.index(self.right), 1)
        elif self.left is None and self.right is None:
            return None
        return self.state.of_runs(iids)

    @property
    def state(self) -> CompareState:
        """The state alone."""
        return CompareState(**{name: getattr(self, name) for name in CompareState.__struct_fields__})


def _swap(iids: list[int], place: int, by: int) -> None:
    if 0 <= place + by < len(iids):
        iids[place], iids[place + by] = iids[place + by], iids[place]
