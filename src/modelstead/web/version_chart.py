"""Metrics over versions as small pictures, one below the other, along one axis of versions."""

import math

import msgspec

from modelstead.services.model_page import MetricLine, MetricsOverVersions

WIDTH, HEIGHT = 1000, 100  # of a picture, in units of its own
MARGIN = 8  # above the highest value and below the lowest
LABELS = 12  # of versions, at most, along the axis
ALIAS_LENGTH = 12  # of an alias that has room below them


class Dot(msgspec.Struct, frozen=True):
    """A value in a picture, and the place of its version."""

    place: int
    x: float
    y: float
    value: float


class Panel(msgspec.Struct, frozen=True):
    """The line of a metric: `paths` are its parts between versions without a value."""

    key: str
    paths: list[str]
    dots: list[Dot]
    low: float | None
    high: float | None
    last: float | None


class AxisLabel(msgspec.Struct, frozen=True):
    """A version on the axis, "" where there is no room for it; `is_end` is for the first and the last."""

    text: str
    is_end: bool
    alias: str = ""


class VersionChart(msgspec.Struct, frozen=True):
    """The pictures, and the labels below them, one for each version."""

    panels: list[Panel]
    labels: list[AxisLabel]
    width: int = WIDTH
    height: int = HEIGHT


def draw(found: MetricsOverVersions) -> VersionChart:
    count = len(found.versions)
    every = max(1, math.ceil(count / LABELS))
    labels = []
    for place, version in enumerate(found.versions):
        is_end = place in (0, count - 1)
        is_shown = is_end or (place % every == 0 and place + every <= count - 1)
        alias = next((each for each in version.aliases if len(each) <= ALIAS_LENGTH), "")
        labels.append(AxisLabel(version.semantic_version if is_shown else "", is_end, alias))
    return VersionChart([_panel(line, count) for line in found.lines], labels)


def _panel(line: MetricLine, count: int) -> Panel:
    values = [value for value in line.values if value is not None]
    if not values:
        return Panel(line.key, [], [], None, None, None)
    low, high = min(values), max(values)
    dots = [
        Dot(place, _rounded((place + 0.5) / count * WIDTH), _height(value, low, high), value)
        for place, value in enumerate(line.values)
        if value is not None
    ]
    return Panel(line.key, _paths(dots), dots, low, high, values[-1])


def _height(value: float, low: float, high: float) -> float:
    if high == low:
        return HEIGHT / 2
    half_low, half = low / 2, high / 2 - low / 2  # the whole of it may be too large for a number
    share = (value / 2 - half_low) / half if half else 0.5
    return _rounded(HEIGHT - MARGIN - share * (HEIGHT - 2 * MARGIN))


def _paths(dots: list[Dot]) -> list[str]:
    paths: list[list[Dot]] = []
    for dot in dots:
        if paths and paths[-1][-1].place == dot.place - 1:
            paths[-1].append(dot)
        else:
            paths.append([dot])
    return [" ".join(f"{dot.x:g},{dot.y:g}" for dot in path) for path in paths if len(path) > 1]


def _rounded(value: float) -> float:
    return round(value, 2)
