"""Preferences: the theme, how much a table shows, how numbers and times are written. Kept in one's browser."""

from typing import get_args
from urllib.parse import quote

import msgspec

from modelstead import clock
from modelstead.http.answer import Answer
from modelstead.http.health import Nothing
from modelstead.http.visit import Form, Visit
from modelstead.web import urls
from modelstead.web.dialect import FLASH, FLASH_SECONDS, see_other, show
from modelstead.web.formats import number
from modelstead.web.pages.theme import A_YEAR
from modelstead.web.preferences import USUAL, Density, Digits, Preferences, Theme, Times, preferences_of

SAMPLES = (0.0123456789, 12345.6789)
_HOUR_MS = 3_600_000


class ChoosePreferences(Form, frozen=True, kw_only=True):
    """The form."""

    theme: Theme = USUAL.theme
    density: Density = USUAL.density
    digits: Digits = USUAL.digits
    times: Times = USUAL.times


class PreferencesView(msgspec.Struct, frozen=True):
    """What is chosen, and how numbers look with each choice; `now` is in milliseconds."""

    chosen: Preferences
    samples: dict[str, str]
    now: int


async def show_preferences(visit: Visit, _: Nothing) -> Answer:
    samples = {
        digits: ", ".join(number(each, 0 if digits == "full" else int(digits)) for each in SAMPLES)
        for digits in get_args(Digits)
    }
    return show(visit, "preferences.html", PreferencesView(preferences_of(visit), samples, clock.now_ms() - _HOUR_MS))


async def choose_preferences(visit: Visit, request: ChoosePreferences) -> Answer:
    cookies = [visit.kept(name, value, A_YEAR) for name, value in preferences_in(request).items()]
    said = visit.kept(FLASH, quote("Your preferences are saved in this browser."), FLASH_SECONDS)
    return see_other(urls.PREFERENCES, said, *cookies)


def preferences_in(form: ChoosePreferences) -> dict[str, str]:
    return {name: getattr(form, name) for name in msgspec.structs.asdict(USUAL)}
