"""Probes, open to all and told nothing: is the process alive, can it work, which version is it."""

import logging
from collections.abc import AsyncGenerator, Callable

import msgspec

from modelstead import __version__
from modelstead.errors import ModelsteadError
from modelstead.http.answer import Answer, json, text
from modelstead.http.endpoint import Dialect, Endpoint, Match, Open, Routes, Verb
from modelstead.store import migration
from modelstead.store.blobs.blobs import Blobs
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction

PROBE = "0" * 32  # the name of a blob that is put and deleted again; one for all, so that it has one folder

log = logging.getLogger(__name__)


class Readiness(msgspec.Struct, frozen=True):
    """The query of /-/readiness: `all` asks for each check's outcome."""

    all: bool = False


class Nothing(msgspec.Struct, frozen=True):
    """A request without fields."""


class Health:
    """Answers the probes that GitLab and MLflow have, at their paths."""

    def __init__(self, dialect: Dialect, database: Database, blobs: Blobs) -> None:
        self._dialect = dialect
        self._database = database
        self._blobs = blobs
        self.endpoints = (
            _row("/health", lambda _: text("OK")),
            _row("/version", lambda _: text(__version__)),
            _row("/-/health", lambda _: text("OK")),
            _row("/-/liveness", lambda _: json({"status": "ok"})),
            _row("/-/readiness", self._readiness, Readiness),
        )
        self._routes = Routes(self.endpoints)

    def match(self, method: str, path: str) -> Match | None:
        return self._routes.match(self._dialect, method, path)

    async def _readiness(self, request: Readiness) -> Answer:
        """Say whether the database answers with the schema this version knows, and whether files can be written."""
        checks = {"db_check": await self._database_fault(), "artifact_check": await self._artifact_fault()}
        ready = not any(checks.values())
        body: dict[str, object] = {"status": "ok" if ready else "failed"}
        if request.all or not ready:
            body |= {
                name: [{"status": "failed", "message": fault} if fault else {"status": "ok"}]
                for name, fault in checks.items()
            }
        return json(body, 200 if ready else 503)

    async def _database_fault(self) -> str | None:
        try:
            version = await self._database.read(_schema_version)
        except ModelsteadError as error:
            return str(error)
        except Exception:
            log.exception("The readiness check of the database failed.")
            return "The database cannot be read; the server's log says why."
        # A newer schema is fine: it is made so that the version before it goes on working.
        return None if version >= migration.HEAD else f"The schema is {version}; this version needs {migration.HEAD}."

    async def _artifact_fault(self) -> str | None:
        try:
            await self._blobs.put(PROBE, _probe())
            await self._blobs.delete(PROBE)
        except ModelsteadError as error:
            return str(error)
        except Exception:
            log.exception("The readiness check of the artifacts failed.")
            return "Artifacts cannot be written; the server's log says why."
        return None


async def _probe() -> AsyncGenerator[bytes, None]:
    yield b"ok"


def _schema_version(tx: Transaction) -> str:
    row = tx.one("SELECT version_num FROM alembic_version")
    return "" if row is None else str(row[0])


def _row(path: str, handle: Callable[..., object], request: type = Nothing) -> Endpoint:
    return Endpoint("GET", path, handle, request, Answer, Open.OPEN, Verb.PLAIN)
