"""From an expression to text: the parser reads what is written here as the same expression."""

from collections.abc import Sequence

from modelstead.domain.search.expression import AllOf, AnyOf, Comparison, Expression, Not
from modelstead.domain.search.fields import METRICS, Field, Kind
from modelstead.domain.search.operators import MEANINGS, Form
from modelstead.domain.search.tokens import TokenKind, tokens
from modelstead.errors import InvalidSearch

_INT64 = 2**63
_EXACT = 1e15  # whole numbers below are written with all their digits
_BOUNDS = {float("inf"): "1e999", float("-inf"): "-1e999"}


def write_field(field: Field) -> str:
    """Return a field such as metrics.loss, its key in quotes where it needs them.

    A key with both kinds of quotes has no way to be written; no client can log one.
    """
    plain = f"{field.entity}.{field.key}"
    if _is_one_name(plain):
        return plain
    quote = '"' if "`" in field.key else "`"
    return f"{field.entity}.{quote}{field.key}{quote}"


def write(expression: Expression) -> str:
    """Return an expression as a filter, with no more brackets than it needs."""
    match expression:
        case Comparison():
            return _comparison(expression)
        case Not():
            part = expression.part
            return f"NOT {write(part) if isinstance(part, Comparison | Not) else f'({write(part)})'}"
        case AllOf():
            return " AND ".join(f"({write(each)})" if _is_group(each) else write(each) for each in expression.parts)
        case AnyOf():
            return " OR ".join(
                f"({write(each)})" if isinstance(each, AnyOf) else write(each) for each in expression.parts
            )


def write_all(parts: Sequence[Expression]) -> str:
    """Return the filter of what must hold together, "" for nothing."""
    if not parts:
        return ""
    return write(parts[0] if len(parts) == 1 else AllOf(tuple(parts)))


def _is_group(expression: Expression) -> bool:
    return isinstance(expression, AllOf | AnyOf)


def _is_one_name(text: str) -> bool:
    try:
        first, *rest = tokens(text)
    except InvalidSearch:
        return False
    return first.kind is TokenKind.NAME and first.text == text and len(rest) == 1


def _comparison(comparison: Comparison) -> str:
    field, operator, operand = comparison.field, comparison.operator, comparison.operand
    before = f"{write_field(field)} {operator.value}"
    if MEANINGS[operator].form is Form.NOTHING:
        return before
    if isinstance(operand, tuple):
        return f"{before} ({', '.join(map(_text, operand))})"
    if field.kind is Kind.NUMBER:
        return f"{before} {_number(operand, is_whole=field.entity != METRICS)}"
    return f"{before} {_text(operand)}"


def _number(value: object, *, is_whole: bool) -> str:
    if isinstance(value, float):
        if value in _BOUNDS:
            return _BOUNDS[value]
        if value.is_integer() and abs(value) < (_INT64 if is_whole else _EXACT):
            return str(int(value))
    return repr(value)


def _text(value: object) -> str:
    return "'" + str(value).replace("'", "''") + "'"
