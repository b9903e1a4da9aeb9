"""A filter as a value: comparisons joined by AND, OR and NOT."""

from collections.abc import Iterator

import msgspec

from modelstead.domain.search.fields import Field
from modelstead.domain.search.operators import Operand, Operator


class Comparison(msgspec.Struct, frozen=True):
    """One comparison. The operand is a float or a text by the field's kind, texts for a list, None for IS NULL."""

    field: Field
    operator: Operator
    operand: Operand
    at: int = 0  # the character of the filter where it begins, from 0


class AllOf(msgspec.Struct, frozen=True):
    """Holds when each part does."""

    parts: tuple["Expression", ...]


class AnyOf(msgspec.Struct, frozen=True):
    """Holds when one part does."""

    parts: tuple["Expression", ...]


class Not(msgspec.Struct, frozen=True):
    """Holds when its part does not: a comparison with something that is not there does not hold."""

    part: "Expression"


Expression = Comparison | AllOf | AnyOf | Not


class Order(msgspec.Struct, frozen=True):
    """One field of an order_by. Rows without a value come last, whichever the direction."""

    field: Field
    ascending: bool = True


def conjuncts(expression: Expression | None) -> tuple[Expression, ...]:
    """Return the parts that must all hold."""
    if expression is None:
        return ()
    return expression.parts if isinstance(expression, AllOf) else (expression,)


def comparisons(expression: Expression | None) -> Iterator[Comparison]:
    """Yield every comparison, from left to right."""
    match expression:
        case Comparison():
            yield expression
        case AllOf() | AnyOf():
            for part in expression.parts:
                yield from comparisons(part)
        case Not():
            yield from comparisons(expression.part)
