"""What every test may ask for: databases on each engine, a running server, people."""

import itertools
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from modelstead.store.database import Database
from modelstead.store.open import open_database
from tests.people import People, settle, settle_alone
from tests.postgresql import Postgresql
from tests.serving import Mlflow, Running, running
from tests.signing_in import Browser, browser_of, site_in

_numbers = itertools.count()
_started: list[Postgresql] = []


def _migrate(url: str) -> None:
    database = open_database(url, pool=1, readers=1)
    database.migrate()
    database.close()


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgresql]:
    """One PostgreSQL for all tests of a process; a database that a test asks of it ends with the test."""
    server = Postgresql(tmp_path_factory.mktemp("pg"), _migrate)
    _started.append(server)
    yield server
    _started.remove(server)
    server.stop()


@pytest.fixture(autouse=True)
def _lent_databases_are_taken_back() -> Iterator[None]:
    """Come first, so that it ends last."""
    yield
    for server in _started:
        server.take_back()


@pytest.fixture(scope="session")
def sqlite_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an empty database of the newest schema to copy: a migration waits for the disk, a copy does not."""
    file = tmp_path_factory.mktemp("sqlite") / "migrated.db"
    _migrate(f"sqlite:///{file}")
    return file


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """Each engine in turn, with an empty database of the newest schema."""
    if request.param == "sqlite":
        file = shutil.copyfile(request.getfixturevalue("sqlite_file"), tmp_path / "test.db")
        opened = open_database(f"sqlite:///{file}", pool=4, readers=2)
    else:
        opened = open_database(request.getfixturevalue("postgresql").database(), pool=4, readers=2)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One server for all tests of a process; tests keep apart by having a project each."""
    with running(tmp_path_factory.mktemp("server")) as started:
        yield started


@pytest.fixture
def people(server: Running) -> People:
    """Make a project with a member of each role."""
    return settle(server.server, f"team/project-{next(_numbers)}")


@pytest.fixture
def developer(request: pytest.FixtureRequest, server: Running) -> Mlflow:
    """Make a project, with more people in it if the test asks for them, and return a developer's client of it."""
    if "people" in request.fixturenames:
        people: People = request.getfixturevalue("people")
        return server.client(people.developer, people.project.id)
    project, token = settle_alone(server.server, f"team/project-{next(_numbers)}")
    return server.client(token, project.id)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One server for all tests of a process that sign in."""
    with site_in(tmp_path_factory.mktemp("site")) as started:
        yield started


@pytest.fixture
def browser(site: Running) -> Browser:
    """Return a browser in which nobody has signed in."""
    return browser_of(site)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print how many pairs of a person and a call were tried, where they were."""
    reports = terminalreporter.stats.get("passed", []) + terminalreporter.stats.get("failed", [])
    lines = [
        value for each in reports if each.when == "call" for name, value in each.user_properties if name == "matrix"
    ]
    if lines:
        terminalreporter.section("who may call what")
        for line in sorted(lines):
            terminalreporter.write_line(line)
