"""Prompts in searches of the registry: clients keep them as registered models, and a search hides them.

MLflow's rule: only a filter whose first comparison with the tag of prompts asks for them finds any. In every other
filter a comparison with that tag means "is no prompt", which holds without the tag too.
"""

from modelstead.domain.registered_model import IS_PROMPT
from modelstead.domain.search.expression import AllOf, AnyOf, Comparison, Expression, Not, comparisons, conjuncts
from modelstead.domain.search.fields import TAGS, Field, Kind
from modelstead.domain.search.operators import Operator

PROMPTS = Field("prompts", "", Kind.TEXT)
"""A field that no filter can name: what is a prompt has it."""

_TAG = Field(TAGS, IS_PROMPT, Kind.TEXT)
_NO_PROMPT = Not(Comparison(PROMPTS, Operator.IS_NOT_NULL, None))


def ruled(expression: Expression | None) -> Expression | None:
    """Return a filter that finds prompts only if it asks for them."""
    first = next((each for each in comparisons(expression) if each.field == _TAG), None)
    if first is not None and _asks(first):
        return expression
    parts = [read for part in conjuncts(expression) if (read := _read(part)) != _NO_PROMPT]
    return AllOf((*parts, _NO_PROMPT))


def _asks(comparison: Comparison) -> bool:
    operand = comparison.operand
    match comparison.operator:
        case Operator.EQUAL:
            return str(operand).lower() == "true"
        case Operator.UNEQUAL:
            return str(operand).lower() == "false"
        case Operator.IN:
            return isinstance(operand, tuple) and "true" in map(str.lower, operand)
        case operator:
            return operator is Operator.IS_NOT_NULL


def _read(expression: Expression) -> Expression:
    match expression:
        case Comparison():
            return _NO_PROMPT if expression.field == _TAG else expression
        case Not():
            return Not(_read(expression.part))
        case AllOf():
            return AllOf(tuple(map(_read, expression.parts)))
        case AnyOf():
            return AnyOf(tuple(map(_read, expression.parts)))
