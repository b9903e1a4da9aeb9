"""What can be said about the runs of an experiment: the names that filters and columns have, and values to offer."""

from collections.abc import Sequence

import msgspec

from modelstead import limits
from modelstead.domain.actor import Access
from modelstead.domain.experiment import Experiment
from modelstead.domain.key import KeyKind
from modelstead.domain.run import RunStatus
from modelstead.domain.search.fields import ATTRIBUTES, CI, METRICS, PARAMS, RUNS, TAGS
from modelstead.domain.search.writer import write_field
from modelstead.services.run_columns import ATTRIBUTE_COLUMNS, KINDS, field_of, spread
from modelstead.store import ci_jobs, run_keys, run_table
from modelstead.store.search_sql import JOB_COLUMNS
from modelstead.store.transaction import Transaction

_COLUMNS = {"user_id": "user_id", "run_name": "name"}


class Fields(msgspec.Struct, frozen=True):
    """Every name; `quoted` has those that the search language wants in quotes, by column.

    `present` and `different` are columns that some of the chosen runs have, and in which they differ.
    """

    metrics: list[str]
    params: list[str]
    tags: list[str]
    attributes: list[str]
    ci: list[str]
    columns: tuple[str, ...]
    quoted: dict[str, str]
    present: list[str]
    different: list[str]


class Offered(msgspec.Struct, frozen=True):
    """Values to complete a filter with."""

    values: list[str]


def every(tx: Transaction, access: Access, experiment: Experiment, chosen: Sequence[int] = ()) -> Fields:
    """Return the names, and which of them matter to some runs, by their iids."""
    names = run_table.names(tx, experiment.id)
    columns = {f"{entity}.{key}": field_of(entity, key) for entity, kind in KINDS.items() for key in names[kind]}
    written = {name: write_field(field) for name, field in columns.items()}
    row_ids = run_table.of_iids(tx, experiment.id, access.project.id, chosen[: limits.LIVE_RUNS]) if chosen else []
    spreads = [
        (f"{entity}.{each.key}", each.differs)
        for entity, kind in KINDS.items()
        for each in (spread(tx, experiment.id, kind, row_ids) if row_ids else ())
    ]
    return Fields(
        names[KeyKind.METRIC],
        names[KeyKind.PARAM],
        names[KeyKind.TAG],
        [column.name for column in RUNS.entities[0].columns],
        [f"{CI}.{column.name}" for entity in RUNS.entities if entity.name == CI for column in entity.columns],
        ATTRIBUTE_COLUMNS,
        {name: text for name, text in written.items() if text != name},
        [name for name, _ in spreads],
        [name for name, differs in spreads if differs],
    )


def values(tx: Transaction, access: Access, experiment: Experiment, name: str, prefix: str) -> Offered:
    """Return values of a field that begin with a text; nothing for a field whose values are numbers."""
    most = limits.COMPLETED_VALUES
    key = name.removeprefix(f"{CI}.")
    if key != name and key in JOB_COLUMNS:
        return Offered(ci_jobs.values(tx, access.project.id, key, prefix, most, limits.COMPLETED_RUNS))
    field = RUNS.orderable(name)
    if field is None or field.entity == METRICS:
        return Offered([])
    if field.entity in (PARAMS, TAGS):
        kind = KINDS[field.entity]
        key_id = run_keys.known(tx, experiment.id, {kind: [field.key]})[kind].get(field.key)
        return Offered([] if key_id is None else run_table.values(tx, kind, key_id, prefix, most))
    assert field.entity == ATTRIBUTES
    if field.key == "status":
        return Offered([each.name for each in RunStatus if each.name.startswith(prefix.upper())])
    column, looked_at = _COLUMNS.get(field.key, ""), limits.COMPLETED_RUNS
    return Offered(run_table.attribute_values(tx, experiment.id, column, prefix, most, looked_at) if column else [])
