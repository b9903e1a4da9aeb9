"""The time from the spawn of a server to its first answer."""

import os

from bench.row import Cell, Figure, Outcome, Row

GOAL_MS = 500


def _measure_first(cell: Cell) -> Outcome:
    return Outcome((cell.site.first_start_ms,))


def _measure_again(cell: Cell) -> Outcome:
    cell.site.stop()
    # What the end of the server has left to the disk is not part of the start.
    os.sync()
    return Outcome((cell.site.start(),))


FIRST_ROWS = (Row("start", "start to first answer, empty folder", (Figure("ms", "lower", GOAL_MS),), _measure_first),)
AGAIN_ROWS = (
    Row("start", "start to first answer, existing folder", (Figure("ms", "lower", GOAL_MS),), _measure_again),
)
