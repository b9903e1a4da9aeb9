"""The resident memory of a server and its child processes."""

import time

from bench.row import Cell, Figure, Outcome, Row

SETTLE_SECONDS = 2.0


def _measure(cell: Cell) -> Outcome:
    time.sleep(max(0.0, cell.site.answered_at + SETTLE_SECONDS - time.perf_counter()))
    return Outcome((cell.site.server.memory_mb(),))


IDLE_ROWS = (Row("memory", "memory, idle after the start", (Figure("MB", "lower", 80),), _measure),)
LOADED_ROWS = (Row("memory", "memory after the rows above", (Figure("MB", "lower"),), _measure),)
