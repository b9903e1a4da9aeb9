"""Modelstead itself, from the environment that runs the bench, with its defaults."""

import re
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from urllib.parse import urlsplit

from bench.endpoint import Endpoint
from bench.seeds import modelstead
from bench.target import Launch, Store, Target

EXPORT = re.compile(r'^export (MLFLOW_TRACKING_URI|MLFLOW_TRACKING_TOKEN)="([^"]*)"$', re.MULTILINE)


def _version() -> str:
    try:
        return version("modelstead")
    except PackageNotFoundError:
        return "not installed"


def _database(launch: Launch) -> list[str]:
    return [f"--database-url={launch.database_url}"] if launch.database_url else []


def _serve(launch: Launch) -> list[str]:
    return ["serve", "--host=127.0.0.1", f"--port={launch.port}", f"--data-dir={launch.folder}", *_database(launch)]


def _migrate(launch: Launch) -> list[str]:
    return ["migrate", *_database(launch)]


def _find_endpoint(output: str, launch: Launch) -> Endpoint | None:
    exports = dict(EXPORT.findall(output))
    if len(exports) < 2:
        return None
    return Endpoint(launch.port, urlsplit(exports["MLFLOW_TRACKING_URI"]).path, exports["MLFLOW_TRACKING_TOKEN"])


TARGET = Target(
    name="modelstead",
    version=_version,
    program=lambda: Path(sys.executable).with_name("modelstead"),
    serve=_serve,
    sqlite_file="modelstead.db",
    sqlite_synchronous="FULL: an acknowledged write is synced",
    seed=modelstead.seed,
    seed_models=modelstead.seed_models,
    stores=(Store.SQLITE, Store.POSTGRESQL),
    migrate=_migrate,
    find_endpoint=_find_endpoint,
    artifact_sync="an acknowledged file is synced, and so are its name and its row",
)
