"""Training with the real MLflow client: 4 processes, each 20 params and 500 metrics, call by call."""

from bench.api import Api
from bench.row import Cell, Figure, Outcome, Row
from bench.training import PARAMS, POINTS, train


def _measure(cell: Cell) -> Outcome:
    seconds, runs = train(cell.client_python, cell.site.endpoint, cell.site.experiment)
    complaints = []
    with Api(cell.site.endpoint) as api:
        for run in runs:
            stored = (len(api.get_run(run).data.params), api.count_points(run, "loss"))
            if stored != (PARAMS, POINTS):
                complaints.append(f"{PARAMS} params and {POINTS} points were logged, {stored} are stored")
    return Outcome((seconds,), tuple(complaints))


ROWS = (Row("training", "training, 4 MLflow clients", (Figure("s", "lower", 6),), _measure),)
