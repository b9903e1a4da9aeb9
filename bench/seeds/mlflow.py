"""Write runs and registered models into the database of MLflow's own server."""

import sqlite3
from collections.abc import Sequence

from bench.seeds.data import ALIAS, SeededModel, SeededRun, versions_of


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


def seed_models(database: sqlite3.Connection, models: Sequence[SeededModel]) -> None:
    """Store registered models with their versions as the server itself would have."""
    database.executemany(
        "INSERT INTO registered_models (name, creation_time, last_updated_time, description) VALUES (?, ?, ?, '')",
        ((model.name, model.created_at, model.updated_at) for model in models),
    )
    database.executemany(
        "INSERT INTO registered_model_tags (name, key, value) VALUES (?, ?, ?)",
        ((model.name, *tag) for model in models for tag in model.tags.items()),
    )
    database.executemany(
        "INSERT INTO registered_model_aliases (name, alias, version) VALUES (?, ?, ?)",
        ((model.name, ALIAS, model.champion) for model in models),
    )
    database.executemany(
        "INSERT INTO model_versions (name, version, creation_time, last_updated_time, description, current_stage, "
        "source, storage_location, run_id, run_link, status) VALUES (?, ?, ?, ?, '', 'None', ?, ?, ?, '', 'READY')",
        (
            (
                version.name,
                version.number,
                version.created_at,
                version.created_at,
                version.source,
                version.source,
                version.run_id,
            )
            for version in versions_of(models)
        ),
    )
    database.executemany(
        "INSERT INTO model_version_tags (name, version, key, value) VALUES (?, ?, ?, ?)",
        ((version.name, version.number, *tag) for version in versions_of(models) for tag in version.tags.items()),
    )
