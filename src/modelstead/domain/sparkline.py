"""A line of values as a small picture."""

from collections.abc import Sequence

WIDTH, HEIGHT = 96, 20
_MARGIN = 1  # so that the line's own width stays inside
_LARGE = 1e300  # the difference of larger values may be infinite


def sparkline(points: Sequence[tuple[int, float]]) -> str:
    """Return (step, value), in the order of steps, as "x,y x,y …" in a box of 96 by 20; "" for fewer than two."""
    shown = [(step, value) for step, value in points if abs(value) < _LARGE]
    if len(shown) < 2:  # noqa: PLR2004 - a line has two ends
        return ""
    first, last = shown[0][0], shown[-1][0]
    low, high = min(value for _, value in shown), max(value for _, value in shown)
    width, height = (last - first) or 1, (high - low) or 1.0
    rows = HEIGHT - 2 * _MARGIN
    return " ".join(
        f"{WIDTH * (step - first) / width:.0f},{_MARGIN + rows * (high - value) / height:.1f}"
        if high > low
        else f"{WIDTH * (step - first) / width:.0f},{HEIGHT / 2:.0f}"
        for step, value in shown
    )
