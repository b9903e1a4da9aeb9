"""FastTrackML, an MLflow-compatible server in Go, with its defaults."""

from bench.environments import FASTTRACKML
from bench.seeds import fasttrackml
from bench.target import Launch, Store, Target, offset_token

SQLITE_FILE = "fasttrackml.db"


def _serve(launch: Launch) -> list[str]:
    database = launch.database_url or f"sqlite://{launch.folder}/{SQLITE_FILE}"
    return [
        "server",
        f"--listen-address=127.0.0.1:{launch.port}",
        f"--database-uri={database}",
        f"--default-artifact-root={launch.folder}/artifacts",
    ]


TARGET = Target(
    name="fasttrackml",
    version=lambda: FASTTRACKML.requirement.partition("==")[2],
    program=lambda: FASTTRACKML.programs / "fml",
    serve=_serve,
    sqlite_file=SQLITE_FILE,
    sqlite_synchronous="NORMAL: synced at checkpoints only, a power cut may lose acknowledged writes",
    seed=fasttrackml.seed,
    stores=(Store.SQLITE, Store.POSTGRESQL),
    environment=FASTTRACKML,
    page_token=offset_token,
)
