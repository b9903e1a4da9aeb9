"""The rows, in order; those of one place are measured together.

Memory and the second start look back at what ran before in their place, artifacts let the memory of a server grow that
was just started again, and mixed and new versions change what search finds in their own.
"""

from bench.row import Row
from bench.rows import artifacts, life_cycle, log_batch, log_metric, memory, mixed, registry, search, start, training

ROWS: tuple[Row, ...] = (
    *start.FIRST_ROWS,
    *memory.IDLE_ROWS,
    *log_metric.ROWS,
    *log_batch.ROWS,
    *life_cycle.ROWS,
    *training.ROWS,
    *log_metric.POSTGRESQL_ROWS,
    *memory.LOADED_ROWS,
    *start.AGAIN_ROWS,
    *artifacts.ROWS,
    *search.ROWS,
    *mixed.ROWS,
    *registry.ROWS,
)
FAMILIES: tuple[str, ...] = tuple(dict.fromkeys(row.family for row in ROWS))
# One needs a database server beside each target, which the machine must be able to run; the other takes minutes.
OPTIONAL_FAMILIES = ("postgresql", "search-100k")
