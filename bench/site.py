"""A target at work: its server, its folder and its store."""

import shutil
import sqlite3
import subprocess
import time
from contextlib import ExitStack, closing
from pathlib import Path
from types import TracebackType
from typing import Self

from bench.api import Api
from bench.endpoint import Endpoint
from bench.postgres import Postgres
from bench.process import Server, StartError, clean_environment, free_port
from bench.seeds.data import Seeded
from bench.target import Launch, Place, Store, Target

HEALTH = "/health"
PRINT_SECONDS = 10.0
# Of memory, so that the pages of every index fit while runs are written.
SEED_CACHE_KIB = 2_000_000


class Site:
    """Start a target on a store that holds nothing but `seeded`; leaving the `with` block ends and removes both."""

    def __init__(self, target: Target, place: Place, seeded: Seeded, folder: Path, log: Path) -> None:
        self.target = target
        self.place = place
        self.seeded = seeded
        self._folder = folder / f"{target.name}-{place}"
        self._log = log
        self._resources = ExitStack()
        self._postgres: Postgres | None = None
        self._server: Server | None = None
        self._endpoint: Endpoint | None = None
        self._experiment: str | None = None
        self.first_start_ms = 0.0
        self.answered_at = 0.0

    def __enter__(self) -> Self:
        self._folder.mkdir(parents=True)
        with ExitStack() as undo:
            undo.push(self._resources)
            self._resources.callback(shutil.rmtree, self._folder, ignore_errors=True)
            if self.place.store is Store.POSTGRESQL:
                self._postgres = self._resources.enter_context(Postgres(self._folder))
                self._migrate()
            self.first_start_ms = self.start()
            if self.seeded.runs:
                self._seed()
            undo.pop_all()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._resources.__exit__(kind, error, at)

    @property
    def endpoint(self) -> Endpoint:
        """Return where the running server's API is."""
        assert self._endpoint
        return self._endpoint

    @property
    def server(self) -> Server:
        """Return the running server."""
        assert self._server
        return self._server

    def start(self) -> float:
        """Start the server and return the ms from its spawn to its first answer."""
        launch = self._launch(free_port())
        command = [str(self.target.program()), *self.target.serve(launch)]
        spawned = time.perf_counter()
        self._server = self._resources.enter_context(Server(command, self.target.variables, self._folder, self._log))
        self._server.wait_for(launch.port, HEALTH)
        self.answered_at = time.perf_counter()
        if self._endpoint is None:
            self._endpoint = self._find_endpoint(launch)
        else:
            self._endpoint = Endpoint(launch.port, self._endpoint.prefix, self._endpoint.token)
        return (self.answered_at - spawned) * 1000

    def stop(self) -> None:
        """Stop the server; the store stays."""
        self.server.stop()

    def new_runs(self, count: int) -> tuple[str, ...]:
        """Create runs in the experiment of this site and return their ids."""
        with Api(self.endpoint) as api:
            return tuple(api.create_run(self.experiment) for _ in range(count))

    @property
    def experiment(self) -> str:
        """Return the id of this site's experiment, creating it when first asked."""
        if self._experiment is None:
            with Api(self.endpoint) as api:
                self._experiment = api.create_experiment("bench")
        return self._experiment

    def durability(self) -> str:
        """Say what an acknowledged write is worth."""
        if self._postgres:
            return self._postgres.durability()
        with self._sqlite_file.open("rb") as file:
            # https://www.sqlite.org/fileformat.html: byte 18 is 2 for WAL.
            journal = "WAL" if file.read(19)[18] == 2 else "DELETE"
        return f"SQLite, journal {journal}, synchronous {self.target.sqlite_synchronous}"

    def seeding(self) -> str:
        """Say how what is seeded came into the store, and whether SQLite knows how its tables are filled."""
        with closing(sqlite3.connect(f"{self._sqlite_file.as_uri()}?mode=ro", uri=True)) as database:
            analyzed = database.execute("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat1'").fetchone()
        statistics = "the server ran ANALYZE itself" if analyzed else "nobody ran ANALYZE"
        return f"what is searched was written straight into the SQLite file; {statistics}"

    def _seed(self) -> None:
        experiment = self.experiment
        self.stop()
        with closing(sqlite3.connect(self._sqlite_file)) as database:
            database.execute(f"PRAGMA cache_size = -{SEED_CACHE_KIB}")
            database.execute("PRAGMA synchronous = OFF")
            with database:
                self.target.seed(database, experiment, self.seeded.runs)
                if self.target.seed_models and self.seeded.models:
                    self.target.seed_models(database, self.seeded.models)
        self.start()

    @property
    def _sqlite_file(self) -> Path:
        return self._folder / self.target.sqlite_file

    def _launch(self, port: int) -> Launch:
        return Launch(self._folder, port, self._postgres.url if self._postgres else None)

    def _migrate(self) -> None:
        if self.target.migrate:
            command = [str(self.target.program()), *self.target.migrate(self._launch(0))]
            environment = clean_environment(self.target.variables)
            done = subprocess.run(
                command, cwd=self._folder, env=environment, capture_output=True, text=True, check=False
            )
            if done.returncode:
                raise StartError(f"{command!r} ended with {done.returncode}:\n{done.stderr}")

    def _find_endpoint(self, launch: Launch) -> Endpoint:
        deadline = time.monotonic() + PRINT_SECONDS
        while (endpoint := self.target.find_endpoint(self._log.read_text(errors="replace"), launch)) is None:
            if time.monotonic() > deadline:
                raise StartError(f"it did not print where it is:\n{self.server.log_tail()}")
            time.sleep(0.02)
        return endpoint
