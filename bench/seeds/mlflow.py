"""Write runs into the database of MLflow's own server."""

import sqlite3
from collections.abc import Sequence

from bench.seeds.data import SeededRun


def seed(database: sqlite3.Connection, experiment: str, runs: Sequence[SeededRun]) -> None:
    """Store finished runs as the server itself would have."""
    (location,) = database.execute(
        "SELECT artifact_location FROM experiments WHERE experiment_id = ?", (experiment,)
    ).fetchone()
    database.executemany(
        "INSERT INTO runs (run_uuid, name, source_type, source_name, entry_point_name, user_id, status, start_time, "
        "end_time, source_version, lifecycle_stage, artifact_uri, experiment_id) "
        "VALUES (?, ?, 'UNKNOWN', '', '', '', 'FINISHED', ?, ?, '', 'active', ?, ?)",
        (
            (
                run.run_id,
                run.name,
                run.start_time,
                run.end_time,
                f"{location}/{run.run_id}/artifacts",
                int(experiment),
            )
            for run in runs
        ),
    )
    database.executemany(
        "INSERT INTO params (run_uuid, key, value) VALUES (?, ?, ?)",
        ((run.run_id, *param) for run in runs for param in run.params.items()),
    )
    database.executemany(
        "INSERT INTO tags (run_uuid, key, value) VALUES (?, ?, ?)",
        ((run.run_id, *tag) for run in runs for tag in run.all_tags.items()),
    )
    for table in ("metrics", "latest_metrics"):
        database.executemany(
            f"INSERT INTO {table} (run_uuid, timestamp, key, value, step, is_nan) VALUES (?, ?, ?, ?, 0, 0)",
            ((run.run_id, run.start_time, *metric) for run in runs for metric in run.metrics.items()),
        )
