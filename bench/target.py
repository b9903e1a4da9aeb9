"""What the bench knows about a server that it measures."""

import base64
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from bench.endpoint import Endpoint
from bench.environments import Environment
from bench.seeds.data import SeededModel, SeededRun


class Store(StrEnum):
    """Name the database a target keeps its data in."""

    SQLITE = "sqlite"
    POSTGRESQL = "postgresql"


@dataclass(frozen=True, slots=True)
class Place:
    """Say what a target works on: its store, and how many runs and models are in there before the first request."""

    store: Store
    runs: int = 0
    models: int = 0

    def __str__(self) -> str:
        return "-".join(str(part) for part in (self.store, self.runs, self.models) if part)


@dataclass(frozen=True, slots=True)
class Launch:
    """Hold what a command line depends on; without a database URL the store is SQLite below the folder."""

    folder: Path
    port: int
    database_url: str | None = None


def no_prefix(_output: str, launch: Launch) -> Endpoint:
    """Return the endpoint of a server without prefix and token."""
    return Endpoint(launch.port)


def offset_token(behind: int) -> str:
    """Return MLflow's token of the page behind so many runs."""
    return base64.b64encode(b'{"offset": %d}' % behind).decode()


@dataclass(frozen=True, slots=True)
class Target:
    """Say how to start a server, where its MLflow API is and how durable its acknowledged writes are."""

    name: str
    version: Callable[[], str]
    program: Callable[[], Path]
    serve: Callable[[Launch], list[str]]
    # The database's file below the folder of the launch.
    sqlite_file: str
    sqlite_synchronous: str
    # Writes runs of an experiment into that file.
    seed: Callable[[sqlite3.Connection, str, Sequence[SeededRun]], None]
    # Writes registered models behind the runs; None where the server has no model registry.
    seed_models: Callable[[sqlite3.Connection, Sequence[SeededModel]], None] | None = None
    stores: tuple[Store, ...] = (Store.SQLITE,)
    environment: Environment | None = None
    variables: Mapping[str, str] = field(default_factory=dict)
    # Arguments of a run before the first start on PostgreSQL, where that needs one.
    migrate: Callable[[Launch], list[str]] | None = None
    # Takes what the server printed at its first start; None while that is not enough.
    find_endpoint: Callable[[str, Launch], Endpoint | None] = no_prefix
    # What an acknowledged file is worth; None where the server takes no files.
    artifact_sync: str | None = None
    # Makes the token of the page behind so many runs; None where only the page before has it.
    page_token: Callable[[int], str] | None = None

    def offers(self, place: Place) -> bool:
        """Tell whether the target can work on a place."""
        return place.store in self.stores and (not place.models or self.seed_models is not None)
