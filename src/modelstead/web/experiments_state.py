"""The state of the list of experiments: what it is narrowed to, its order, which folders are shut."""

from typing import Annotated, Literal

import msgspec

from modelstead import limits
from modelstead.services.experiment_overview import Sort, Wanted
from modelstead.store.experiment_overview import Stage
from modelstead.web.view_state import ViewState


class ExperimentsState(ViewState, frozen=True, kw_only=True):
    """`q` is a part of a name, or a filter of the search language; `metric` is one whose best run is shown."""

    q: str = ""
    stage: Stage = "active"
    tree: bool = True
    sort: Sort = ""
    metric: Annotated[str, msgspec.Meta(max_length=limits.KEY_LENGTH)] = ""
    best: Literal["", "max", "min"] = ""
    shut: tuple[str, ...] = ()
    page: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)] = 1

    @property
    def wanted(self) -> Wanted:
        return Wanted(
            q=self.q,
            stage=self.stage,
            as_tree=self.tree,
            sort=self.sort,
            metric=self.metric.strip(),
            best=self.best,
            shut=frozenset(self.shut),
            page=self.page,
        )

    def toggled(self, folder: str) -> str:
        """Return the query with a folder shut that is open, or the other way round."""
        shut = tuple(each for each in self.shut if each != folder)
        return self.query(shut=shut if folder in self.shut else (*shut, folder), page=1)

    def with_all(self, folders: list[str]) -> str:
        """Return the query with all folders shut, or all open where these are shut already."""
        return self.query(shut=() if self.has_shut(folders) else tuple(folders), page=1)

    def has_shut(self, folders: list[str]) -> bool:
        return set(folders) <= set(self.shut)

    def sorted_by(self, column: Literal["name", "activity", "runs"]) -> str:
        """Return the query that the head of a column leads to: the useful order first, then the other way round."""
        first: Sort = "name" if column == "name" else f"-{column}"  # type: ignore[assignment]
        other: Sort = "-name" if column == "name" else column
        return self.query(sort=other if self.sort == first else first, page=1)

    def direction(self, column: Literal["name", "activity", "runs"]) -> str:
        """Return in which order a column's values stand, "" for none."""
        sort = self.sort or "name"
        return {column: "ascending", f"-{column}": "descending"}.get(sort, "")

    def with_tag(self, key: str, value: str) -> str:
        """Return the query with a tag wanted beside what is wanted already."""
        tag = f"tags.`{key}` = {_quoted(value)}"
        q = self.q.strip()
        if q and not any(sign in q for sign in "=<>"):
            q = f"name ILIKE {_quoted(f'%{q}%')}"
        return self.query(q=f"{q} AND {tag}" if q and tag not in q else q or tag, page=1)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
