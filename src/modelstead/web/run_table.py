"""A table of runs as pages and scripts get it: only the columns that were chosen travel."""

import msgspec

Cell = float | str | None
"""A value of a column: a number for metrics, a text for params and tags, None where the run has none."""


class Column(msgspec.Struct, frozen=True):
    """A column: a field of the search language, such as metrics.val/loss, or an attribute such as start_time."""

    name: str
    kind: str  # metrics, params, tags or attributes
    key: str
    is_sortable: bool = True


class RunRow(msgspec.Struct, frozen=True):
    """A run in a table; times are milliseconds, `cells` go with the table's columns."""

    iid: int
    run_id: str
    name: str
    status: str  # running, scheduled, finished, failed or killed
    start_time: int
    end_time: int | None
    user: str
    cells: list[Cell]
    is_starred: bool = False
    children: int = 0
    ci_job: str = ""


class SearchError(msgspec.Struct, frozen=True):
    """Why a filter or an order cannot be read; `at` is the character where that shows, from 0, None for the order."""

    message: str
    at: int | None = None


class RunTable(msgspec.Struct, frozen=True):
    """Rows `first` to `first + len(rows) - 1`, counted from 0, of the runs that a filter selects, in order.

    `total` is how many there are; `is_more` says that there are at least so many, and counting stopped there.
    """

    columns: list[Column]
    rows: list[RunRow]
    first: int
    total: int
    is_more: bool = False
    error: SearchError | None = None
