"""Write runs into FastTrackML's database."""

import sqlite3
from collections.abc import Sequence

from bench.seeds.data import SeededRun


def seed(database: sqlite3.Connection, experiment: str, runs: Sequence[SeededRun]) -> None:
    """Store finished runs as the server itself would have."""
    (location,) = database.execute(
        "SELECT artifact_location FROM experiments WHERE experiment_id = ?", (experiment,)
    ).fetchone()
    # The context of every metric that is logged through MLflow's API.
    database.execute("INSERT OR IGNORE INTO contexts (json) VALUES ('{}')")
    (context,) = database.execute("SELECT id FROM contexts WHERE json = '{}'").fetchone()
    database.executemany(
        "INSERT INTO runs (run_uuid, name, source_type, source_name, entry_point_name, user_id, status, start_time, "
        "end_time, source_version, lifecycle_stage, artifact_uri, experiment_id, row_num) "
        "VALUES (?, ?, 'UNKNOWN', '', '', '', 'FINISHED', ?, ?, '', 'active', ?, ?, ?)",
        (
            (
                run.run_id,
                run.name,
                run.start_time,
                run.end_time,
                f"{location}/{run.run_id}/artifacts",
                int(experiment),
                number,
            )
            for number, run in enumerate(runs)
        ),
    )
    database.executemany(
        "INSERT INTO params (run_uuid, key, value_str) VALUES (?, ?, ?)",
        ((run.run_id, *param) for run in runs for param in run.params.items()),
    )
    database.executemany(
        "INSERT INTO tags (run_uuid, key, value) VALUES (?, ?, ?)",
        ((run.run_id, *tag) for run in runs for tag in run.all_tags.items()),
    )
    for table, count in (("metrics", "iter"), ("latest_metrics", "last_iter")):
        database.executemany(
            f"INSERT INTO {table} (context_id, run_uuid, timestamp, key, value, step, is_nan, {count}) "
            "VALUES (?, ?, ?, ?, ?, 0, 0, 1)",
            ((context, run.run_id, run.start_time, *metric) for run in runs for metric in run.metrics.items()),
        )
