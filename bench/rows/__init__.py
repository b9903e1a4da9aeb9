"""The rows in the order they are measured in: memory and the second start look back at what ran before."""

from bench.row import Row
from bench.rows import life_cycle, log_batch, log_metric, memory, start, training

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
)
FAMILIES: tuple[str, ...] = tuple(dict.fromkeys(row.family for row in ROWS))
# It needs a database server beside each target, which the machine must be able to run.
OPTIONAL_FAMILIES = ("postgresql",)
