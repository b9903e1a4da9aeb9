"""MLflow's own server with the settings that make it fastest on SQLite."""

from bench.environments import MLFLOW
from bench.seeds import mlflow
from bench.target import Launch, Target, offset_token

SQLITE_FILE = "mlflow.db"


def _serve(launch: Launch) -> list[str]:
    return [
        "server",
        "--host=127.0.0.1",
        f"--port={launch.port}",
        # More workers fight over SQLite's one write lock and take memory each.
        "--workers=1",
        "--uvicorn-opts=--no-access-log",
        f"--backend-store-uri=sqlite:///{launch.folder}/{SQLITE_FILE}",
        f"--artifacts-destination={launch.folder}/artifacts",
    ]


TARGET = Target(
    name="mlflow",
    version=lambda: MLFLOW.requirement.partition("==")[2],
    program=lambda: MLFLOW.programs / "mlflow",
    serve=_serve,
    sqlite_file=SQLITE_FILE,
    sqlite_synchronous="FULL (SQLite's default): an acknowledged write is synced",
    seed=mlflow.seed,
    seed_models=mlflow.seed_models,
    environment=MLFLOW,
    variables={"MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false", "MLFLOW_DISABLE_TELEMETRY": "true"},
    artifact_sync="not synced: a power cut may lose acknowledged files",
    page_token=offset_token,
)
