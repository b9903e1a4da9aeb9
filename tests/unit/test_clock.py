"""clock: the unit of every stored time."""

import time

from modelstead import clock


def test_now_is_in_milliseconds() -> None:
    before = time.time_ns() // 1_000_000
    now = clock.now_ms()
    assert before <= now <= time.time_ns() // 1_000_000
