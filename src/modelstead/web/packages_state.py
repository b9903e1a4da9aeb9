"""The state of the list of packages, and of one: filter, order, page."""

from typing import Annotated, ClassVar, Literal

import msgspec

from modelstead import limits
from modelstead.domain.package import PackageType
from modelstead.store.packages import PackageOrder, Part
from modelstead.web.view_state import ViewState

Column = Literal["created_at", "name", "version", "type"]
Sort = Literal["created_at", "-created_at", "name", "-name", "version", "-version", "type", "-type"]
PageNumber = Annotated[int, msgspec.Meta(ge=1, le=1_000_000)]


class PackagesState(ViewState, frozen=True, kw_only=True):
    """`q` is a part of a name."""

    q: Annotated[str, msgspec.Meta(max_length=1_000)] = ""
    type: Literal["", "ml_model", "generic"] = ""
    sort: Sort = "-created_at"
    page: PageNumber = 1

    @property
    def of_type(self) -> PackageType | None:
        return PackageType(self.type) if self.type else None

    @property
    def order(self) -> PackageOrder:
        return PackageOrder(self.sort.removeprefix("-"))

    @property
    def part(self) -> Part:
        return Part(limits.PACKAGES_SHOWN, self.offset, self.sort.startswith("-"))

    @property
    def offset(self) -> int:
        return (self.page - 1) * limits.PACKAGES_SHOWN

    def sorted_by(self, column: Column) -> str:
        """Return the query that the head of a column leads to: the useful order first, then the other way round."""
        first, other = (f"-{column}", column) if column == "created_at" else (column, f"-{column}")
        return self.query(sort=other if self.sort == first else first, page=1)

    def direction(self, column: Column) -> str:
        """Return in which order a column's values stand, "" for none."""
        return {column: "ascending", f"-{column}": "descending"}.get(self.sort, "")


class PackageState(ViewState, frozen=True, kw_only=True):
    """A package, and a page of its files."""

    parts: ClassVar[frozenset[str]] = frozenset({"package_id"})

    package_id: Annotated[int, msgspec.Meta(ge=0, le=limits.INT64_MAX)]
    page: PageNumber = 1

    @property
    def part(self) -> Part:
        return Part(limits.ARTIFACT_ROWS, (self.page - 1) * limits.ARTIFACT_ROWS)
