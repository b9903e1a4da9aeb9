"""The state of a project's trash, and what its forms name."""

from typing import Annotated, Literal

import msgspec

from modelstead import limits
from modelstead.domain.trashed import Kind
from modelstead.http.visit import Form
from modelstead.services.trash import Wanted
from modelstead.web.view_state import ViewState


class TrashState(ViewState, frozen=True, kw_only=True):
    """`q` is a part of a name; what was deleted last comes first, or last."""

    q: Annotated[str, msgspec.Meta(max_length=1_000)] = ""
    kind: Literal["", "run", "experiment", "model", "version", "logged_model"] = ""
    sort: Literal["-deleted", "deleted"] = "-deleted"
    page: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)] = 1

    @property
    def wanted(self) -> Wanted:
        kind = Kind(self.kind) if self.kind else None
        return Wanted(q=self.q, kind=kind, oldest=self.sort == "deleted", page=self.page)


class ChosenTrash(Form, frozen=True, kw_only=True):
    """The form: things as domain.trashed names them, and the query of the page to come back to."""

    chosen: tuple[str, ...] = ()
    back: Annotated[str, msgspec.Meta(max_length=3_000)] = ""


class PurgeTrash(ChosenTrash, frozen=True, kw_only=True):
    """The form of a purge. Without `before` it is asked about first; that is the time until which things are meant."""

    everything: bool = False
    before: Annotated[int, msgspec.Meta(ge=0, le=limits.INT64_MAX)] = 0
