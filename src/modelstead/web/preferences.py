"""How somebody wants pages to be: kept in cookies of their browser, so that a page asks nobody for it."""

from typing import Any, Literal, get_args

import msgspec

from modelstead.http.visit import THEME, Visit

DENSITY, DIGITS, TIMES = "density", "digits", "times"

Theme = Literal["system", "light", "dark"]
Density = Literal["comfortable", "compact"]
Digits = Literal["3", "4", "6", "full"]
Times = Literal["relative", "local", "utc"]


class Preferences(msgspec.Struct, frozen=True, kw_only=True):
    """The colours; how high the rows of tables are; how many digits a number has in them; how a time is written."""

    theme: Theme = "system"
    density: Density = "comfortable"
    digits: Digits = "4"
    times: Times = "relative"

    @property
    def places(self) -> int:
        """How many significant digits a number has, 0 for all."""
        return 0 if self.digits == "full" else int(self.digits)


USUAL = Preferences()
_CHOICES: dict[str, tuple[str, ...]] = {
    THEME: get_args(Theme),
    DENSITY: get_args(Density),
    DIGITS: get_args(Digits),
    TIMES: get_args(Times),
}
"""What the cookies may say; each has the name of its field."""


def preferences_of(visit: Visit) -> Preferences:
    """Return what a visitor has chosen; the usual where a cookie says something else."""
    kept: dict[str, Any] = {name: visit.cookie(name) for name in _CHOICES}
    return Preferences(**{name: value for name, value in kept.items() if value in _CHOICES[name]})
