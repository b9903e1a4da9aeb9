"""What the bench knows about a server that it measures."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from bench.endpoint import Endpoint
from bench.environments import Environment


class Store(StrEnum):
    """Name the database a target keeps its data in."""

    SQLITE = "sqlite"
    POSTGRESQL = "postgresql"


@dataclass(frozen=True, slots=True)
class Launch:
    """Hold what a command line depends on; without a database URL the store is SQLite below the folder."""

    folder: Path
    port: int
    database_url: str | None = None


def no_prefix(_output: str, launch: Launch) -> Endpoint:
    """Return the endpoint of a server without prefix and token."""
    return Endpoint(launch.port)


@dataclass(frozen=True, slots=True)
class Target:
    """Say how to start a server, where its MLflow API is and how durable its acknowledged writes are."""

    name: str
    version: Callable[[], str]
    program: Callable[[], Path]
    serve: Callable[[Launch], list[str]]
    sqlite_synchronous: str
    stores: tuple[Store, ...] = (Store.SQLITE,)
    environment: Environment | None = None
    variables: Mapping[str, str] = field(default_factory=dict)
    # Arguments of a run before the first start on PostgreSQL, where that needs one.
    migrate: Callable[[Launch], list[str]] | None = None
    # Takes what the server printed at its first start; None while that is not enough.
    find_endpoint: Callable[[str, Launch], Endpoint | None] = no_prefix
