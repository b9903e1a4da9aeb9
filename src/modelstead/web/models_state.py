"""The state of the list of registered models, and of a model's page."""

from typing import Annotated, Literal

import msgspec

from modelstead import limits
from modelstead.services.model_listing import Sort, Wanted
from modelstead.store.registered_model_pages import Stage
from modelstead.web.view_state import ViewState

Tab = Literal["card", "versions", "runs", "metrics", "settings"]
Column = Literal["name", "updated", "created", "versions"]
PREFIX = "metrics."

Page = Annotated[int, msgspec.Meta(ge=1, le=1_000_000)]


class ModelsState(ViewState, frozen=True, kw_only=True):
    """`q` is a part of a name, or a filter of the search language; prompts are shown only if asked for."""

    q: str = ""
    stage: Stage = "active"
    prompts: bool = False
    sort: Sort = ""
    page: Page = 1

    @property
    def wanted(self) -> Wanted:
        return Wanted(q=self.q, stage=self.stage, prompts=self.prompts, sort=self.sort, page=self.page)

    def sorted_by(self, column: Column) -> str:
        """Return the query that the head of a column leads to: the useful order first, then the other way round."""
        first, other = (column, f"-{column}") if column == "name" else (f"-{column}", column)
        return self.query(sort=other if self.sort == first else first, page=1)

    def direction(self, column: Column) -> str:
        """Return in which order a column's values stand, "" for none."""
        return {column: "ascending", f"-{column}": "descending"}.get(self.sort, "")


class ModelState(ViewState, frozen=True, kw_only=True):
    """`cols` are metrics of runs as the search language names them, such as metrics.val/loss."""

    iid: Annotated[int, msgspec.Meta(ge=0, le=2**63 - 1)] = 0
    view: Tab = "card"
    stage: Stage = "active"
    cols: tuple[Annotated[str, msgspec.Meta(max_length=limits.KEY_LENGTH + 20)], ...] = ()
    page: Page = 1

    @property
    def metrics(self) -> list[str]:
        """The keys of the metrics that were chosen."""
        return [each.removeprefix(PREFIX) for each in self.cols if each.removeprefix(PREFIX)]
