"""Runs a day as a picture."""

from modelstead.services.overview import DAYS, Activity
from modelstead.web.activity import HEIGHT, LEAST, STEP, chart


def test_bars_are_as_high_as_their_days_had_runs() -> None:
    runs = [0] * DAYS
    runs[0], runs[10], runs[-1] = 1, 1_000, 500
    made = chart(Activity(20_000, runs))
    assert [(bar.x, bar.height) for bar in made.bars] == [
        (0, LEAST),
        (10 * STEP, HEIGHT),
        ((DAYS - 1) * STEP, HEIGHT // 2),
    ]
    assert all(bar.y + bar.height == HEIGHT for bar in made.bars)
    assert made.bars[0].title == "1 run on 2024-10-04"
    assert made.label == "1,501 runs in the last 12 weeks, at most 1,000 a day"
    assert made.since == "2024-10-04"


def test_no_runs_are_no_bars() -> None:
    made = chart(Activity(20_000, [0] * DAYS))
    assert (made.bars, made.label) == ([], "0 runs in the last 12 weeks")
