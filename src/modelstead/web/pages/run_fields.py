"""The names that filters and columns of an experiment's runs have: for scripts, and to choose columns without them."""

import msgspec

from modelstead import limits
from modelstead.domain.actor import Access
from modelstead.domain.experiment import Experiment
from modelstead.http.answer import JSON, Answer
from modelstead.http.visit import Visit
from modelstead.services import experiments, run_columns, run_fields
from modelstead.services.run_columns import ATTRIBUTE_COLUMNS, Column
from modelstead.services.run_fields import Fields, Offered
from modelstead.store.database import Database
from modelstead.store.transaction import Transaction
from modelstead.web.dialect import POLICY, show
from modelstead.web.run_table import TableState, label


class ShowFields(msgspec.Struct, frozen=True, kw_only=True):
    """What scripts ask: for all names, which of them matter to some runs, or for values of one field."""

    iid: int
    runs: tuple[int, ...] = ()
    field: str = ""
    prefix: str = ""


class ShowColumns(TableState, frozen=True, kw_only=True):
    """The table's state, and a part of the names to choose from."""

    find: str = ""

    @property
    def state(self) -> TableState:
        return TableState(**{name: getattr(self, name) for name in TableState.__struct_fields__})


class Group(msgspec.Struct, frozen=True):
    """Columns of a kind: those that are listed, and how many more there are."""

    title: str
    columns: list[Column]
    more: int


class ColumnsView(msgspec.Struct, frozen=True):
    """What the page to choose columns shows."""

    experiment: Experiment
    state: TableState
    find: str
    chosen: list[Column]
    groups: list[Group]

    def label(self, column: Column) -> str:
        return label(column)


class RunFieldsPages:
    """Answers scripts, and shows the page."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keys(self, visit: Visit, request: ShowFields) -> Answer:
        found = await self._database.read(_fields, visit.in_project, request)
        return Answer(200, msgspec.json.encode(found), JSON, POLICY)

    async def columns(self, visit: Visit, request: ShowColumns) -> Answer:
        return show(visit, "runs_columns.html", await self._database.read(_columns, visit.in_project, request))


def _fields(tx: Transaction, access: Access, request: ShowFields) -> Fields | Offered:
    experiment = experiments.find(tx, access, str(request.iid))
    if request.field:
        return run_fields.values(tx, access, experiment, request.field, request.prefix)
    return run_fields.every(tx, access, experiment, request.runs)


def _columns(tx: Transaction, access: Access, request: ShowColumns) -> ColumnsView:
    experiment = experiments.get(tx, access, str(request.iid))
    chosen = run_columns.chosen(tx, experiment.id, request.cols or run_columns.FIRST, [])
    held = {column.name for column in chosen}
    fields = run_fields.every(tx, access, experiment)
    groups = []
    for title, names in (
        ("Attributes", ATTRIBUTE_COLUMNS),
        ("Metrics", [f"metrics.{key}" for key in fields.metrics]),
        ("Params", [f"params.{key}" for key in fields.params]),
        ("Tags", [f"tags.{key}" for key in fields.tags]),
    ):
        found = [name for name in names if name not in held and request.find.lower() in name.lower()]
        listed = [run_columns.column(name, fields.metrics) for name in found[: limits.TABLE_COLUMNS]]
        groups.append(Group(title, [each for each in listed if each], max(len(found) - limits.TABLE_COLUMNS, 0)))
    return ColumnsView(experiment, request.state, request.find, chosen, groups)
