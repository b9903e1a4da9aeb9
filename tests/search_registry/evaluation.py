"""The language of the registry in plain Python, over records: what SQL is held to."""

from collections.abc import Sequence

from modelstead.domain.model_version import ModelVersion
from modelstead.domain.registered_model import RegisteredModelRecord
from modelstead.domain.search.expression import AllOf, AnyOf, Comparison, Expression, Not, Order
from modelstead.domain.search.fields import ATTRIBUTES, Field
from modelstead.domain.search.operators import MEANINGS, Operator
from modelstead.domain.semantic_version import SemanticVersion

Record = RegisteredModelRecord | ModelVersion
Value = float | str


def select(records: Sequence[Record], expression: Expression | None, order: Sequence[Order]) -> list[str]:
    """Return the names of what an expression holds for, in order, with a version's number."""
    found = [each for each in records if expression is None or holds(expression, each)]
    found.sort(key=lambda each: each.number if isinstance(each, ModelVersion) else 0, reverse=True)
    found.sort(key=lambda each: each.name if isinstance(each, ModelVersion) else each.model.name)
    if not order:
        found.sort(key=lambda each: each.updated_at if isinstance(each, ModelVersion) else 0, reverse=True)
    for term in reversed(order):
        found = _ordered(found, term)
    return [*map(name, found)]


def name(record: Record) -> str:
    return f"{record.name}/{record.number}" if isinstance(record, ModelVersion) else record.model.name


def holds(expression: Expression, record: Record) -> bool:
    match expression:
        case AllOf():
            return all(holds(part, record) for part in expression.parts)
        case AnyOf():
            return any(holds(part, record) for part in expression.parts)
        case Not():
            return not holds(expression.part, record)
        case Comparison():
            value = _value(record, expression.field)
            if value is None:
                return expression.operator is Operator.IS_NULL
            return MEANINGS[expression.operator].holds(value, expression.operand)


def attributes(record: Record) -> dict[str, Value | None]:
    if isinstance(record, ModelVersion):
        return {
            "name": record.name,
            "version_number": record.number,
            "run_id": record.run_id or None,
            "source_path": record.source,
            "creation_timestamp": record.created_at,
            "last_updated_timestamp": record.updated_at,
            "semantic_version": record.semantic_version,
            "stage": record.stage.label,
        }
    model = record.model
    return {
        "name": model.name,
        "creation_timestamp": model.created_at,
        "last_updated_timestamp": model.updated_at,
    }


def _value(record: Record, field: Field) -> Value | None:
    if field.entity == ATTRIBUTES:
        return attributes(record)[field.key]
    return next((tag.value for tag in record.tags if tag.key == field.key), None)


def _ordered(records: Sequence[Record], term: Order) -> list[Record]:
    there, absent = [], []
    for record in records:
        value = _sorted_by(record, term.field)
        if value is None:
            absent.append(record)
        else:
            there.append((value, record))
    there.sort(key=lambda pair: pair[0], reverse=not term.ascending)
    return [*(record for _, record in there), *absent]


def _sorted_by(record: Record, field: Field) -> Value | None:
    if isinstance(record, ModelVersion) and field.key == "stage":
        return int(record.stage)
    value = attributes(record)[field.key]
    return SemanticVersion.parse(str(value)).precedence if field.key == "semantic_version" else value
