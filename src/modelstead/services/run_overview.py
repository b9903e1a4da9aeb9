"""What a run's page shows below its head: params, metrics, tags, what it read and made, its children."""

import msgspec

from modelstead import limits
from modelstead.domain.actor import Access
from modelstead.domain.key import KeyKind
from modelstead.domain.logged_model import LoggedModelStatus
from modelstead.domain.run import Run
from modelstead.domain.run_source import NOTE
from modelstead.domain.sparkline import sparkline
from modelstead.domain.tag import RUN_NAME
from modelstead.errors import NotFound
from modelstead.services.run_head import RunLink, find, link
from modelstead.store import run_family, run_lineage, run_overview
from modelstead.store.transaction import Transaction

SYSTEM = "system/"  # what the names of metrics begin with that say how the machine was doing
SHOWN_ELSEWHERE = (NOTE, RUN_NAME)


class Text(msgspec.Struct, frozen=True):
    """A param or a tag; `value` is its beginning where `length` says that there is more."""

    key: str
    value: str
    length: int


class Texts(msgspec.Struct, frozen=True):
    """The first params or tags that were asked for, and how many there are."""

    rows: list[Text]
    total: int


class LatestMetric(msgspec.Struct, frozen=True):
    """A metric's latest point; the range of all its points, unknown where there are too many, and its line."""

    key: str
    value: float
    step: int
    timestamp: int
    points: int | None = None
    low: float | None = None
    high: float | None = None
    line: str = ""


class LatestMetrics(msgspec.Struct, frozen=True):
    """The first metrics that were asked for, and how many there are."""

    rows: list[LatestMetric]
    total: int


class SchemaColumn(msgspec.Struct, frozen=True):
    """A column of a dataset."""

    name: str
    type: str


class DatasetUse(msgspec.Struct, frozen=True):
    """A dataset that a run used; `columns` are the first of its schema, `more_columns` how many others it has."""

    name: str
    digest: str
    source_type: str
    context: str
    columns: list[SchemaColumn]
    more_columns: int = 0


class ModelUse(msgspec.Struct, frozen=True):
    """A logged model that a run read or made."""

    model_id: str
    name: str
    type: str
    status: str
    created_at: int
    is_input: bool


class Children(msgspec.Struct, frozen=True):
    """Some of the runs that name one as their parent, and how many there are."""

    rows: list[RunLink]
    total: int


class Overview(msgspec.Struct, frozen=True):
    """All of it."""

    params: Texts
    metrics: LatestMetrics
    tags: Texts
    datasets: list[DatasetUse]
    models: list[ModelUse]
    children: Children


def get(tx: Transaction, access: Access, run: Run, *, find: str = "", every: frozenset[str] = frozenset()) -> Overview:
    """Return what the overview shows: of each kind the first whose name or value holds a text, or every one."""
    return Overview(
        params=texts(tx, KeyKind.PARAM, run, find=find, is_every="params" in every),
        metrics=metrics(tx, run, find=find, is_every="metrics" in every),
        tags=texts(tx, KeyKind.TAG, run, find=find, is_every="tags" in every),
        datasets=datasets(tx, run),
        models=models(tx, access, run),
        children=children(tx, access, run, limits.RUN_CHILDREN),
    )


def texts(tx: Transaction, kind: KeyKind, run: Run, *, find: str, is_every: bool) -> Texts:
    limit = limits.RUN_ROWS_MAX if is_every else limits.RUN_ROWS
    rows, total = run_overview.texts(
        tx, kind, run.id, find=find, hidden=SHOWN_ELSEWHERE, length=limits.RUN_VALUE_LENGTH, limit=limit
    )
    return Texts([Text(*row) for row in rows], total)


def metrics(tx: Transaction, run: Run, *, find: str = "", is_every: bool = False) -> LatestMetrics:
    """Return the latest metrics, but those of the system."""
    limit = limits.RUN_ROWS_MAX if is_every else limits.RUN_ROWS
    rows, total = run_overview.metrics(tx, run.id, find=find, prefix=SYSTEM, is_without=True, limit=limit)
    drawn = [row.key_id for row in rows[: limits.RUN_LINES]]
    most = limits.RUN_RANGE_POINTS
    ranges = run_overview.ranges(tx, run.id, drawn, most) if drawn else []
    if sum(each.points for each in ranges) >= most:
        ranges = ranges[:-1]  # which may not be whole
    known = {each.key_id: each for each in ranges}
    lines = run_overview.lines(tx, run.id, drawn) if drawn else {}
    found = []
    for row in rows:
        held = known.get(row.key_id)
        value = float("nan") if row.is_nan else row.value
        found.append(
            LatestMetric(
                key=row.key,
                value=value,
                step=row.step,
                timestamp=row.timestamp,
                points=held.points if held else None,
                low=held.low if held else None,
                high=held.high if held else None,
                line=sparkline(lines.get(row.key_id, ())),
            )
        )
    return LatestMetrics(found, total)


def charted(tx: Transaction, run: Run, *, is_of_system: bool) -> LatestMetrics:
    """Return the latest points of the metrics that charts show: those of the system, or the others."""
    rows, total = run_overview.metrics(
        tx, run.id, find="", prefix=SYSTEM, is_without=not is_of_system, limit=limits.RUN_CHARTS
    )
    found = [LatestMetric(row.key, float("nan") if row.is_nan else row.value, row.step, row.timestamp) for row in rows]
    return LatestMetrics(found, total)


def metric_names(tx: Transaction, run: Run, *, is_of_system: bool) -> list[str]:
    """Return the names of all metrics of the system, or of all others."""
    rows, _ = run_overview.metrics(
        tx, run.id, find="", prefix=SYSTEM, is_without=not is_of_system, limit=limits.INT64_MAX
    )
    return [row.key for row in rows]


def datasets(tx: Transaction, run: Run) -> list[DatasetUse]:
    rows = run_lineage.datasets(tx, run.id, schema_length=limits.RUN_SCHEMA_LENGTH, limit=limits.RUN_DATASETS)
    found = []
    for row in rows:
        columns = _columns(row.schema or "")
        shown = columns[: limits.RUN_SCHEMA_COLUMNS]
        found.append(DatasetUse(row.name, row.digest, row.source_type, row.context, shown, len(columns) - len(shown)))
    return found


def models(tx: Transaction, access: Access, run: Run) -> list[ModelUse]:
    rows = run_lineage.models(tx, access.project.id, run.experiment_iid, run.id, run.run_id, limits.RUN_ROWS)
    return [
        ModelUse(
            row.model_id,
            row.name,
            row.model_type or "",
            LoggedModelStatus(row.status).name.lower(),
            row.created_at,
            row.is_input,
        )
        for row in rows
    ]


def children(tx: Transaction, access: Access, run: Run, limit: int, offset: int = 0) -> Children:
    """Return some children of a run, each with the number of its own."""
    keys = run_family.parent_keys(tx, access.project.id)
    if not keys:
        return Children([], 0)
    rows = run_family.children(tx, keys, run.run_id, limit, offset)
    counts = run_family.child_counts(tx, keys, [run.run_id, *(row.run_id for row in rows)])
    return Children([link(row, counts.get(row.run_id, 0)) for row in rows], counts.get(run.run_id, 0))


def value(tx: Transaction, access: Access, iid: int, kind: KeyKind, key: str) -> str:
    """Return the whole value of a param or a tag."""
    found = run_overview.text(tx, kind, find(tx, access, iid).id, key)
    if found is None:
        raise NotFound("The run has nothing of that name.")
    return found


def weight(tx: Transaction, run: Run) -> int:
    """Return about how many bytes a run is as JSON."""
    return run_overview.weight(tx, run.id)


class _Schema(msgspec.Struct, frozen=True):
    """As much of a schema as MLflow's clients write of tables."""

    mlflow_colspec: list["_Colspec"] = []


class _Colspec(msgspec.Struct, frozen=True):
    name: str = ""
    type: object = ""


def _columns(schema: str) -> list[SchemaColumn]:
    try:
        read = msgspec.json.decode(schema, type=_Schema) if schema else _Schema()
    except msgspec.DecodeError:
        return []
    return [SchemaColumn(each.name, str(each.type)[:80]) for each in read.mlflow_colspec]
