"""The server, for administrators: its background work, its health and its storage."""

import os
import platform
import resource
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from modelstead import __version__, clock, limits, settings
from modelstead.domain.delivery import DeliveryState
from modelstead.errors import InvalidState, ModelsteadError
from modelstead.http.answer import Answer
from modelstead.http.health import Nothing
from modelstead.http.visit import Form, Visit
from modelstead.services import administration
from modelstead.services.administration import Background
from modelstead.services.process import Process
from modelstead.settings import Settings
from modelstead.store import instance, migration
from modelstead.store.database import Condition, Database
from modelstead.store.server_projects import ServerProject
from modelstead.store.server_storage import Files, Kept
from modelstead.web import urls
from modelstead.web.dialect import done, failed, show

_KIB = 1024


class RunSweep(Form, frozen=True, kw_only=True):
    """The form that is one button."""


class JobsView(msgspec.Struct, frozen=True):
    """The work in the background; `server` is the process that answers, and `under_way` what it delivers just now."""

    server: str
    now: int
    goes_on: bool
    background: Background
    delivered: int
    failed: int
    under_way: int
    at_once: int
    counted: int


class Check(msgspec.Struct, frozen=True):
    """Something that the server needs, and what is wrong with it, "" for nothing."""

    name: str
    fault: str


class SettingLine(msgspec.Struct, frozen=True):
    """A setting in use, and where its value is from, "" where nobody knows."""

    name: str
    value: str
    source: str
    help: str


class HealthView(msgspec.Struct, frozen=True):
    """What the server is made of and how it is. `database` is None where it does not answer."""

    checks: list[Check]
    version: str
    python: str
    system: str
    server: str
    now: int
    started_at: int
    memory: int
    schema: str
    newest_schema: str
    database: Condition | None
    data_dir: str
    data_free: int | None
    files_at: str
    files_free: int | None
    settings: list[SettingLine]


class StorageView(msgspec.Struct, frozen=True):
    """What is kept; `files` is None where there are too many to be counted for a page."""

    kept: Kept
    largest: list[ServerProject]
    files: Files | None
    files_at: str
    files_free: int | None


class AdminServer:
    """Shows the pages, and lets the sweep be done."""

    def __init__(self, database: Database, configured: Settings, process: Process) -> None:
        self._database = database
        self._settings = configured
        self._process = process

    async def jobs(self, visit: Visit, _: Nothing) -> Answer:
        found, now = await self._database.read(administration.background), clock.now_ms()
        view = JobsView(
            server=self._process.name,
            now=now,
            goes_on=found.sweep is not None and found.sweep.goes_on(now),
            background=found,
            delivered=found.newest.get(DeliveryState.DELIVERED, 0),
            failed=found.newest.get(DeliveryState.FAILED, 0),
            under_way=len(self._process.delivering.under_way),
            at_once=limits.WEBHOOK_SENDING,
            counted=limits.WEBHOOK_QUEUE_COUNTED,
        )
        return show(visit, "admin_jobs.html", view)

    async def sweep(self, visit: Visit, _: RunSweep) -> Answer:
        try:
            await self._process.sweeping.ask()
        except InvalidState as error:
            return failed(visit, urls.admin("jobs"), str(error))
        return done(visit, urls.admin("jobs"), "The sweep begins. Load this page again to see how it goes.")

    async def health(self, visit: Visit, _: Nothing) -> Answer:
        """Show what readiness checks, and what the server runs on."""
        checks = self._process.checks
        view = HealthView(
            checks=[
                Check("The database answers, with the schema of this version", await checks.database() or ""),
                Check("Files can be written and removed", await checks.artifacts() or ""),
            ],
            version=__version__,
            python=f"{platform.python_implementation()} {platform.python_version()}",
            system=f"{platform.system()} {platform.release()}, {platform.machine()}",
            server=self._process.name,
            now=clock.now_ms(),
            started_at=self._process.started_at,
            memory=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _KIB,
            schema=await self._database.read(instance.schema_version),
            newest_schema=migration.HEAD,
            database=await self._condition(),
            data_dir=str(self._settings.data_dir.absolute()),
            data_free=_free(self._settings.data_dir),
            files_at=self._files_at,
            files_free=await self._files_free(),
            settings=[
                SettingLine(name, settings.written(value), source, text)
                for name, value, source, text in settings.shown(self._settings, self._process.sources)
            ],
        )
        return show(visit, "admin_health.html", view)

    async def storage(self, visit: Visit, _: Nothing) -> Answer:
        kept, largest = await self._database.read(administration.storage)
        files = await administration.stored_files(self._database)
        view = StorageView(kept, largest, files, self._files_at, await self._files_free())
        return show(visit, "admin_storage.html", view)

    @property
    def _files_at(self) -> str:
        """Where files are kept, without what may be a credential."""
        where = urlsplit(self._settings.artifact_url or f"file://{self._settings.data_dir.absolute()}/artifacts")
        return f"{where.scheme}://{where.netloc.rpartition('@')[2]}{where.path}"

    async def _files_free(self) -> int | None:
        try:
            return await self._process.blobs.free_bytes()
        except ModelsteadError:
            return None

    async def _condition(self) -> Condition | None:
        try:
            return await self._database.condition()
        except ModelsteadError:
            return None


def _free(folder: Path) -> int | None:
    try:
        status = os.statvfs(folder)
    except OSError:
        return None
    return status.f_bavail * status.f_frsize
