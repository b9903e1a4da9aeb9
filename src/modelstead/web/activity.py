"""Runs a day as a small picture: weeks are columns, days are bars of them."""

import datetime

import msgspec

from modelstead.services.overview import DAYS, Activity

HEIGHT = 64
STEP = 8  # from one day's bar to the next
BAR = 6  # its width
LEAST = 3  # its height where there was but one run, so that it is seen
WEEK = 7
_EPOCH = datetime.date(1970, 1, 1)


class Bar(msgspec.Struct, frozen=True):
    """A day's bar, in pixels from the upper left; `y` is HEIGHT on a day without runs."""

    x: int
    y: int
    height: int
    title: str


class Chart(msgspec.Struct, frozen=True):
    """The picture, and what it says in words."""

    width: int
    height: int
    bars: list[Bar]
    label: str
    since: str


def chart(activity: Activity) -> Chart:
    """Return the bars of the days that had runs."""
    most = max(activity.runs, default=0)
    bars = [_bar(activity, place, count, most) for place, count in enumerate(activity.runs) if count]
    weeks = DAYS // WEEK
    label = f"{_runs(activity.total)} in the last {weeks} weeks"
    if most:
        label += f", at most {most:,} a day"
    return Chart(DAYS * STEP, HEIGHT, bars, label, _day(activity.first_day))


def _bar(activity: Activity, place: int, count: int, most: int) -> Bar:
    height = max(LEAST, round(count / most * HEIGHT))
    return Bar(place * STEP, HEIGHT - height, height, f"{_runs(count)} on {_day(activity.first_day + place)}")


def _runs(count: int) -> str:
    return f"{count:,} run{'' if count == 1 else 's'}"


def _day(number: int) -> str:
    return (_EPOCH + datetime.timedelta(days=number)).isoformat()
