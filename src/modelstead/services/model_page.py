"""What the tabs of a registered model's page show: versions, metrics over versions, runs."""

import re
from collections.abc import Mapping, Sequence

import msgspec

from modelstead import limits
from modelstead.domain.actor import Access
from modelstead.domain.model_version import Stage as VersionStage
from modelstead.services import ci_views
from modelstead.services.ci_views import JobLink
from modelstead.services.model_head import ModelHead
from modelstead.services.model_listing import first_line
from modelstead.store import model_runs
from modelstead.store import model_version_pages as rows
from modelstead.store.model_version_pages import Stage, VersionRow
from modelstead.store.run_lines import RunLine
from modelstead.store.transaction import Transaction

COLUMNS = 3  # metrics that are shown where none are chosen
_TELLING = re.compile(r"^(?:val|valid|validation|test|eval)[/_.]", re.IGNORECASE)
_MACHINE = re.compile(r"^system/", re.IGNORECASE)


class SourceRun(msgspec.Struct, frozen=True):
    """The run that a version was made of; its own, which was made with it, where it promotes none."""

    iid: int
    name: str
    is_own: bool
    is_deleted: bool


class VersionLine(msgspec.Struct, frozen=True):
    """A version in the table of versions; `metrics` are in the order of the columns."""

    iid: int
    number: int
    semantic_version: str
    is_prerelease: bool
    stage: str
    excerpt: str
    aliases: list[str]
    user: str
    created_at: int
    deleted_at: int | None
    run: SourceRun | None
    files: int
    bytes: int
    metrics: list[float | None]
    ci_job: JobLink | None = None


class VersionTable(msgspec.Struct, frozen=True):
    """A page of versions, the highest first; `keys` are the metrics of the columns, `offered` those to choose from."""

    lines: list[VersionLine]
    first: int
    total: int
    keys: list[str]
    offered: list[str]


class MetricLine(msgspec.Struct, frozen=True):
    """A metric along versions; None where a version's run has no such value."""

    key: str
    values: list[float | None]


class VersionPoint(msgspec.Struct, frozen=True):
    """A version on the axis of versions."""

    iid: int
    number: int
    semantic_version: str
    is_prerelease: bool
    aliases: list[str]


class MetricsOverVersions(msgspec.Struct, frozen=True):
    """Metrics along versions in SemVer order, the lowest first; of very many versions the highest."""

    versions: list[VersionPoint]
    lines: list[MetricLine]
    offered: list[str]
    total: int


class ModelRuns(msgspec.Struct, frozen=True):
    """The newest runs of a model's experiment, those that were made for versions aside, and how many there are."""

    lines: list[RunLine]
    total: int


def versions(tx: Transaction, head: ModelHead, stage: Stage, chosen: Sequence[str], page: int) -> VersionTable:
    """Return a page of versions, in a fixed number of queries."""
    start = (page - 1) * limits.MODEL_VERSIONS_SHOWN
    length = 4 * limits.MODEL_EXCERPT_LENGTH
    found = rows.page(tx, head.id, stage, length=length, limit=limits.MODEL_VERSIONS_SHOWN, start=start)
    ids, runs = [row.id for row in found], _runs(found)
    aliases, sizes, jobs = rows.aliases(tx, ids), rows.sizes(tx, ids), ci_views.version_links(tx, ids)
    offered = rows.metric_names(tx, runs, limits.MODEL_METRICS_OFFERED)
    keys = _keys(chosen, offered)
    values = _values(tx, runs, keys)
    lines = []
    for row in found:
        files, size = sizes.get(row.id, (0, 0))
        line = VersionLine(
            iid=row.iid,
            number=row.number,
            semantic_version=row.semantic_version,
            is_prerelease=row.is_prerelease,
            stage=VersionStage(row.stage).label,
            excerpt=first_line(row.description),
            aliases=aliases.get(row.id, []),
            user=row.user or "",
            created_at=row.created_at,
            deleted_at=row.deleted_at,
            run=_source(row),
            files=files,
            bytes=size,
            metrics=[values.get((row.run or 0, key)) for key in keys],
            ci_job=jobs.get(row.id),
        )
        lines.append(line)
    total = head.versions if stage == "active" else head.deleted_versions
    return VersionTable(lines, start, total, keys, offered)


def metrics(tx: Transaction, head: ModelHead, chosen: Sequence[str]) -> MetricsOverVersions:
    """Return metrics along the versions of a model."""
    found = rows.page(tx, head.id, "active", length=0, limit=limits.MODEL_VERSIONS_DRAWN)[::-1]
    runs = _runs(found)
    aliases = rows.aliases(tx, [row.id for row in found])
    offered = rows.metric_names(tx, runs[-limits.MODEL_VERSIONS_SHOWN :], limits.MODEL_METRICS_OFFERED)
    keys = _keys(chosen, offered)
    values = _values(tx, runs, keys)
    return MetricsOverVersions(
        versions=[
            VersionPoint(row.iid, row.number, row.semantic_version, row.is_prerelease, aliases.get(row.id, []))
            for row in found
        ],
        lines=[MetricLine(key, [values.get((row.run or 0, key)) for row in found]) for key in keys],
        offered=sorted({*offered, *keys}),
        total=head.versions,
    )


def runs(tx: Transaction, access: Access, head: ModelHead) -> ModelRuns:
    """Return the newest runs of a model's experiment."""
    if head.experiment_iid is None:
        return ModelRuns([], 0)
    lines, total = model_runs.newest(tx, access.project.id, head.experiment_iid, limits.MODEL_RUNS_SHOWN)
    return ModelRuns(lines, total)


def _runs(found: Sequence[VersionRow]) -> list[int]:
    return list(dict.fromkeys(row.run for row in found if row.run is not None))


def _keys(chosen: Sequence[str], offered: Sequence[str]) -> list[str]:
    """Return the metrics to show: those chosen, or the first that say most of a model."""
    if chosen:
        return list(dict.fromkeys(chosen))[: limits.MODEL_METRICS_SHOWN]
    telling = sorted(offered, key=lambda key: (bool(_MACHINE.match(key)), not _TELLING.match(key)))
    return [key for key in telling if not _MACHINE.match(key)][:COLUMNS]


def _values(tx: Transaction, runs: Sequence[int], keys: Sequence[str]) -> Mapping[tuple[int, str], float]:
    """Return the latest values by run and metric, without those that are no numbers."""
    return {(each.run, each.key): each.value for each in rows.metrics(tx, runs, keys) if not each.is_nan}


def _source(row: VersionRow) -> SourceRun | None:
    if row.run is None or row.run_iid is None:
        return None
    is_deleted = row.run_deleted_at is not None
    return SourceRun(row.run_iid, row.run_name or "", row.is_own_run, is_deleted)
