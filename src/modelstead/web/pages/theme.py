"""Light, dark, or as the visitor's system: kept in their browser."""

from typing import Literal

import msgspec

from modelstead.http.answer import Answer
from modelstead.http.visit import THEME, Visit
from modelstead.web.addresses import local
from modelstead.web.dialect import see_other

A_YEAR = 365 * 86_400


class ChooseTheme(msgspec.Struct, frozen=True):
    """The form: the theme, and the page to go back to."""

    theme: Literal["system", "light", "dark"]
    to: str = "/"


async def choose_theme(visit: Visit, request: ChooseTheme) -> Answer:
    return see_other(local(request.to), visit.kept(THEME, request.theme, A_YEAR))
