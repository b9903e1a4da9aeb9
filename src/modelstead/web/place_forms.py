"""The forms of the settings of projects and groups, and what is wrong with what was typed into them."""

from collections.abc import Callable

import msgspec

from modelstead.domain.project import Visibility, check_description, check_slug, check_title
from modelstead.errors import AlreadyExists, InvalidParameter
from modelstead.http.visit import Form


class Describe(Form, frozen=True, kw_only=True):
    """The form of what people read; browsers send line ends as two characters."""

    name: str = ""
    description: str = ""

    @property
    def text(self) -> str:
        return self.description.replace("\r\n", "\n").strip()

    @property
    def text_errors(self) -> dict[str, str]:
        return wrong(name=lambda: check_title(self.name), description=lambda: check_description(self.text))


class Rename(Form, frozen=True, kw_only=True):
    """The form of the last part of the path."""

    slug: str = ""

    @property
    def wanted(self) -> str:
        return self.slug.strip()

    @property
    def errors(self) -> dict[str, str]:
        return wrong(slug=lambda: check_slug(self.wanted, "path"))


class SetVisibility(Form, frozen=True, kw_only=True):
    """The form of who sees it; fewer people than before is asked again on a page of its own."""

    visibility: str = ""
    confirmed: bool = False

    @property
    def wanted(self) -> Visibility | None:
        return next((each for each in Visibility if each.value == self.visibility), None)


class Delete(Form, frozen=True, kw_only=True):
    """The form that deletes: the path is typed, so that nobody deletes another place than they think."""

    path: str = ""


class Typed(msgspec.Struct, frozen=True, kw_only=True):
    """What stands in the fields."""

    name: str
    slug: str
    description: str
    visibility: Visibility
    shared_names: bool = False


class NarrowView(msgspec.Struct, frozen=True):
    """What the page asks that makes a place visible to fewer people."""

    noun: str
    path: str
    visibility: Visibility
    before: Visibility


def wrong(**checks: Callable[[], object]) -> dict[str, str]:
    """Return why fields cannot be taken, by their names."""
    errors = dict[str, str]()
    for field, check in checks.items():
        try:
            check()
        except InvalidParameter as error:
            errors[field] = str(error)
    return errors


def refused(error: AlreadyExists | InvalidParameter) -> dict[str, str]:
    """Return what a service refused, at the field that it is about; "" is the whole form."""
    if isinstance(error, AlreadyExists):
        return {"slug": str(error)}
    about = str(error).partition(" ")[0].strip("'")
    field = {"visibility": "visibility", "path": "slug", "Groups": "parent"}.get(about, "")
    return {field: str(error)}
