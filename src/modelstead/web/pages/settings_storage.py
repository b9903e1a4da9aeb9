"""Storage of a project: what it keeps, how long its trash is kept, how much it may keep."""

import re

import msgspec

from modelstead import limits
from modelstead.domain.artifact import OwnerKind
from modelstead.domain.project import Project, check_retention
from modelstead.http.answer import Answer
from modelstead.http.health import Nothing
from modelstead.http.visit import Form, Visit
from modelstead.services import project_changes, storage_use
from modelstead.services.project_changes import ProjectChanges
from modelstead.store.database import Database
from modelstead.store.storage_use import Holder
from modelstead.web import urls
from modelstead.web.dialect import done, show
from modelstead.web.place_forms import wrong
from modelstead.web.storage_bar import Bar, bar

UNITS = {"bytes": 1, "MiB": 1024**2, "GiB": 1024**3, "TiB": 1024**4}
_AMOUNT = re.compile(r"[0-9]{1,16}(?:\.[0-9]{1,6})?")
_DAYS = re.compile(r"[0-9]{1,9}")
KINDS = {
    OwnerKind.RUN: "Run",
    OwnerKind.MODEL_VERSION: "Model version",
    OwnerKind.LOGGED_MODEL: "Logged model",
    OwnerKind.PACKAGE: "Package",
}


class SetRetention(Form, frozen=True, kw_only=True):
    """The form of how long the trash is kept: for some days, or until somebody purges it."""

    keep: str = ""
    days: str = ""


class SetQuota(Form, frozen=True, kw_only=True):
    """The form of how much may be kept: so many bytes, or any number."""

    limit: str = ""
    amount: str = ""
    unit: str = "GiB"


class Large(msgspec.Struct, frozen=True):
    """A thing with many bytes; `address` is "" where no page has it."""

    kind: str
    name: str
    address: str
    is_deleted: bool
    files: int
    size: int


class StorageView(msgspec.Struct, frozen=True):
    """What the page shows, with what was typed, and what is wrong with it by the names of fields."""

    bar: Bar
    retention_days: int | None
    largest: list[Large]
    retention: SetRetention
    quota: SetQuota
    units: list[str]
    errors: dict[str, str]


class StorageSettings:
    """Shows the page and takes its forms."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def show(self, visit: Visit, _: Nothing) -> Answer:
        return await self._page(visit)

    async def set_retention(self, visit: Visit, request: SetRetention) -> Answer:
        days = int(request.days) if request.keep == "days" and _DAYS.fullmatch(request.days.strip()) else None
        errors = wrong(days=lambda: check_retention(days))
        if errors or (days is None and request.keep != "forever"):
            why = f"Say for how many days: a number from 1 to {limits.RETENTION_DAYS_MAX:,}."
            return await self._page(visit, {"days": why}, retention=request)
        await self._change(visit, ProjectChanges(retention_days=days))
        said = "The trash is kept until somebody purges it." if days is None else f"The trash is kept for {_of(days)}."
        return done(visit, urls.settings(visit.in_project.project, "storage"), said)

    async def set_quota(self, visit: Visit, request: SetQuota) -> Answer:
        quota: int | None = None
        if request.limit == "some":
            quota = _bytes(request)
            if quota is None:
                return await self._page(visit, {"amount": "Say how much: a number, as 50 or 1.5."}, quota=request)
        elif request.limit != "none":
            return await self._page(visit, {"amount": "Choose how much the project may keep."}, quota=request)
        await self._change(visit, ProjectChanges(quota_bytes=quota))
        said = "The project may keep any number of bytes." if quota is None else "The quota is set."
        return done(visit, urls.settings(visit.in_project.project, "storage"), said)

    async def _change(self, visit: Visit, changes: ProjectChanges) -> None:
        await self._database.write(project_changes.update, visit.in_project, changes)

    async def _page(
        self,
        visit: Visit,
        errors: dict[str, str] | None = None,
        retention: SetRetention | None = None,
        quota: SetQuota | None = None,
    ) -> Answer:
        found = await self._database.read(storage_use.look, visit.in_project)
        view = StorageView(
            bar(found),
            found.retention_days,
            [_large(visit.in_project.project, each) for each in found.largest],
            msgspec.structs.replace(retention or _retention(found.retention_days), form_token=""),
            msgspec.structs.replace(quota or _quota(found.usage.quota), form_token=""),
            list(UNITS),
            errors or {},
        )
        return show(visit, "settings_storage.html", view, 400 if errors else 200)


def _large(project: Project, holder: Holder) -> Large:
    return Large(
        KINDS[holder.kind], holder.name, _address(project, holder), holder.is_deleted, holder.files, holder.size
    )


def _address(project: Project, holder: Holder) -> str:
    if holder.kind is OwnerKind.LOGGED_MODEL:
        return urls.experiment(project, holder.above_iid) if holder.iid is None else urls.run(project, holder.iid)
    if holder.iid is None:
        return ""
    if holder.kind is OwnerKind.RUN:
        return urls.artifacts(project, holder.iid)
    if holder.kind is OwnerKind.PACKAGE:
        return urls.package(project, holder.iid)
    return urls.version(project, holder.above_iid, holder.iid)


def _retention(days: int | None) -> SetRetention:
    return SetRetention(keep="forever") if days is None else SetRetention(keep="days", days=str(days))


def _quota(quota: int | None) -> SetQuota:
    """Return a quota as it is typed: in the largest unit of which it is a whole number."""
    if quota is None:
        return SetQuota(limit="none")
    unit = next(name for name, size in reversed(UNITS.items()) if quota % size == 0 and (quota or size == 1))
    return SetQuota(limit="some", amount=str(quota // UNITS[unit]), unit=unit)


def _bytes(request: SetQuota) -> int | None:
    """Return the bytes that were typed, None for what is no number of them."""
    text = request.amount.strip().replace(",", "")
    if request.unit not in UNITS or not _AMOUNT.fullmatch(text):
        return None
    whole, _, part = text.partition(".")
    size = UNITS[request.unit]
    found = int(whole) * size + (int(part) * size // 10 ** len(part) if part else 0)
    return found if found < 2**63 else None


def _of(days: int) -> str:
    return f"{days:,} day{'' if days == 1 else 's'}"
