"""The operators of the search language: how each is written, what stands behind it, what it means."""

import operator
from collections.abc import Callable
from enum import Enum
from typing import Any

import msgspec

Operand = float | str | tuple[str, ...] | None


class Operator(Enum):
    """A comparison; the values are how it is written."""

    EQUAL = "="
    UNEQUAL = "!="
    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="
    LIKE = "LIKE"
    ILIKE = "ILIKE"
    IN = "IN"
    NOT_IN = "NOT IN"
    IS_NULL = "IS NULL"
    IS_NOT_NULL = "IS NOT NULL"


class Form(Enum):
    """What stands behind an operator."""

    VALUE = "a value"
    LIST = "a list"
    NOTHING = "nothing"


class Meaning(msgspec.Struct, frozen=True):
    """An operator's row: what it takes, what it says, and whether it holds for a value that is there."""

    form: Form
    sentence: str
    holds: Callable[[Any, Any], bool]


def matches(value: str, pattern: str) -> bool:
    """Tell whether a whole text fits a pattern in which `%` is any text and `_` any one character.

    Only the last `%` is ever tried again, so that no pattern takes longer than the product of the lengths.
    """
    at, place, retry_at, retry_place = 0, 0, 0, -1
    while at < len(value):
        if place < len(pattern) and pattern[place] == "%":
            retry_at, retry_place = at, place
            place += 1
        elif place < len(pattern) and pattern[place] in ("_", value[at]):
            at, place = at + 1, place + 1
        elif retry_place >= 0:
            retry_at += 1
            at, place = retry_at, retry_place + 1
        else:
            return False
    return not pattern[place:].strip("%")


def lower(text: str) -> str:
    """Return a text with A to Z as a to z and everything else as it is, as both engines do."""
    return text.translate(_LOWER)


MEANINGS: dict[Operator, Meaning] = {
    Operator.EQUAL: Meaning(Form.VALUE, "is equal to", operator.eq),
    Operator.UNEQUAL: Meaning(Form.VALUE, "is there and is not equal to", operator.ne),
    Operator.LESS: Meaning(Form.VALUE, "is less than", operator.lt),
    Operator.AT_MOST: Meaning(Form.VALUE, "is at most", operator.le),
    Operator.MORE: Meaning(Form.VALUE, "is more than", operator.gt),
    Operator.AT_LEAST: Meaning(Form.VALUE, "is at least", operator.ge),
    Operator.LIKE: Meaning(
        Form.VALUE, "fits a pattern: `%` stands for any text, `_` for one character, and case counts", matches
    ),
    Operator.ILIKE: Meaning(
        Form.VALUE,
        "fits a pattern, whatever the case of the letters A to Z",
        lambda value, pattern: matches(lower(value), lower(pattern)),
    ),
    Operator.IN: Meaning(Form.LIST, "is one of a list", lambda value, among: value in among),
    Operator.NOT_IN: Meaning(Form.LIST, "is there and is none of a list", lambda value, among: value not in among),
    Operator.IS_NULL: Meaning(Form.NOTHING, "is not there", lambda _value, _operand: False),
    Operator.IS_NOT_NULL: Meaning(Form.NOTHING, "is there", lambda _value, _operand: True),
}

_LOWER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
