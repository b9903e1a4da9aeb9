"""clock: the unit of every stored time."""

import time

from modelstead import clock


def test_now_is_in_milliseconds() -> None:
    before = time.time_ns() // 1_000_000
    now = clock.now_ms()
    assert before <= now <= time.time_ns() // 1_000_000


def test_a_day_has_86_400_seconds() -> None:
    assert clock.DAY_MS == 24 * 60 * 60 * 1000
