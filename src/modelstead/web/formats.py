"""How values are written for people: numbers, times, sizes. Templates have these as filters."""

import datetime
import math

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from modelstead import clock
from modelstead.web import markdown as sanitising
from modelstead.web.markdown import Places
from modelstead.web.preferences import USUAL, Preferences

MINUS = "\N{MINUS SIGN}"
DIGITS = 4  # significant ones in tables; the whole value is in the title

_SECOND, _MINUTE, _HOUR, _DAY = 1, 60, 3_600, 86_400
_AGES = ((365 * _DAY, "year"), (30 * _DAY, "month"), (7 * _DAY, "week"), (_DAY, "day"), (_HOUR, "hour"), (60, "minute"))
_UNITS = ("bytes", "KiB", "MiB", "GiB", "TiB")
_THOUSAND = 1024


def number(value: float, digits: int = DIGITS) -> str:
    """Return a number with so many significant digits, 0 for all, as short as that can be written."""
    if math.isnan(value):
        return "NaN"
    if abs(value) >= 1.7e308:  # noqa: PLR2004 - how an infinite value is stored
        return "∞" if value > 0 else MINUS + "∞"
    if digits == 0:
        return whole(value).replace("-", MINUS)
    if value == int(value) and abs(value) < 10**digits:
        return str(int(value)).replace("-", MINUS)
    size = abs(value)
    if 1e-3 <= size < 10**6:  # noqa: PLR2004 - beyond these powers of ten are shorter
        places = max(digits - 1 - math.floor(math.log10(size)), 0)
        return f"{value:.{places}f}".replace("-", MINUS)
    return f"{value:.{digits - 1}e}".replace("e-0", "e-").replace("e+0", "e").replace("e+", "e").replace("-", MINUS)


def whole(value: float) -> str:
    """Return a number with all its digits, as titles and copies have it."""
    if not math.isfinite(value):
        return number(value)
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)  # noqa: PLR2004 - exact


def count(value: int) -> str:
    """Return a whole number with its thousands apart."""
    return f"{value:,}"


def moment(at: int) -> str:
    """Return milliseconds since 1970 as date and time in UTC."""
    return _utc(at).strftime("%Y-%m-%d %H:%M:%S UTC")


def ago(at: int, times: str = USUAL.times) -> Markup:
    """Return a time as people say it, with the exact one in its title; scripts keep it current.

    For those who want it exact it is the time in UTC, which scripts write in the browser's zone where that is wanted.
    """
    stamp, said = _utc(at), since(clock.now_ms() - at)
    exact = stamp.strftime("%Y-%m-%d %H:%M:%S UTC")
    text, title = (said, exact) if times == "relative" else (exact[:16], f"{exact}, {said}")
    # Nothing in it is anybody's text.
    return Markup(f'<time datetime="{stamp:%Y-%m-%dT%H:%M:%SZ}" title="{title}">{text}</time>')  # noqa: S704


def since(milliseconds: int) -> str:
    seconds = milliseconds // 1000
    if seconds < 0:
        return "in the future"
    for size, name in _AGES:
        if seconds >= size:
            amount = seconds // size
            return f"{amount} {name}{'s' if amount > 1 else ''} ago"
    return "just now"


def duration(milliseconds: int) -> str:
    """Return how long something took: 850 ms, 12.3 s, 4 min 5 s, 3 h 20 min, 2 d 4 h."""
    seconds = max(milliseconds, 0) / 1000
    if seconds < _SECOND:
        return f"{milliseconds} ms"
    if seconds < _MINUTE:
        return f"{seconds:.1f} s"
    whole_seconds = int(seconds)
    if seconds < _HOUR:
        return f"{whole_seconds // _MINUTE} min {whole_seconds % _MINUTE} s"
    if seconds < _DAY:
        return f"{whole_seconds // _HOUR} h {whole_seconds % _HOUR // _MINUTE} min"
    return f"{whole_seconds // _DAY} d {whole_seconds % _DAY // _HOUR} h"


def size(value: int) -> str:
    """Return a number of bytes in the unit that people read it in."""
    amount, unit = float(value), 0
    while amount >= _THOUSAND and unit < len(_UNITS) - 1:
        amount /= _THOUSAND
        unit += 1
    if unit == 0:
        return f"{value:,} byte{'' if value == 1 else 's'}"
    return f"{amount:.1f} {_UNITS[unit]}"


def breakable(text: str) -> Markup:
    """Return a text that may break after each slash, dot, dash and underscore."""
    found = str(escape(text))
    for mark in ("/", "_", "."):
        found = found.replace(mark, f"{mark}<wbr>")
    return Markup(found)  # noqa: S704 - escaped above


def markdown(text: str, places: Places | None = None) -> Markup:
    """Return a text that users wrote in Markdown as the sanitised HTML that it stands for."""
    return Markup(sanitising.to_html(text, places))  # noqa: S704 - sanitised by to_html


def html(text: str) -> Markup:
    """Say that a text is HTML, all of whose parts were escaped or sanitised by who made it."""
    return Markup(text)  # noqa: S704 - as it says


def cleaned(html: str) -> Markup:
    """Return HTML that users wrote as that part of it which may stand in a page."""
    return Markup(sanitising.cleaned(html))  # noqa: S704 - sanitised by cleaned


def _utc(at: int) -> datetime.datetime:
    try:
        return datetime.datetime.fromtimestamp(at / 1000, datetime.UTC)
    except (OverflowError, ValueError, OSError):  # a time that a client made up
        return datetime.datetime.max.replace(tzinfo=datetime.UTC)


@pass_context
def _preferred_number(context: Context, value: float) -> str:
    return number(value, _preferences(context).places)


@pass_context
def _preferred_ago(context: Context, at: int) -> Markup:
    return ago(at, _preferences(context).times)


def _preferences(context: Context) -> Preferences:
    found = context.get("preferences")
    return found if isinstance(found, Preferences) else USUAL


FILTERS = {
    "number": _preferred_number,
    "whole": whole,
    "count": count,
    "moment": moment,
    "ago": _preferred_ago,
    "duration": duration,
    "size": size,
    "breakable": breakable,
    "markdown": markdown,
    "cleaned": cleaned,
}
