"""The state of an experiment's page: its address says which tab, which runs, in which order, with which columns."""

from typing import Annotated, Literal

import msgspec

from modelstead import limits
from modelstead.domain.search.fields import RUNS
from modelstead.domain.search.writer import write_field
from modelstead.web.view_state import ViewState

Tab = Literal["table", "charts", "parallel", "scatter", "groups", "about"]


class ExperimentState(ViewState, frozen=True, kw_only=True):
    """What every tab shares: the filter and the order go along from tab to tab.

    `sort` is a field of the search language, such as metrics.loss, with a minus before it for the highest first.
    `cols` are fields too; "" among them is no column, so that a chooser can say "none". `runs` are iids.
    """

    iid: int = 0
    view: Tab = "table"
    q: str = ""
    sort: str = ""
    stage: Literal["active", "deleted"] = "active"
    nested: bool = False  # children below their parents instead of among them
    cols: tuple[str, ...] = ()
    page: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)] = 1
    runs: tuple[int, ...] = ()
    # Of plots of many runs, all fields of the search language.
    axes: tuple[str, ...] = ()
    horizontal: str = ""
    vertical: str = ""
    color: str = ""
    size: str = ""
    best: str = ""  # of a Pareto front: min or max across, a comma, min or max upwards; "" for none
    by: tuple[str, ...] = ()
    brush: tuple[str, ...] = ()  # axis~low~high, or axis~one of~several~texts

    # Of charts: along what lines go, how smooth they are, which axes are logarithmic, and what is looked for.
    x: str = "step"  # or time, relative, metric:<key>
    smooth: Annotated[float, msgspec.Meta(ge=0, le=0.999)] = 0.0
    log: Literal["", "x", "y", "xy"] = ""
    clip: bool = False  # whether outliers are left out of the picture
    find: str = ""
    zoom: str = ""  # from~to
    pins: tuple[str, ...] = ()
    most: Annotated[int, msgspec.Meta(ge=1, le=limits.CHART_RUNS_MAX)] = limits.CHART_RUNS  # runs where none are chosen

    @property
    def order_by(self) -> list[str]:
        """The order in the search language."""
        if not self.sort:
            return []
        name = self.sort.removeprefix("-")
        field = RUNS.orderable(name)
        return [f"{write_field(field) if field else name} {'DESC' if self.sort.startswith('-') else 'ASC'}"]
