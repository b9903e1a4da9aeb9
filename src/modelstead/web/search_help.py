"""The search language for people: its tables (domain.search) as rows, and examples of what is looked for."""

import msgspec

from modelstead import limits
from modelstead.domain.search.fields import RUNS, Column, Entity, Kind
from modelstead.domain.search.operators import MEANINGS, Form


class Example(msgspec.Struct, frozen=True):
    """A filter, or an order, and what it finds."""

    text: str
    finds: str


class FieldHelp(msgspec.Struct, frozen=True):
    """A field: how it is written, what its values are, and which operators it has."""

    name: str
    kind: str
    operators: list[str]


class EntityHelp(msgspec.Struct, frozen=True):
    """What stands before the dot, other ways to write it, and its fields."""

    name: str
    aliases: list[str]
    fields: list[FieldHelp]


class OperatorHelp(msgspec.Struct, frozen=True):
    """An operator: how it is written, with a field and what it takes, and what it means (Markdown)."""

    name: str
    usage: str
    sentence: str


class SearchHelp(msgspec.Struct, frozen=True):
    """All of it."""

    examples: list[Example]
    orders: list[Example]
    entities: list[EntityHelp]
    operators: list[OperatorHelp]
    filter_terms: int


EXAMPLES = (
    Example("metrics.loss < 0.1", "runs whose last loss is below 0.1"),
    Example("params.optimizer = 'adam' AND metrics.accuracy >= 0.9", "runs with both; OR, NOT and brackets work too"),
    Example("(params.depth = '3' OR params.depth = '5') AND NOT tags.kind = 'test'", "one of two depths, but no tests"),
    Example("metrics.`val/loss` < 0.2", "a name with slashes, spaces or dots stands in backticks or double quotes"),
    Example("attributes.run_name LIKE 'baseline%'", "runs whose name begins with baseline; ILIKE ignores case"),
    Example("attributes.status IN ('FAILED', 'KILLED')", "runs that came to no good end"),
    Example("status = 'RUNNING' AND start_time > 1767225600000", "what stands alone is an attribute; times are in ms"),
    Example("tags.reviewer IS NULL", "runs without that tag; metrics and params have this too"),
    Example("datasets.name = 'imagenet' AND datasets.context = 'training'", "runs that were trained on a data set"),
    Example("ci.pipeline = '48213'", "all runs of a CI pipeline"),
    Example("ci.ref = 'main' AND ci.commit LIKE '7be04d1c%'", "runs that CI made of a commit; ci.job IS NULL has none"),
)
ORDERS = (
    Example("metrics.accuracy DESC", "the best first; runs without it come last"),
    Example("start_time ASC", "the oldest first"),
    Example("params.`learning rate` ASC", "by a param, as text"),
)
_TAKES = {Form.VALUE: "value", Form.LIST: "('one', 'other')", Form.NOTHING: ""}


def search_help() -> SearchHelp:
    """Return what can be said about runs."""
    operators = [
        OperatorHelp(each.value, f"field {each.value} {_TAKES[meaning.form]}".strip(), meaning.sentence)
        for each, meaning in MEANINGS.items()
    ]
    entities = [
        EntityHelp(entity.name, list(entity.aliases), [_field(entity, each) for each in entity.columns])
        for entity in RUNS.entities
    ]
    return SearchHelp(list(EXAMPLES), list(ORDERS), entities, operators, limits.FILTER_TERMS)


def _field(entity: Entity, column: Column) -> FieldHelp:
    name = f"{entity.name}.{column.name or '…'}"
    kind = "number" if column.kind is Kind.NUMBER else "text in quotes"
    return FieldHelp(name, kind, [each.value for each in (*column.operators, *column.beyond)])
