"""Write runs and registered models into Modelstead's database."""

import hashlib
import sqlite3
from collections.abc import Iterable, Sequence

from bench.seeds.data import ALIAS, METRICS, PARAMS, RUN_NAME, TAGS, SeededModel, SeededRun, versions_of

METRIC, PARAM, TAG = 1, 2, 3
FINISHED = 3
NO_FILES = hashlib.sha256().digest()


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


def seed_models(database: sqlite3.Connection, models: Sequence[SeededModel]) -> None:
    """Store registered models of the runs' project and user, each with its experiment, as the server would have."""
    project, user, experiments = database.execute(
        "SELECT e.project_id, (SELECT min(id) FROM users), max(e.iid) FROM experiments e GROUP BY e.project_id"
    ).fetchone()
    runs = dict(database.execute("SELECT run_id, id FROM runs"))
    ids = {model.name: number for number, model in enumerate(models, 1)}
    versions = [(number, ids[version.name], version) for number, version in enumerate(versions_of(models), 1)]
    database.executemany(
        "INSERT INTO counters (project_id, noun, value) VALUES (?, ?, ?) "
        "ON CONFLICT (project_id, noun) DO UPDATE SET value = excluded.value",
        (
            (project, "experiment", experiments + len(models)),
            (project, "registered model", len(models)),
            (project, "model version", len(versions)),
        ),
    )
    database.executemany(
        "INSERT INTO experiments (project_id, iid, name, artifact_location, created_at, updated_at) "
        "VALUES (?, ?, ?, '', ?, ?)",
        (
            (project, experiments + ids[model.name], f"[model]{model.name}", model.created_at, model.created_at)
            for model in models
        ),
    )
    database.executemany(
        "INSERT INTO registered_models (id, iid, name, last_number, created_at, updated_at, project_id, created_by, "
        "is_prompt, description, experiment_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, '', "
        "(SELECT id FROM experiments WHERE project_id = ? AND iid = ?))",
        (
            (
                number,
                number,
                model.name,
                len(model.versions),
                model.created_at,
                model.updated_at,
                project,
                user,
                project,
                experiments + number,
            )
            for number, model in enumerate(models, 1)
        ),
    )
    database.executemany(
        "INSERT INTO registered_model_tags (owner_id, key, value) VALUES (?, ?, ?)",
        ((ids[model.name], *tag) for model in models for tag in model.tags.items()),
    )
    database.executemany(
        "INSERT INTO model_versions (id, iid, model_id, number, semantic_version, precedence, source, run_id, "
        "created_at, updated_at, project_id, created_by, files_sha256, is_prerelease, stage, description, run_link) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, '', '')",
        (
            (
                number,
                number,
                model,
                version.number,
                # The first is 1.0.0, and each counts up the last part.
                f"1.0.{version.number - 1}",
                f"00110010001{version.number - 1}~",
                version.source,
                runs[version.run_id],
                version.created_at,
                version.created_at,
                project,
                user,
                NO_FILES,
            )
            for number, model, version in versions
        ),
    )
    database.executemany(
        "INSERT INTO model_version_tags (owner_id, key, value) VALUES (?, ?, ?)",
        ((number, *tag) for number, _, version in versions for tag in version.tags.items()),
    )
    champions = {model.name: model.champion for model in models}
    database.executemany(
        "INSERT INTO model_aliases (model_id, alias, version_id) VALUES (?, ?, ?)",
        ((model, ALIAS, number) for number, model, version in versions if champions[version.name] == version.number),
    )


def _number(database: sqlite3.Connection, experiment: int, kind: int, keys: Iterable[str]) -> dict[str, int]:
    """Give the experiment's keys of a kind their numbers and return them."""
    database.executemany(
        "INSERT INTO run_keys (experiment_id, kind, key) VALUES (?, ?, ?)", ((experiment, kind, key) for key in keys)
    )
    return dict(
        database.execute("SELECT key, id FROM run_keys WHERE experiment_id = ? AND kind = ?", (experiment, kind))
    )
