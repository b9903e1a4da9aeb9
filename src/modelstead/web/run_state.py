"""The state of a run's page, and of the pages that change a run."""

from typing import Annotated, Literal

import msgspec

from modelstead import limits
from modelstead.web.charts_state import ChartsState
from modelstead.web.view_state import ViewState

Iid = Annotated[int, msgspec.Meta(ge=0, le=limits.INT64_MAX)]
Kind = Literal["params", "metrics", "tags"]
RunTab = Literal["overview", "metrics", "system", "models", "raw"]


class RunState(ChartsState, frozen=True, kw_only=True):
    """What is shown of a run: `q` narrows params, metrics and tags, `all` names those that are shown whole."""

    iid: Iid = 0
    view: RunTab = "overview"
    q: str = ""
    all: tuple[Kind, ...] = ()


class ChildrenState(ViewState, frozen=True, kw_only=True):
    """A page of a run's children."""

    iid: Iid = 0
    page: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)] = 1


class EditState(ViewState, frozen=True, kw_only=True):
    """Which of a run's fields is edited; `key` is that of a tag, "" for a new one."""

    iid: Iid = 0
    field: Literal["name", "notes", "tag"] = "name"
    key: str = ""
