"""Write runs into Modelstead's database."""

import sqlite3
from collections.abc import Iterable, Sequence

from bench.seeds.data import METRICS, PARAMS, RUN_NAME, TAGS, SeededRun

METRIC, PARAM, TAG = 1, 2, 3
FINISHED = 3


def seed(database: sqlite3.Connection, experiment: str, runs: Sequence[SeededRun]) -> None:
    """Store finished runs of the first user in the first project as the server itself would have; it has none yet."""
    project, row_id = database.execute(
        "SELECT project_id, id FROM experiments WHERE iid = ? ORDER BY project_id", (experiment,)
    ).fetchone()
    user, username = database.execute("SELECT id, username FROM users ORDER BY id").fetchone()
    tags = _number(database, row_id, TAG, (RUN_NAME, *TAGS))
    metrics = _number(database, row_id, METRIC, METRICS)
    params = _number(database, row_id, PARAM, PARAMS)
    database.execute("INSERT INTO counters (project_id, noun, value) VALUES (?, 'run', ?)", (project, len(runs)))
    database.executemany(
        "INSERT INTO runs (id, iid, run_id, name, start_time, end_time, project_id, experiment_id, user_id, "
        "created_by, status) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                number,
                number,
                run.run_id,
                run.name,
                run.start_time,
                run.end_time,
                project,
                row_id,
                username,
                user,
                FINISHED,
            )
            for number, run in enumerate(runs, 1)
        ),
    )
    database.executemany(
        "INSERT INTO params (run_id, key_id, value) VALUES (?, ?, ?)",
        ((number, params[key], value) for number, run in enumerate(runs, 1) for key, value in run.params.items()),
    )
    database.executemany(
        "INSERT INTO run_tags (run_id, key_id, value) VALUES (?, ?, ?)",
        ((number, tags[key], value) for number, run in enumerate(runs, 1) for key, value in run.all_tags.items()),
    )
    for table in ("metric_points", "latest_metrics"):
        database.executemany(
            f"INSERT INTO {table} (run_id, key_id, timestamp, step, value, is_nan) VALUES (?, ?, ?, 0, ?, 0)",
            (
                (number, metrics[key], run.start_time, value)
                for number, run in enumerate(runs, 1)
                for key, value in run.metrics.items()
            ),
        )


def _number(database: sqlite3.Connection, experiment: int, kind: int, keys: Iterable[str]) -> dict[str, int]:
    """Give the experiment's keys of a kind their numbers and return them."""
    database.executemany(
        "INSERT INTO run_keys (experiment_id, kind, key) VALUES (?, ?, ?)", ((experiment, kind, key) for key in keys)
    )
    return dict(
        database.execute("SELECT key, id FROM run_keys WHERE experiment_id = ? AND kind = ?", (experiment, kind))
    )
