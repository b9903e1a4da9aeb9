"""From text to an expression: filters and order_by entries, as MLflow writes them, and OR, NOT and brackets.

filter     = conjunct {OR conjunct}
conjunct   = term {AND term}
term       = NOT term | ( filter ) | comparison
comparison = field operator value | field [NOT] IN ( text {, text} ) | field IS [NOT] NULL
"""

from collections.abc import Sequence

from modelstead import limits
from modelstead.domain.search.expression import AllOf, AnyOf, Comparison, Expression, Not, Order
from modelstead.domain.search.fields import Column, Field, Kind, Language
from modelstead.domain.search.operators import MEANINGS, Form, Operand, Operator
from modelstead.domain.search.tokens import Token, TokenKind, content, tokens
from modelstead.errors import InvalidParameter, InvalidSearch

_WORDS = {TokenKind.NAME, TokenKind.STRING}  # what a field may begin with
_SYMBOLS = {each.value: each for each in Operator}
_HINTS = {"==": "write = instead", "<>": "write != instead", "RLIKE": "use LIKE or ILIKE"}


def parse_filter(language: Language, text: str) -> Expression | None:
    """Return a filter as an expression, None for an empty one; raise InvalidSearch that names the place."""
    if len(text) > limits.FILTER_BYTES or len(_utf8(text, "filter")) > limits.FILTER_BYTES:
        raise InvalidParameter(f"'filter' exceeds the maximum length of {limits.FILTER_BYTES} bytes.")
    try:
        reader = _Reader(language, text)
        if reader.next.kind is TokenKind.END:
            return None
        found = reader.filter()
        reader.expect_end("AND, OR or the end")
    except InvalidSearch as error:
        raise InvalidSearch(f"Invalid filter at character {error.at + 1}: {error}.", error.at) from None
    return found


def parse_order(language: Language, entries: Sequence[str]) -> tuple[Order, ...]:
    """Return the entries of an order_by, each a field with or without ASC or DESC."""
    if len(entries) > limits.ORDER_TERMS:
        raise InvalidParameter(f"'order_by' has at most {limits.ORDER_TERMS} entries; got {len(entries)}.")
    found: list[Order] = []
    for entry in entries:
        if len(_utf8(entry, "order_by")) > limits.ORDER_BYTES:
            raise InvalidParameter(f"An entry of 'order_by' exceeds the maximum length of {limits.ORDER_BYTES} bytes.")
        try:
            order = _Reader(language, entry).order()
        except InvalidSearch as error:
            raise InvalidSearch(
                f"Invalid order_by clause '{entry}' at character {error.at + 1}: {error}.", error.at
            ) from None
        if any(order.field == other.field for other in found):
            raise InvalidParameter(f"`order_by` contains duplicate fields: {order.field} stands in it twice.")
        found.append(order)
    return tuple(found)


class _Reader:
    """Reads one text, always one token ahead."""

    def __init__(self, language: Language, text: str) -> None:
        self._language = language
        self._tokens = tokens(text)
        self._terms = 0
        self.next = next(self._tokens)

    def filter(self, depth: int = 0) -> Expression:
        if depth > limits.FILTER_DEPTH:
            raise InvalidSearch(f"brackets and NOTs are more than {limits.FILTER_DEPTH} deep", self.next.at)
        parts = [self._conjunct(depth)]
        while self._takes("OR"):
            parts.append(self._conjunct(depth))
        return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))

    def order(self) -> Order:
        field, _ = self._field(for_order=True)
        ascending = True
        if self._takes("DESC"):
            ascending = False
        else:
            self._takes("ASC")
        self.expect_end("ASC, DESC or the end: an entry names one field")
        return Order(field, ascending)

    def expect_end(self, expected: str) -> None:
        if self.next.kind is not TokenKind.END:
            raise self._unexpected(expected)

    def _conjunct(self, depth: int) -> Expression:
        parts = [self._term(depth)]
        while self._takes("AND"):
            parts.append(self._term(depth))
        return parts[0] if len(parts) == 1 else AllOf(tuple(parts))

    def _term(self, depth: int) -> Expression:
        if self._takes("NOT"):
            if depth > limits.FILTER_DEPTH:
                raise InvalidSearch(f"brackets and NOTs are more than {limits.FILTER_DEPTH} deep", self.next.at)
            return Not(self._term(depth + 1))
        if self._takes("("):
            found = self.filter(depth + 1)
            if not self._takes(")"):
                raise self._unexpected("AND, OR or a closing bracket")
            return found
        return self._comparison()

    def _comparison(self) -> Comparison:
        at = self.next.at
        self._terms += 1
        if self._terms > limits.FILTER_TERMS:
            raise InvalidSearch(f"a filter has at most {limits.FILTER_TERMS} comparisons", at)
        field, column = self._field()
        operator = self._operator(field, column)
        form = MEANINGS[operator].form
        operand: Operand = None
        if form is Form.LIST:
            operand = self._list(field, column)
        elif form is Form.VALUE:
            operand = self._number(field, column) if field.kind is Kind.NUMBER else self._text(field, column)
        return Comparison(field, operator, operand, at)

    def _field(self, *, for_order: bool = False) -> tuple[Field, Column]:
        token = self.next
        if token.kind not in _WORDS or token.text.startswith("'"):
            raise self._unexpected("a field, such as metrics.loss")
        self._advance()
        name, key = _split(token)
        if key is None:
            entity = self._language.entities[0]
            key = name
        else:
            found = self._language.entity(name)
            if found is None:
                names = ", ".join(each.name for each in self._language.entities)
                raise InvalidSearch(f"Invalid entity type '{name}'. Valid values are {names}", token.at)
            entity = found
        column = entity.column(key)
        if column is None:
            names = ", ".join(each.name for each in entity.columns)
            what = entity.name.removesuffix("s")
            raise InvalidSearch(f"Invalid {what} key '{key}' specified. Valid keys are {names}", token.at)
        if not key:
            raise InvalidSearch(f"a key must follow '{name}.'", token.at)
        if for_order and not entity.orderable:
            raise InvalidSearch(f"{self._language.noun} cannot be ordered by {entity.name}", token.at)
        return Field(entity.name, column.name or key, column.kind), column

    def _operator(self, field: Field, column: Column) -> Operator:
        token = self.next
        symbol = token.text.upper()
        self._advance()
        if symbol == "IS":
            symbol = "IS NOT NULL" if self._takes("NOT") else "IS NULL"
            if not self._takes("NULL"):
                raise self._unexpected("NULL")
        elif symbol == "NOT":
            if not self._takes("IN"):
                raise self._unexpected("IN; for anything else write NOT before the whole comparison")
            symbol = "NOT IN"
        operator = _SYMBOLS.get(symbol)
        allowed = (*column.operators, *column.beyond)
        if operator is None or operator not in allowed:
            listed = ", ".join(each.value for each in allowed)
            hint = f" ({_HINTS[symbol]})" if symbol in _HINTS else ""
            raise InvalidSearch(f"Invalid comparator '{token.text}' for {field}{hint}. Use one of {listed}", token.at)
        return operator

    def _number(self, field: Field, column: Column) -> float:
        token, text = self.next, self.next.text
        if token.kind is TokenKind.STRING and column.may_have_quotes and content(text).isdecimal() and text.isascii():
            text = content(text)
        elif token.kind is not TokenKind.NUMBER:
            raise self._unexpected(f"a number without quotes for {field}")
        self._advance()
        if field.entity == self._language.entities[0].name and len(text) <= _INT64_LENGTH:
            number = int(text) if text.lstrip("+-").isdigit() else None
            if number is not None and limits.INT64_MIN <= number <= limits.INT64_MAX:
                return number
        return float(text)

    def _text(self, field: Field, column: Column) -> str:
        token = self.next
        if token.kind is not TokenKind.STRING:
            raise self._unexpected(f"Expected a quoted string value for {field}", whole=True)
        text = content(token.text)
        if column.is_number_in_quotes and not (text.isascii() and text.isdigit()):
            raise self._unexpected(f"{field} is a number in quotes", whole=True)
        self._advance()
        return text

    def _list(self, field: Field, column: Column) -> tuple[str, ...]:
        if not self._takes("("):
            raise self._unexpected("a list in brackets, such as ('a', 'b')")
        at = self.next.at
        found = [self._text(field, column)]
        while self._takes(","):
            if self.next.text == ")":
                break
            found.append(self._text(field, column))
        if not self._takes(")"):
            raise self._unexpected("a comma or a closing bracket")
        if len(found) > limits.FILTER_LIST:
            raise InvalidSearch(f"a list has at most {limits.FILTER_LIST} texts; got {len(found)}", at)
        return tuple(found)

    def _takes(self, word: str) -> bool:
        """Step over a word or bracket if it is next."""
        if self.next.text.upper() != word or self.next.kind not in (TokenKind.NAME, TokenKind.PUNCTUATION):
            return False
        self._advance()
        return True

    def _advance(self) -> None:
        self.next = next(self._tokens, self.next)

    def _unexpected(self, expected: str, *, whole: bool = False) -> InvalidSearch:
        found = "the end" if self.next.kind is TokenKind.END else f"{self.next.text[:60]!r}"
        return InvalidSearch(f"{expected if whole else f'expected {expected}'}, found {found}", self.next.at)


def _utf8(text: str, field: str) -> bytes:
    """Return a text's bytes; raise InvalidParameter for what no database can hold."""
    if "\0" in text:
        raise InvalidParameter(f"'{field}' holds a NUL character, which no text here may.")
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise InvalidParameter(f"'{field}' is not valid Unicode text.") from error


def _split(token: Token) -> tuple[str, str | None]:
    """Return what stands before and behind the first dot outside quotes; None where there is no dot."""
    text = token.text
    if token.kind is TokenKind.STRING:
        return content(text), None
    end = text.index("`", 1) + 1 if text[0] == "`" else len(text.partition(".")[0])
    name, key = text[:end], text[end + 1 :]
    name = content(name) if name[0] == "`" else name
    if end == len(text):
        return name, None
    return name, content(key) if key[0] in '`"' else key


_INT64_LENGTH = len(str(limits.INT64_MIN))
