"""The forms that change an experiment or a run: the same fields for both, whichever the address names."""

from modelstead.http.visit import Form
from modelstead.web.run_state import Iid


class Change(Form, frozen=True, kw_only=True):
    """A form that is one button; `to` is the page to go back to, "" for the changed thing's own."""

    iid: Iid
    to: str = ""


class Rename(Form, frozen=True, kw_only=True):
    """The form of the name."""

    iid: Iid
    name: str = ""


class SetNotes(Form, frozen=True, kw_only=True):
    """The form of the notes."""

    iid: Iid
    notes: str = ""


class SetTag(Form, frozen=True, kw_only=True):
    """The form of a tag; `old` is its key where it was there before."""

    iid: Iid
    key: str = ""
    value: str = ""
    old: str = ""


class RemoveTag(Form, frozen=True, kw_only=True):
    """The form that removes a tag."""

    iid: Iid
    key: str


class Star(Change, frozen=True, kw_only=True):
    """The form of the star."""

    on: bool = False
